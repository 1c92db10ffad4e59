import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { inParallel } from '../lib/adapters/aws/parallel.ts';
import { lineOf } from '../lib/adapters/aws/retry.ts';
import type { Cluster } from '../lib/domain/cluster.ts';
import { parseJsonObject } from './json-object.ts';
import type { StageLogger } from './report.ts';

/** What a message asks for. */
export const workTasks = ['collect', 'backfill', 'assess', 'project', 'evaluate'] as const;
export type WorkTask = (typeof workTasks)[number];

/** One piece of work: a task on a part of a cluster. */
export interface WorkMessage {
  readonly task: WorkTask;
  /** Id of the cluster. */
  readonly cluster: string;
  /** Which of its parts, from 0; 0 where the task is on the whole cluster. */
  readonly part: number;
  /** The time of the schedule that asked for it: the same time is the same work. */
  readonly atMs: number;
  /** How far back, for `backfill`. */
  readonly days?: number;
}

/** Sends messages to a stage's queue. @throws PortError when not all were taken: send them again */
export type SendWork = (messages: readonly WorkMessage[]) => Promise<void>;

/** A message for each part of each cluster. */
export function workOf(
  task: WorkTask,
  clusters: readonly Pick<Cluster, 'id'>[],
  parts: number,
  atMs: number,
): WorkMessage[] {
  return clusters.flatMap(({ id }) =>
    Array.from({ length: parts }, (_, part) => ({ task, cluster: id, part, atMs })),
  );
}

/** Whether the event is a batch of a queue and not a schedule's word. */
export function isQueueEvent(event: unknown): event is SQSEvent {
  const records = (event as { Records?: unknown } | null | undefined)?.Records;
  return Array.isArray(records) && records.every((one) => (one as SQSRecord)?.eventSource === 'aws:sqs');
}

export type ParsedWork =
  | { readonly kind: 'work'; readonly work: WorkMessage }
  | { readonly kind: 'unreadable'; readonly reason: string };

/** The work that a message asks for, or one line that says what is wrong with the text. */
export function parseWork(text: string): ParsedWork {
  const fields = parseJsonObject(text);
  if (fields === undefined) return { kind: 'unreadable', reason: 'the message is no JSON object' };
  const { task, cluster, part, atMs, days } = fields;
  const wrong =
    wrongField('task', task, isTask(task), workTasks.join(', ')) ??
    wrongField('cluster', cluster, isClusterId(cluster), 'account/region/name') ??
    wrongField('part', part, isWhole(part, 0), 'a whole number from 0') ??
    wrongField('atMs', atMs, isWhole(atMs, 0), 'a time in ms') ??
    wrongField('days', days, days === undefined || isWhole(days, 1), 'a whole number from 1');
  if (wrong !== undefined) return { kind: 'unreadable', reason: wrong };
  const known = ['task', 'cluster', 'part', 'atMs', 'days'];
  const unknown = Object.keys(fields).find((key) => !known.includes(key));
  if (unknown !== undefined)
    return {
      kind: 'unreadable',
      reason: `unknown field "${unknown.slice(0, 50)}"; allowed: ${known.join(', ')}`,
    };
  return { kind: 'work', work: fields as unknown as WorkMessage };
}

function wrongField(name: string, value: unknown, isRight: boolean, allowed: string): string | undefined {
  if (isRight) return undefined;
  const got = JSON.stringify(value)?.slice(0, 100) ?? 'nothing';
  return `${name}: got ${got}, allowed: ${allowed}`;
}

function isTask(value: unknown): boolean {
  return workTasks.some((task) => task === value);
}

function isClusterId(value: unknown): boolean {
  return typeof value === 'string' && /^[^/\s]+\/[^/\s]+\/[^/\s]+$/.test(value);
}

function isWhole(value: unknown, least: number): boolean {
  return Number.isSafeInteger(value) && (value as number) >= least;
}

/** Messages of one batch worked on at the same time. */
const width = 4;

/**
 * Does the work of each message of a batch and hands back, alone, those that failed or cannot be read: a queue
 * brings them again, and in the end a person finds them among the dead letters. Each is one line in the log.
 * Messages of one FIFO group are worked on in their order, and none after one that is handed back.
 * @param tasks what this stage does; a message that asks for anything else cannot be read
 */
export async function workBatch(
  event: SQSEvent,
  tasks: WorkTask | readonly WorkTask[],
  logger: StageLogger,
  work: (message: WorkMessage) => Promise<void>,
): Promise<SQSBatchResponse> {
  const allowed = [tasks].flat();
  const failed = await inParallel(groupsOf(event.Records), width, async (records) => {
    for (const [i, { messageId, body }] of records.entries()) {
      const reason = await reasonOfFailure(body, allowed, work);
      if (reason === undefined) continue;
      logger.warn('message handed back', { messageId, reason });
      return records.slice(i);
    }
    return [];
  });
  return { batchItemFailures: failed.flat().map(({ messageId }) => ({ itemIdentifier: messageId })) };
}

/** The records of each FIFO group; those of a plain queue each alone. */
function groupsOf(records: readonly SQSRecord[]): readonly (readonly SQSRecord[])[] {
  const groups = new Map<string, SQSRecord[]>();
  for (const record of records) {
    const { MessageGroupId } = record.attributes;
    const group = MessageGroupId === undefined ? `alone ${record.messageId}` : `group ${MessageGroupId}`;
    groups.set(group, [...(groups.get(group) ?? []), record]);
  }
  return [...groups.values()];
}

async function reasonOfFailure(
  body: string,
  allowed: readonly WorkTask[],
  work: (message: WorkMessage) => Promise<void>,
): Promise<string | undefined> {
  const parsed = parseWork(body);
  if (parsed.kind === 'unreadable') return parsed.reason;
  if (!allowed.includes(parsed.work.task))
    return `task: got "${parsed.work.task}", allowed here: ${allowed.join(', ')}`;
  try {
    await work(parsed.work);
    return undefined;
  } catch (error) {
    return lineOf(error);
  }
}
