import { Adam } from './adam.ts';
import { backward, createScratch, createTrace, forward, type Layout } from './network.ts';

/** Steps that the way back goes over. */
const chunk = 48;
const firstPace = 0.01;
/** The pace falls to a tenth over so many epochs. */
const paceEpochs = 40;
/** Epochs without a better error on what is held out. */
const patience = 12;
/** Errors count by their size beyond this many standard deviations: a fault of the data is not learnt. */
const robustReach = 1.5;

/** What is learnt from: a row of inputs a step, and what the output should have been; NaN where nobody knows. */
export interface Lessons {
  readonly inputs: Float64Array;
  readonly targets: Float64Array;
}

export interface LearnOptions {
  /** Steps from here on are held out: they say when to stop. */
  readonly heldOutFrom: number;
  readonly mostEpochs: number;
  readonly expired?: () => boolean;
}

/**
 * Learns from the steps before `heldOutFrom`, chunk by chunk with its memory carried on, and keeps the parameters
 * that were best on the steps after it. Truncated back-propagation through time; Huber's loss.
 * @param parameters the start; left as they are
 * @returns the best parameters and how many epochs were walked
 */
export function learn(
  layout: Layout,
  parameters: Float64Array,
  lessons: Lessons,
  { heldOutFrom, mostEpochs, expired = () => false }: LearnOptions,
): { readonly parameters: Float64Array; readonly epochs: number } {
  const now = parameters.slice();
  const adam = new Adam(layout.length);
  const walk = createWalk(layout, lessons);
  let best = parameters.slice();
  let least = walk.heldOutError(now, heldOutFrom);
  let worse = 0;
  let epochs = 0;
  while (epochs < mostEpochs && worse < patience && !expired()) {
    const pace = firstPace * 0.1 ** Math.min(1, epochs / paceEpochs);
    walk.epoch(now, adam, heldOutFrom, pace);
    epochs++;
    const error = walk.heldOutError(now, heldOutFrom);
    worse = error < least ? 0 : worse + 1;
    if (error < least) {
      least = error;
      best = now.slice();
    }
  }
  return { parameters: best, epochs };
}

function createWalk(layout: Layout, { inputs, targets }: Lessons) {
  const trace = createTrace(layout, chunk);
  const scratch = createScratch(layout);
  const slopes = new Float64Array(chunk);
  const gradient = new Float64Array(layout.length);

  /** Walks one chunk forward. @returns sum of the losses and how many targets there were */
  function ahead(parameters: Float64Array, from: number, steps: number) {
    let loss = 0;
    let count = 0;
    for (let t = 0; t < steps; t++) {
      const error =
        forward(layout, parameters, trace, t, inputs, (from + t) * layout.inputs) - targets[from + t]!;
      const isKnown = !Number.isNaN(error);
      slopes[t] = isKnown ? Math.min(robustReach, Math.max(-robustReach, error)) : 0;
      if (!isKnown) continue;
      const size = Math.abs(error);
      loss += size < robustReach ? (size * size) / 2 : robustReach * (size - robustReach / 2);
      count++;
    }
    return { loss, count };
  }

  /** The memory after a chunk is that before the next. */
  function carryOn(steps: number): void {
    const { hidden } = layout;
    trace.c.copyWithin(0, steps * hidden, (steps + 1) * hidden);
    trace.h.copyWithin(0, steps * hidden, (steps + 1) * hidden);
  }

  function forget(): void {
    trace.c.fill(0);
    trace.h.fill(0);
  }

  return {
    epoch(parameters: Float64Array, adam: Adam, to: number, pace: number): void {
      forget();
      for (let from = 0; from < to; from += chunk) {
        const steps = Math.min(chunk, to - from);
        const { count } = ahead(parameters, from, steps);
        if (count > 0) {
          gradient.fill(0);
          for (let t = 0; t < steps; t++) slopes[t] = slopes[t]! / count;
          backward(layout, parameters, trace, steps, inputs, from, slopes, gradient, scratch);
          adam.step(parameters, gradient, pace);
        }
        carryOn(steps);
      }
    },
    heldOutError(parameters: Float64Array, from: number): number {
      forget();
      let sum = 0;
      let seen = 0;
      for (let at = 0; at < targets.length; ) {
        const end = Math.min(at < from ? from : targets.length, at + chunk);
        const { loss, count } = ahead(parameters, at, end - at);
        carryOn(end - at);
        if (at >= from) {
          sum += loss;
          seen += count;
        }
        at = end;
      }
      return seen > 0 ? sum / seen : Number.POSITIVE_INFINITY;
    },
  };
}
