import { consume } from './consume.ts';
import { clearFlow, type Flow } from './flow.ts';
import type { Forces } from './forces.ts';
import { keep } from './keep.ts';
import { lead } from './lead.ts';
import { type Model, weighLoad } from './model.ts';
import { produce } from './produce.ts';
import type { State } from './state.ts';

/**
 * Moves the cluster on by one step, in place: the flow tells what moved. What follows depends on the
 * model, the state, the forces and the time alone.
 */
export function step(model: Model, state: State, forces: Forces, flow: Flow, timeMs: number): void {
  clearFlow(flow);
  lead(model, state, forces, flow);
  produce(model, state, forces, flow, timeMs);
  consume(model, state, forces, flow, timeMs);
  keep(model, state, forces, flow, timeMs);
  weigh(model, state, flow);
}

function weigh(model: Model, state: State, flow: Flow): void {
  const memory = Math.exp(-model.stepSeconds / 600);
  for (const broker of model.brokers) {
    const bytes = weighLoad(
      flow.bytesIn[broker] ?? 0,
      flow.bytesOut[broker] ?? 0,
      flow.replicated[broker] ?? 0,
    );
    const load = bytes / model.stepSeconds / model.loadUnit;
    flow.load[broker] = load;
    state.heapLoad[broker] = memory * (state.heapLoad[broker] ?? 1) + (1 - memory) * load;
  }
}
