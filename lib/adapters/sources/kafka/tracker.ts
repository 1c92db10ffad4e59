import {
  type CommitMove,
  commitMove,
  movesTogether,
  type SeenCommit,
} from '../../../domain/lag/commit-move.ts';
import { createOffsetTable, type OffsetTable, recordOffset } from '../../../domain/lag/offset-table.ts';
import { type Lag, lagAt, type PartitionRange, readPosition } from '../../../domain/lag/partition-lag.ts';
import { producedPerSecond } from '../../../domain/lag/produced-rate.ts';
import type { GroupLook, Look } from './look.ts';
import type { KafkaSettings } from './options.ts';
import type { TopicView } from './reader.ts';

/** What one look says of the offsets, given the looks before. */
export interface Measured {
  /** Messages per second by topic; a topic is absent until it has been seen twice. */
  readonly produced: ReadonlyMap<string, number>;
  readonly lags: readonly GroupTopicPartitions[];
}

export interface GroupTopicPartitions {
  readonly group: string;
  readonly topic: string;
  readonly partitions: readonly (Lag & { readonly partition: number })[];
  /** Whether every partition could be measured; a sum over some of them would be too small. */
  readonly isWhole: boolean;
  /** How its commits have moved since the look before; absent until they have been seen twice. */
  readonly move?: CommitMove;
}

/** Remembers the ends of the logs from look to look. */
export interface OffsetTracker {
  measure(look: Look, nowMs: number): Measured;
}

interface Memory {
  readonly tables: Map<string, OffsetTable>;
  readonly ranges: Map<string, PartitionRange>;
  /** End of a partition when a group without a commit there was first seen. */
  readonly firstSeen: Map<string, number>;
  /** Commits as they were last seen. */
  readonly commits: Map<string, SeenCommit>;
}

const partitionKey = (topic: string, partition: number) => `${topic}/${partition}`;
/** Group names may hold anything; a topic's name holds no slash, so the key is read from its end. */
const commitKey = (group: string, partition: string) => `${group}/${partition}`;

export function createOffsetTracker({ neverCommitted }: KafkaSettings): OffsetTracker {
  const memory: Memory = { tables: new Map(), ranges: new Map(), firstSeen: new Map(), commits: new Map() };
  return {
    measure(look, nowMs) {
      forgetGone(memory, look);
      const produced = record(memory, look, nowMs);
      const answered = new Set(look.watermarks.map((w) => partitionKey(w.topic, w.partition)));
      const lags = look.groups.flatMap((group) =>
        groupLags({ memory, look, group, answered, nowMs, neverCommitted }),
      );
      return { produced, lags };
    },
  };
}

function forgetGone(memory: Memory, look: Look): void {
  const there = new Set(
    look.topics.flatMap(({ name, partitions }) => partitions.map((p) => partitionKey(name, p.partition))),
  );
  for (const map of [memory.tables, memory.ranges]) {
    for (const key of map.keys()) if (!there.has(key)) map.delete(key);
  }
  for (const map of [memory.firstSeen, memory.commits]) {
    for (const key of map.keys()) if (!there.has(key.split('/').slice(-2).join('/'))) map.delete(key);
  }
}

function record(memory: Memory, { watermarks }: Look, nowMs: number): Map<string, number> {
  const produced = new Map<string, number>();
  for (const { topic, partition, low, end } of watermarks) {
    const key = partitionKey(topic, partition);
    const table = memory.tables.get(key) ?? createOffsetTable();
    const rate = producedPerSecond(table, nowMs, end);
    if (rate !== undefined) produced.set(topic, (produced.get(topic) ?? 0) + rate);
    recordOffset(table, nowMs, end);
    memory.tables.set(key, table);
    memory.ranges.set(key, { low, end });
  }
  return produced;
}

interface Question {
  readonly memory: Memory;
  readonly look: Look;
  readonly group: GroupLook;
  readonly answered: ReadonlySet<string>;
  readonly nowMs: number;
  readonly neverCommitted: KafkaSettings['neverCommitted'];
}

/** A group reads the topics it has committed to and those its members are assigned, in all their partitions. */
function groupLags(question: Question): GroupTopicPartitions[] {
  const { group, look } = question;
  if (group.committed === undefined) return [];
  const commits = new Map(group.committed.map((c) => [partitionKey(c.topic, c.partition), c.offset]));
  const reads = new Set([...group.committed.map(({ topic }) => topic), ...(group.description?.topics ?? [])]);
  return look.topics
    .filter(({ name }) => reads.has(name))
    .map((topic) => topicLag(question, topic, commits))
    .filter(({ partitions }) => partitions.length > 0);
}

function topicLag(
  question: Question,
  { name, partitions }: TopicView,
  commits: ReadonlyMap<string, number>,
): GroupTopicPartitions {
  const lags: (Lag & { partition: number })[] = [];
  const moves: CommitMove[] = [];
  let isWhole = true;
  for (const { partition, leader } of partitions) {
    const key = partitionKey(name, partition);
    // Nothing is written to a partition without a leader, so its last known end still holds.
    const isKnown = question.answered.has(key) || leader === undefined;
    const lag = isKnown ? partitionLag(question, key, commits.get(key), leader === undefined) : undefined;
    if (lag === undefined) isWhole = false;
    else lags.push({ partition, ...lag });
    const move = moveOf(question, key, commits.get(key));
    if (move) moves.push(move);
  }
  const move = movesTogether(moves);
  return { group: question.group.id, topic: name, partitions: lags, isWhole, ...(move && { move }) };
}

function moveOf(
  { memory, group, nowMs }: Question,
  key: string,
  offset: number | undefined,
): CommitMove | undefined {
  const range = memory.ranges.get(key);
  if (offset === undefined || range === undefined) return undefined;
  const now = { offset, timeMs: nowMs };
  const before = memory.commits.get(commitKey(group.id, key));
  memory.commits.set(commitKey(group.id, key), now);
  return commitMove(before, now, range.end);
}

function partitionLag(
  { memory, group, nowMs, neverCommitted }: Question,
  key: string,
  commit: number | undefined,
  isLeaderless: boolean,
): Lag | undefined {
  const range = memory.ranges.get(key);
  const table = memory.tables.get(key);
  if (range === undefined || table === undefined) return undefined;
  // A commit made after the last look at a log that has since lost its leader is no sign of a new log.
  const end = isLeaderless ? Math.max(range.end, commit ?? 0) : range.end;
  const firstSeen =
    neverCommitted === 'latest' ? firstSeenEnd(memory, commitKey(group.id, key), commit, end) : end;
  const position = readPosition(commit, { low: range.low, end }, neverCommitted, firstSeen);
  return lagAt(position, { low: range.low, end }, table, nowMs);
}

function firstSeenEnd(memory: Memory, key: string, commit: number | undefined, end: number): number {
  if (commit !== undefined) {
    memory.firstSeen.delete(key);
    return end;
  }
  const seen = memory.firstSeen.get(key) ?? end;
  memory.firstSeen.set(key, seen);
  return seen;
}
