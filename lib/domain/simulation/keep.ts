import { add, type Flow } from './flow.ts';
import type { Forces } from './forces.ts';
import type { Model, TopicModel } from './model.ts';
import type { State } from './state.ts';

/** A disk this full has somebody put retention right, whatever stopped it. */
const alarmedFill = 0.93;

/** Writes the step into the logs, deletes what retention no longer keeps, and weighs the brokers' load. */
export function keep(model: Model, state: State, forces: Forces, flow: Flow, timeMs: number): void {
  const hour = Math.floor(timeMs / 3_600_000);
  forceRetention(model, state, forces);
  const isStopped = forces.isRetentionStopped && state.isRetentionForced[0] === 0;
  for (const topic of model.topics) {
    deleteOld(state, topic, hour, isStopped);
    const bytes = flow.topicBytes[topic.index] ?? 0;
    add(state.logHours, topic.ringStart + (hour % topic.ringHours), bytes);
    add(state.logBytes, topic.index, bytes);
  }
}

function forceRetention(model: Model, state: State, forces: Forces): void {
  if (!forces.isRetentionStopped) state.isRetentionForced[0] = 0;
  else if (model.brokers.some((broker) => diskFill(model, state, broker) >= alarmedFill))
    state.isRetentionForced[0] = 1;
}

/** Kafka deletes whole segments, here of an hour, once their newest message is older than retention. */
function deleteOld(state: State, topic: TopicModel, hour: number, isStopped: boolean): void {
  const kept = isStopped ? topic.ringHours - 1 : topic.spec.retentionHours;
  let oldest = state.oldestHour[topic.index] ?? hour;
  for (; hour - oldest > kept; oldest++) {
    const place = topic.ringStart + (oldest % topic.ringHours);
    add(state.logBytes, topic.index, -(state.logHours[place] ?? 0));
    state.logHours[place] = 0;
  }
  state.oldestHour[topic.index] = oldest;
}

/** Share of the broker's volume in use, from 0 to 1. */
export function diskFill(model: Model, state: State, broker: number): number {
  const copies = model.topics.reduce(
    (sum, topic) => sum + (state.logBytes[topic.index] ?? 0) * (topic.copies[broker] ?? 0),
    0,
  );
  return Math.min(1, Math.max(0, copies - (state.behind[broker] ?? 0)) / model.storageBytes);
}
