import {
  SendMessageBatchCommand,
  type SendMessageBatchRequestEntry,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { inParallel } from '../lib/adapters/aws/parallel.ts';
import { type Delay, pauseMs, wait, withRetry } from '../lib/adapters/aws/retry.ts';
import { PortError } from '../lib/ports/errors.ts';
import type { SendWork, WorkMessage } from './work.ts';

/** Messages of one SendMessageBatch call. Source: SQS API reference. */
const batchSize = 10;
/** Calls at the same time. */
const width = 8;

export interface QueueSenderOptions {
  /** Tries of one message. @default 4 */
  readonly attempts?: number;
  /** How to wait between tries. @default a timer */
  readonly delay?: Delay;
}

/**
 * Sends work to an SQS queue, ten messages a call; those that SQS could not take are sent again. To a FIFO queue
 * (its URL ends in `.fifo`) the messages of a cluster are one group, and the same task on the same part at the same
 * time is taken once in five minutes.
 */
export function createQueueSender(
  sqs: SQSClient,
  url: string,
  { attempts = 4, delay = wait }: QueueSenderOptions = {},
): SendWork {
  const isFifo = url.endsWith('.fifo');
  return async (messages) => {
    const batches = Array.from({ length: Math.ceil(messages.length / batchSize) }, (_, i) =>
      messages.slice(i * batchSize, (i + 1) * batchSize).map((message, n) => entryOf(message, n, isFifo)),
    );
    await inParallel(batches, width, (batch) => sendBatch(sqs, url, batch, { attempts, delay }));
  };
}

function entryOf(message: WorkMessage, index: number, isFifo: boolean): SendMessageBatchRequestEntry {
  const { task, cluster, part, atMs } = message;
  return {
    Id: `m${index}`,
    MessageBody: JSON.stringify(message),
    ...(isFifo && { MessageGroupId: cluster, MessageDeduplicationId: `${task}/${cluster}/${part}/${atMs}` }),
  };
}

/** @throws PortError when a message is refused for good, or not taken at the last try */
async function sendBatch(
  sqs: SQSClient,
  url: string,
  entries: readonly SendMessageBatchRequestEntry[],
  { attempts, delay }: Required<QueueSenderOptions>,
): Promise<void> {
  let rest = entries;
  for (let attempt = 1; ; attempt++) {
    const input = { QueueUrl: url, Entries: [...rest] };
    const answer = await withRetry(() => sqs.send(new SendMessageBatchCommand(input)), { delay, attempts });
    const failed = answer.Failed ?? [];
    if (failed.length === 0) return;
    const refused = failed.find(({ SenderFault }) => SenderFault);
    const [first] = failed;
    if (refused !== undefined || attempt >= attempts) {
      const { Code = 'no code', Message = '' } = refused ?? first ?? {};
      const name = url.slice(url.lastIndexOf('/') + 1);
      throw new PortError(
        `queue ${name} did not take ${failed.length} of ${entries.length}: ${Code} ${Message}`,
      );
    }
    rest = rest.filter(({ Id }) => failed.some((one) => one.Id === Id));
    await delay(pauseMs(attempt));
  }
}
