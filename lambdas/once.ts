import { IdempotencyConfig, makeIdempotent } from '@aws-lambda-powertools/idempotency';
import { DynamoDBPersistenceLayer } from '@aws-lambda-powertools/idempotency/dynamodb';
import type { Context } from 'aws-lambda';

/** How long a run is remembered, in seconds: a scheduler delivers a second time within minutes. */
const rememberSeconds = 3600;

/** Runs the work of an event, unless it is a scheduled run that has been: then `undefined`. */
export type Once = <R>(event: unknown, context: Context, work: () => Promise<R>) => Promise<R | undefined>;

/**
 * Makes each scheduled run happen once, by the time that it was scheduled for: EventBridge Scheduler delivers
 * at least once. Other events pass: queues have their own ways.
 * @param table DynamoDB table with the key `id` and the TTL attribute `expiration`; without one all events pass
 */
export function createOnce(table: string | undefined, stage: string): Once {
  if (table === undefined || table === '') return (_event, _context, work) => work();
  const persistenceStore = new DynamoDBPersistenceLayer({ tableName: table });
  return async (event, context, work) => {
    const key = runKey(stage, event);
    if (key === undefined) return await work();
    const config = new IdempotencyConfig({ expiresAfterSeconds: rememberSeconds });
    config.registerLambdaContext(context);
    let result: Awaited<ReturnType<typeof work>> | undefined;
    const run = async (_key: { readonly run: string }) => {
      result = await work();
      // Only that it has been is kept: a second delivery has no use for the answer.
      return { done: true };
    };
    await makeIdempotent(run, { persistenceStore, config, keyPrefix: `tidewatch-${stage}` })({ run: key });
    return result;
  };
}

/** Names a scheduled run; `undefined` for any other event, and where the scheduler did not say its time. */
export function runKey(stage: string, event: unknown): string | undefined {
  const { task, scheduledAt } = (event ?? {}) as { task?: unknown; scheduledAt?: unknown };
  if (typeof task !== 'string' || typeof scheduledAt !== 'string') return undefined;
  return Number.isNaN(Date.parse(scheduledAt)) ? undefined : `${stage} ${task} ${scheduledAt}`;
}
