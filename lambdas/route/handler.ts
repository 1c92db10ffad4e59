import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { parseMessage } from '../../lib/domain/incidents/message.ts';
import { type RouteInput, route } from '../../lib/pipeline/route.ts';
import { report, type StageLogger } from '../report.ts';

/** A batch of messages, or the schedule's word to deliver again what is owed. */
export type RouteEvent = SQSEvent | { readonly task: 'retry' };

/**
 * The handler on the given ports. The batch is routed as a whole, so that findings of one cause meet; what
 * cannot be read is handed back alone and ends among the dead letters, where a person can look at it.
 */
export function createHandler(
  input: Omit<RouteInput, 'messages'> & { readonly logger: StageLogger },
): (event: RouteEvent) => Promise<SQSBatchResponse> {
  const { logger } = input;
  return async (event) => {
    const records = 'Records' in event ? event.Records : [];
    const context = { nowMs: input.clock.nowMs(), rules: input.rules };
    const unreadable = new Map(
      records.flatMap(({ messageId, body }) => {
        const parsed = parseMessage(body, context);
        return parsed.kind === 'unreadable' ? [[messageId, parsed.reason] as const] : [];
      }),
    );
    const messages = records.filter(({ messageId }) => !unreadable.has(messageId)).map(({ body }) => body);
    const { opened, updated, resolved, ignored, delivered, waiting, problems } = await route({
      ...input,
      messages,
    });
    for (const [messageId, reason] of unreadable) logger.warn('message handed back', { messageId, reason });
    const numbers = { messages: messages.length, opened, updated, resolved, ignored, delivered, waiting };
    report(logger, 'routed', { ...numbers, unreadable: unreadable.size }, problems);
    return { batchItemFailures: [...unreadable.keys()].map((itemIdentifier) => ({ itemIdentifier })) };
  };
}
