import { type OffsetTable, writtenAt } from './offset-table.ts';

/** Where a group without a usable commit starts to read: the consumer's `auto.offset.reset`. */
export type ResetPolicy = 'earliest' | 'latest';

/** The messages a partition holds: from `low` (inclusive) to `end` (exclusive). */
export interface PartitionRange {
  readonly low: number;
  readonly end: number;
}

export interface Lag {
  readonly messages: number;
  /** Age of the oldest unread message; absent when the offsets seen so far cannot tell. */
  readonly seconds?: number;
}

/**
 * The offset of the next message that the group will read in a partition.
 *
 * - Never committed (`undefined`): the low watermark by `earliest`; by `latest` where the partition ended when
 *   the group was first seen without a commit there (`firstSeenEnd`).
 * - Committed beyond the end (the topic was made anew): as if never committed.
 * - Committed below the low watermark (retention took unread messages): the low watermark, as what is gone
 *   can no longer be read.
 */
export function readPosition(
  committed: number | undefined,
  { low, end }: PartitionRange,
  reset: ResetPolicy,
  firstSeenEnd: number = end,
): number {
  if (committed === undefined || committed > end) {
    return reset === 'earliest' ? low : Math.min(Math.max(firstSeenEnd, low), end);
  }
  return Math.max(committed, low);
}

/** The lag of a group that reads next at `position`. Nothing unread is no lag, however idle the topic. */
export function lagAt(position: number, { end }: PartitionRange, table: OffsetTable, nowMs: number): Lag {
  const messages = Math.max(0, end - position);
  if (messages === 0) return { messages: 0, seconds: 0 };
  const written = writtenAt(table, position);
  return written === undefined
    ? { messages }
    : { messages, seconds: Math.max(0, nowMs - written.atMs) / 1000 };
}

export interface GroupTopicLag {
  readonly sum: number;
  readonly max: number;
  /** Of the partition whose oldest unread message is oldest; absent when no partition can tell. */
  readonly seconds?: number;
}

/** The lag of a group on a topic from the lags of the topic's partitions. @throws RangeError when there is none */
export function groupTopicLag(partitions: readonly Lag[]): GroupTopicLag {
  if (partitions.length === 0) throw new RangeError('lag of a topic: got no partition, need at least one');
  let sum = 0;
  let max = 0;
  let seconds: number | undefined;
  for (const lag of partitions) {
    sum += lag.messages;
    max = Math.max(max, lag.messages);
    if (lag.seconds !== undefined) seconds = Math.max(seconds ?? 0, lag.seconds);
  }
  return seconds === undefined ? { sum, max } : { sum, max, seconds };
}
