import type { Model } from './model.ts';

/** What moved in one step. Arrays are by the `index` of the model's parts; bytes and messages of the
 *  whole step, not a second. */
export interface Flow {
  readonly topicMessages: Float64Array;
  readonly topicBytes: Float64Array;
  readonly partitionMessages: Float64Array;
  readonly partitionBytes: Float64Array;
  /** By read (a group on a topic). */
  readonly produced: Float64Array;
  readonly consumed: Float64Array;
  /** By broker. */
  readonly bytesIn: Float64Array;
  readonly bytesOut: Float64Array;
  readonly messagesIn: Float64Array;
  readonly replicated: Float64Array;
  readonly leaders: Float64Array;
  readonly underReplicated: Float64Array;
  readonly underMinInSync: Float64Array;
  readonly load: Float64Array;
  /** By read. */
  readonly lagSum: Float64Array;
  readonly lagMax: Float64Array;
  readonly ageMax: Float64Array;
  /** One value: partitions that nobody leads. */
  readonly offline: Float64Array;
}

export function createFlow(model: Model): Flow {
  const byTopic = () => new Float64Array(model.topics.length);
  const byPartition = () => new Float64Array(model.partitions.length);
  const byRead = () => new Float64Array(model.reads.length);
  const byBroker = () => new Float64Array(model.brokers.length);
  return {
    topicMessages: byTopic(),
    topicBytes: byTopic(),
    partitionMessages: byPartition(),
    partitionBytes: byPartition(),
    produced: byRead(),
    consumed: byRead(),
    bytesIn: byBroker(),
    bytesOut: byBroker(),
    messagesIn: byBroker(),
    replicated: byBroker(),
    leaders: byBroker(),
    underReplicated: byBroker(),
    underMinInSync: byBroker(),
    load: byBroker(),
    lagSum: byRead(),
    lagMax: byRead(),
    ageMax: byRead(),
    offline: new Float64Array(1),
  };
}

/** Empties what is added up over the step. */
export function clearFlow(flow: Flow): void {
  for (const totals of [
    flow.topicMessages,
    flow.topicBytes,
    flow.produced,
    flow.consumed,
    flow.bytesIn,
    flow.bytesOut,
    flow.messagesIn,
    flow.replicated,
    flow.leaders,
    flow.underReplicated,
    flow.underMinInSync,
    flow.lagSum,
    flow.lagMax,
    flow.ageMax,
    flow.offline,
  ]) {
    totals.fill(0);
  }
}

/** Adds to one value of an array. */
export function add(values: Float64Array, index: number, amount: number): void {
  values[index] = (values[index] ?? 0) + amount;
}
