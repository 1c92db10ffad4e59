import { add, type Flow } from './flow.ts';
import type { Forces } from './forces.ts';
import type { Model, PartitionModel, TopicModel } from './model.ts';
import { gaussian } from './noise.ts';
import { type State, usualTraffic } from './state.ts';

/** How long the usual rate of a partition remembers. */
const rateMemorySeconds = 3600;

/** Messages of this step, spread over the partitions that have a leader, and copied to the followers. */
export function produce(model: Model, state: State, forces: Forces, flow: Flow, timeMs: number): void {
  const memory = Math.exp(-model.stepSeconds / rateMemorySeconds);
  for (const topic of model.topics) {
    const messages = messagesOf(model, state, forces, topic, timeMs);
    const bytesEach = topic.spec.messageBytes * (forces.size[topic.index] ?? 1);
    for (const partition of topic.partitions) {
      const hasLeader = (state.leader[partition.index] ?? -1) >= 0;
      const count = hasLeader ? messages * shareOf(topic, partition, forces) : 0;
      const usual = state.usualRate[partition.index] ?? 0;
      state.usualRate[partition.index] = memory * usual + (1 - memory) * (count / model.stepSeconds);
      flow.partitionMessages[partition.index] = count;
      flow.partitionBytes[partition.index] = count * bytesEach;
      add(flow.topicMessages, topic.index, count);
      add(flow.topicBytes, topic.index, count * bytesEach);
      if (hasLeader) replicate(partition, count, count * bytesEach, state, forces, flow);
    }
  }
  catchUp(model, state, forces, flow);
}

function messagesOf(model: Model, state: State, forces: Forces, topic: TopicModel, timeMs: number): number {
  const { seed, stepMs } = model.spec;
  const step = Math.round(timeMs / stepMs);
  const drift = 0.95 * (state.drift[topic.index] ?? 0) + 0.006 * gaussian(seed, 1000 + topic.index, step);
  state.drift[topic.index] = drift;
  const noise = Math.exp(drift + 0.012 * gaussian(seed, 2000 + topic.index, step));
  const rate = usualTraffic(model, topic.index, timeMs) * noise * (forces.rate[topic.index] ?? 1);
  return rate * model.stepSeconds;
}

/** A hot partition takes its share first; the others divide the rest as they always do. */
function shareOf(topic: TopicModel, partition: PartitionModel, { hot }: Forces): number {
  if (hot === undefined) return partition.weight;
  const first = topic.partitions[0]?.index ?? 0;
  const hottest = topic.partitions[hot.partition - first];
  if (hottest === undefined) return partition.weight;
  if (hottest === partition) return hot.share;
  return (partition.weight / (1 - hottest.weight)) * (1 - hot.share);
}

function replicate(
  partition: PartitionModel,
  messages: number,
  bytes: number,
  state: State,
  forces: Forces,
  flow: Flow,
): void {
  const leader = state.leader[partition.index] ?? -1;
  add(flow.messagesIn, leader, messages);
  add(flow.bytesIn, leader, bytes);
  for (const broker of partition.replicas) {
    if (broker === leader) continue;
    if (forces.down[broker] === 1) {
      add(state.behind, broker, bytes);
    } else {
      add(flow.replicated, broker, bytes);
      add(flow.replicated, leader, bytes);
    }
  }
}

/** Brokers that are back copy what they missed from the others, who share the work of serving it. */
function catchUp(model: Model, state: State, forces: Forces, flow: Flow): void {
  for (const broker of model.brokers) {
    const behind = state.behind[broker] ?? 0;
    if (behind === 0 || forces.down[broker] === 1) continue;
    const bytes = Math.min(behind, model.catchUpRate * model.stepSeconds);
    state.behind[broker] = behind - bytes;
    add(flow.replicated, broker, bytes);
    const others = model.brokers.filter((other) => other !== broker && forces.down[other] === 0);
    for (const other of others) add(flow.replicated, other, bytes / others.length);
  }
}
