import { add, type Flow } from './flow.ts';
import type { Forces } from './forces.ts';
import type { Model, QueueModel, ReadModel } from './model.ts';
import { uniform } from './noise.ts';
import type { State } from './state.ts';

/** Between the write of a message and the commit of its offset pass so many seconds when all is well. */
const leastDelaySeconds = 0.5;
const delaySpreadSeconds = 2.5;

/** What each group reads in this step: lag grows by what is produced and shrinks by what is consumed. */
export function consume(model: Model, state: State, forces: Forces, flow: Flow, timeMs: number): void {
  const step = Math.round(timeMs / model.spec.stepMs);
  for (const read of model.reads) {
    const bytesEach = read.topic.spec.messageBytes * (forces.size[read.topic.index] ?? 1);
    const speed = forces.capacity[read.group] ?? 1;
    for (const queue of read.queues) {
      const leader = state.leader[queue.partition.index] ?? -1;
      const consumed = drain(model, state, flow, queue, leader < 0 ? 0 : speed, step);
      add(flow.consumed, read.index, consumed);
      if (leader >= 0) add(flow.bytesOut, leader, consumed * bytesEach);
      summarise(state, flow, read, queue);
    }
  }
}

/** Moves one queue on by a step. @returns messages consumed */
function drain(
  model: Model,
  state: State,
  flow: Flow,
  { index, partition, capacity }: QueueModel,
  speed: number,
  step: number,
): number {
  const produced = flow.partitionMessages[partition.index] ?? 0;
  const waiting = (state.lag[index] ?? 0) + produced;
  const delay = leastDelaySeconds + delaySpreadSeconds * uniform(model.spec.seed, 10_000 + index, step);
  const inFlight = (produced / model.stepSeconds) * delay;
  const consumed = Math.max(0, Math.min(waiting - inFlight, capacity * speed * model.stepSeconds));
  const lag = waiting - consumed;
  state.lag[index] = lag;
  state.age[index] = age(state, index, lag, partition.index, model.stepSeconds);
  return consumed;
}

/** Lag by the usual rate, and never older than a step more than it was. */
function age(state: State, queue: number, lag: number, partition: number, stepSeconds: number): number {
  const rate = Math.max(state.usualRate[partition] ?? 0, 1e-9);
  return Math.min(lag / rate, (state.age[queue] ?? 0) + stepSeconds);
}

function summarise(state: State, flow: Flow, read: ReadModel, queue: QueueModel): void {
  const lag = state.lag[queue.index] ?? 0;
  add(flow.produced, read.index, flow.partitionMessages[queue.partition.index] ?? 0);
  add(flow.lagSum, read.index, lag);
  flow.lagMax[read.index] = Math.max(flow.lagMax[read.index] ?? 0, lag);
  flow.ageMax[read.index] = Math.max(flow.ageMax[read.index] ?? 0, state.age[queue.index] ?? 0);
}
