import { uniform } from './noise.ts';
import { weekOf } from './rhythm.ts';
import type { GroupSpec, SimulationSpec, TopicSpec } from './spec.ts';

/** What of a simulated cluster never changes, laid out for stepping; `index` is the place in the state. */
export interface Model {
  readonly spec: SimulationSpec;
  readonly stepSeconds: number;
  readonly topics: readonly TopicModel[];
  readonly partitions: readonly PartitionModel[];
  readonly groups: readonly GroupModel[];
  readonly reads: readonly ReadModel[];
  readonly queues: readonly QueueModel[];
  readonly brokers: readonly number[];
  readonly replication: number;
  readonly minInSync: number;
  readonly storageBytes: number;
  /** Weighted bytes a second that a broker moves on average: load 1. */
  readonly loadUnit: number;
  /** Bytes a second that a returning broker copies of what it missed. */
  readonly catchUpRate: number;
  readonly ringLength: number;
}

export interface TopicModel {
  readonly index: number;
  readonly spec: TopicSpec;
  readonly partitions: readonly PartitionModel[];
  readonly week: Float64Array;
  /** By broker: share of the topic's log that it keeps. */
  readonly copies: Float64Array;
  /** Hourly segments of the topic's log are kept in a ring: from here, this many. */
  readonly ringStart: number;
  readonly ringHours: number;
}

export interface PartitionModel {
  readonly index: number;
  readonly number: number;
  readonly topic: TopicSpec;
  /** Share of the topic's messages. */
  readonly weight: number;
  /** Brokers, from 0; the first is the preferred leader. */
  readonly replicas: readonly number[];
}

export interface GroupModel {
  readonly index: number;
  readonly spec: GroupSpec;
  readonly reads: readonly ReadModel[];
}

/** A topic that a group reads. */
export interface ReadModel {
  readonly index: number;
  readonly group: number;
  readonly topic: TopicModel;
  readonly queues: readonly QueueModel[];
}

/** A partition that a group reads: produced messages come in, consumed ones go out. */
export interface QueueModel {
  readonly index: number;
  readonly partition: PartitionModel;
  /** Messages a second that the group's consumer can take at most. */
  readonly capacity: number;
}

const gib = 1_073_741_824;
/** Room in the rings beyond retention, for the time in which retention deletes nothing. */
const spareHours = 48;
/** How much faster than the mean a group can read. */
const headroom = 3.4;
const usualFill = 0.42;

export function createModel(spec: SimulationSpec): Model {
  const brokers = Array.from({ length: spec.brokers }, (_, b) => b);
  const replication = Math.min(3, spec.brokers);
  const topics = createTopics(spec, replication);
  const reads = createReads(spec, topics);
  return {
    spec,
    stepSeconds: spec.stepMs / 1000,
    topics,
    partitions: topics.flatMap((topic) => topic.partitions),
    groups: spec.groups.map((group, index) => ({
      index,
      spec: group,
      reads: reads.filter((read) => read.group === index),
    })),
    reads,
    queues: reads.flatMap((read) => read.queues),
    brokers,
    replication,
    minInSync: Math.max(1, replication - 1),
    storageBytes: storageGib(spec, replication) * gib,
    loadUnit: meanLoad(spec, reads, replication),
    catchUpRate: (8 * replication * bytesPerSecond(spec.topics)) / spec.brokers,
    ringLength: topics.reduce((sum, topic) => sum + topic.ringHours, 0),
  };
}

function createTopics(spec: SimulationSpec, replication: number): TopicModel[] {
  let partitionIndex = 0;
  let ringStart = 0;
  return spec.topics.map((topic, index) => {
    const weights = Array.from(
      { length: topic.partitions },
      (_, n) => 1 + 0.3 * (uniform(spec.seed, 100_000 * (index + 1) + n, 0) - 0.5),
    );
    const sum = weights.reduce((a, b) => a + b, 0);
    const partitions = weights.map((weight, number) => ({
      index: partitionIndex++,
      number,
      topic,
      weight: weight / sum,
      replicas: replicasOf(index + number, Math.floor(number / spec.brokers), replication, spec.brokers),
    }));
    const ringHours = topic.retentionHours + spareHours;
    ringStart += ringHours;
    return {
      index,
      spec: topic,
      partitions,
      week: weekOf(topic.profile),
      copies: copiesOf(partitions, spec.brokers),
      ringStart: ringStart - ringHours,
      ringHours,
    };
  });
}

/** Followers in an order that shifts from round to round, as Kafka assigns them: so the leaders of a lost
 *  broker spread over all that are left. */
function replicasOf(first: number, shift: number, replication: number, brokers: number): number[] {
  return Array.from({ length: replication }, (_, r) =>
    r === 0 ? first % brokers : (first + 1 + ((shift + r - 1) % (brokers - 1))) % brokers,
  );
}

function copiesOf(partitions: readonly PartitionModel[], brokers: number): Float64Array {
  const copies = new Float64Array(brokers);
  for (const { replicas, weight } of partitions) {
    for (const broker of replicas) copies[broker] = (copies[broker] ?? 0) + weight;
  }
  return copies;
}

function createReads(spec: SimulationSpec, topics: readonly TopicModel[]): ReadModel[] {
  const wanted = spec.groups.flatMap((group, index) =>
    topics
      .filter((topic) => group.topics.includes(topic.spec.name))
      .map((topic) => ({ group: index, topic })),
  );
  let queueIndex = 0;
  return wanted.map(({ group, topic }, index) => ({
    index,
    group,
    topic,
    queues: topic.partitions.map((partition) => ({
      index: queueIndex++,
      partition,
      capacity: (headroom * topic.spec.messagesPerSecond) / topic.spec.partitions,
    })),
  }));
}

/** Storage of one broker in GiB, such that the topics at their mean rate fill two fifths of it. */
function storageGib(spec: SimulationSpec, replication: number): number {
  const held = spec.topics.reduce(
    (sum, topic) => sum + bytesPerSecond([topic]) * topic.retentionHours * 3600,
    0,
  );
  const needed = (held * replication) / spec.brokers / usualFill / gib;
  return Math.max(1, Math.ceil(needed / 50) * 50);
}

function bytesPerSecond(topics: readonly TopicSpec[]): number {
  return topics.reduce((sum, topic) => sum + topic.messagesPerSecond * topic.messageBytes, 0);
}

function meanLoad(spec: SimulationSpec, reads: readonly ReadModel[], replication: number): number {
  const produced = bytesPerSecond(spec.topics);
  const consumed = bytesPerSecond(reads.map((read) => read.topic.spec));
  return weighLoad(produced, consumed, 2 * (replication - 1) * produced) / spec.brokers;
}

/** Bytes weighed by the work they are: taking in is dearer than copying, and serving is cheapest. */
export function weighLoad(bytesIn: number, bytesOut: number, replicated: number): number {
  return bytesIn + 0.4 * bytesOut + 0.5 * replicated;
}
