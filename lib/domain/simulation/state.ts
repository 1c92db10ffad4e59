import type { Model } from './model.ts';
import { campaignLift, growth, minuteOfWeek } from './rhythm.ts';

/** All that a simulated cluster remembers from one step to the next. Plain numbers, so that it can be
 *  copied and gone on from. Arrays are by the `index` of the model's parts. */
export interface State {
  /** By topic: slow noise on the logarithm of its traffic. */
  readonly drift: Float64Array;
  /** By partition: leading broker, -1 when none can lead. */
  readonly leader: Float64Array;
  /** By partition: messages a second, smoothed over an hour. */
  readonly usualRate: Float64Array;
  /** By queue: messages that wait. */
  readonly lag: Float64Array;
  /** By queue: estimated seconds that the oldest of them has waited. */
  readonly age: Float64Array;
  /** By topic: bytes in one copy of its log. */
  readonly logBytes: Float64Array;
  /** The same by hour of writing, in the topics' rings. */
  readonly logHours: Float64Array;
  /** By topic: the oldest hour (since the epoch) that is not deleted. */
  readonly oldestHour: Float64Array;
  /** By broker: bytes that it missed while it was away and has yet to copy. */
  readonly behind: Float64Array;
  /** By broker: seconds since it has been in sync again. */
  readonly inSyncSeconds: Float64Array;
  /** By broker: load smoothed over ten minutes, which the heap follows. */
  readonly heapLoad: Float64Array;
  /** One value: seconds since a partition last changed its leader. */
  readonly sinceElection: Float64Array;
  /** One value: 1 while retention has been put right by hand because a disk was about to be full. */
  readonly isRetentionForced: Float64Array;
}

const settled = 1e9;

/** The cluster in its daily work: logs as full as their retention makes them, nobody behind. */
export function createState(model: Model): State {
  const { spec } = model;
  const zeros = (length: number) => new Float64Array(length);
  const state: State = {
    drift: zeros(model.topics.length),
    leader: Float64Array.from(model.partitions, (partition) => partition.replicas[0] ?? -1),
    usualRate: Float64Array.from(model.partitions, ({ topic, weight }) => topic.messagesPerSecond * weight),
    lag: zeros(model.queues.length),
    age: zeros(model.queues.length),
    logBytes: zeros(model.topics.length),
    logHours: zeros(model.ringLength),
    oldestHour: zeros(model.topics.length),
    behind: zeros(model.brokers.length),
    inSyncSeconds: zeros(model.brokers.length).fill(settled),
    heapLoad: zeros(model.brokers.length).fill(1),
    sinceElection: zeros(1).fill(settled),
    isRetentionForced: zeros(1),
  };
  fillLogs(model, state, Math.floor(spec.startMs / 3_600_000));
  return state;
}

export function copyState(state: State): State {
  const copies = Object.entries(state).map(([name, values]: [string, Float64Array]) => [
    name,
    values.slice(),
  ]);
  return Object.fromEntries(copies) as State;
}

/** Messages a second that the topic's rhythm gives at a time, before noise and stories. */
export function usualTraffic(model: Model, topicIndex: number, timeMs: number): number {
  const topic = model.topics[topicIndex];
  if (!topic) return 0;
  const { startMs, campaigns } = model.spec;
  return (
    topic.spec.messagesPerSecond *
    (topic.week[minuteOfWeek(timeMs)] ?? 1) *
    growth(timeMs - startMs) *
    campaignLift(campaigns, topic.spec.profile, startMs, timeMs)
  );
}

/** Puts into the logs what the hours before the start have written and retention has kept. */
function fillLogs(model: Model, state: State, startHour: number): void {
  for (const topic of model.topics) {
    const oldest = startHour - topic.spec.retentionHours;
    state.oldestHour[topic.index] = oldest;
    for (let hour = oldest; hour < startHour; hour++) {
      const bytes = usualTraffic(model, topic.index, hour * 3_600_000) * topic.spec.messageBytes * 3600;
      state.logHours[topic.ringStart + (hour % topic.ringHours)] = bytes;
      state.logBytes[topic.index] = (state.logBytes[topic.index] ?? 0) + bytes;
    }
  }
}
