import type { Forces } from './forces.ts';
import type { Model, TopicModel } from './model.ts';

/** Something that happens to the simulated cluster. What follows from it (lag, full disks, replicas that
 *  fall behind, the recovery) is the physics' doing and not the story's. */
export interface Story {
  readonly id: string;
  readonly title: string;
  durationMs(model: Model): number;
  /** Why this cluster cannot play it, if so. */
  refusal?(model: Model): string | undefined;
  /** It takes brokers away, and so it never runs beside another that does. */
  readonly takesBrokers?: true;
  /** The state that the cluster says it is in meanwhile. @default ACTIVE */
  readonly clusterState?: string;
  /** Adds what it does at this time to the forces. @param elapsedMs from 0 up to the duration */
  apply(forces: Forces, elapsedMs: number, model: Model): void;
}

const minute = 60_000;
const hour = 60 * minute;
/** Maintenance takes one broker after the other: so long apart, and each gone for so long. */
const maintenanceSlotMs = 20 * minute;
const restartMs = 8 * minute;
const leadInMs = 5 * minute;
/** A hot key takes this share of its topic. */
const hotShare = 0.85;

/** Every story. One more is one more entry. */
export const stories: readonly Story[] = [
  {
    id: 'broker_loss',
    title: 'A broker is lost for 25 minutes',
    takesBrokers: true,
    durationMs: () => 25 * minute,
    refusal: needsBrokers,
    apply: (forces, _, model) => forces.down.set([1], Math.min(1, model.brokers.length - 1)),
  },
  {
    id: 'disk_filling',
    title: 'Retention deletes nothing for 36 hours while messages grow: disks fill',
    durationMs: () => 36 * hour,
    apply: (forces, _, model) => {
      forces.isRetentionStopped = true;
      multiply(forces.size, largestTopic(model).index, 2.5);
    },
  },
  {
    id: 'consumer_stall',
    title: 'The first group stops consuming for 40 minutes',
    durationMs: () => 40 * minute,
    refusal: needsGroups,
    apply: (forces, elapsedMs, model) => {
      multiply(forces.capacity, 0, 0);
      // max.poll.interval.ms is 5 minutes by default: then the members that hang are put out of the group.
      if (elapsedMs >= 5 * minute) forces.missingMembers.set([model.groups[0]?.spec.members ?? 0], 0);
    },
  },
  {
    id: 'rebalance_storm',
    title: 'The second group rebalances over and over for an hour',
    durationMs: () => hour,
    refusal: needsGroups,
    apply: (forces, elapsedMs, model) => {
      const index = Math.min(1, model.groups.length - 1);
      const round = Math.floor(elapsedMs / minute);
      // At first one minute in five holds long enough to consume and to commit, then none does.
      if (round % 5 === 4 && (round < 15 || round >= 55)) return;
      multiply(forces.capacity, index, 0);
      forces.rebalancing.set([1], index);
      forces.missingMembers.set([Math.min(1 + (round % 3), model.groups[index]?.spec.members ?? 0)], index);
    },
  },
  {
    id: 'hot_partition',
    title: 'One key takes 85 % of a topic for 25 minutes: one partition runs hot',
    durationMs: () => 25 * minute,
    refusal: (model) =>
      hotTopic(model) ? undefined : 'no topic that a group reads has 8 partitions or more to be uneven',
    apply: (forces, _, model) => {
      const partitions = hotTopic(model)?.partitions ?? [];
      const partition = partitions[Math.floor(partitions.length / 2)];
      if (partition) forces.hot = { partition: partition.index, share: hotShare };
    },
  },
  {
    id: 'lost_traffic',
    title: 'Producers go nearly silent for 35 minutes',
    durationMs: () => 35 * minute,
    apply: (forces, _, model) => {
      for (const { index } of model.topics) multiply(forces.rate, index, 0.02);
    },
  },
  {
    id: 'maintenance',
    title: 'Planned maintenance restarts the brokers one by one',
    takesBrokers: true,
    clusterState: 'MAINTENANCE',
    durationMs: (model) => leadInMs + model.brokers.length * maintenanceSlotMs,
    refusal: needsBrokers,
    apply: (forces, elapsedMs) => {
      const sinceFirst = elapsedMs - leadInMs;
      const broker = Math.floor(sinceFirst / maintenanceSlotMs);
      if (sinceFirst >= 0 && sinceFirst % maintenanceSlotMs < restartMs) forces.down.set([1], broker);
    },
  },
];

/** The topic whose partitions are watched one by one, since it is the one that may run hot. */
export function hotTopic(model: Model): TopicModel | undefined {
  return model.reads.find((read) => read.topic.spec.partitions >= 8)?.topic;
}

function largestTopic(model: Model): TopicModel {
  const bytes = (topic: TopicModel) => topic.spec.messagesPerSecond * topic.spec.messageBytes;
  return model.topics.reduce((largest, topic) => (bytes(topic) > bytes(largest) ? topic : largest));
}

function multiply(factors: Float64Array, index: number, by: number): void {
  factors[index] = (factors[index] ?? 1) * by;
}

function needsBrokers(model: Model): string | undefined {
  return model.brokers.length >= 2 ? undefined : 'the cluster has one broker: give it 2 or more';
}

function needsGroups(model: Model): string | undefined {
  return model.groups.length >= 1 ? undefined : 'the cluster has no consumer group: give it 1 or more';
}
