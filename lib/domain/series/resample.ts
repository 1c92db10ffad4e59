import { type Rollup, rollUp } from './roll-up.ts';
import type { Samples } from './samples.ts';

export interface ResampleOptions {
  /** Start of the first step, inclusive. */
  readonly fromMs: number;
  /** End of the last step, exclusive. */
  readonly toMs: number;
  readonly stepMs: number;
  /** How the points of one step become its value. @default 'average' */
  readonly rollup?: Rollup;
}

/**
 * The values of the samples, evenly spaced: value i stands for the points from `fromMs + i * stepMs`
 * (inclusive) to the next step (exclusive), and a step without points is NaN. Points are never carried
 * into later steps, so samples coarser than the step give NaN between them.
 * @returns `ceil((toMs - fromMs) / stepMs)` values, oldest first
 * @throws RangeError when the step is not above zero, or the end is before the start
 */
export function resample(samples: Samples, options: ResampleOptions): Float64Array {
  const { fromMs, toMs, stepMs, rollup = 'average' } = options;
  if (!(stepMs > 0)) throw new RangeError(`stepMs is ${stepMs}: give a number above 0`);
  if (!(toMs >= fromMs)) throw new RangeError(`toMs ${toMs} is before fromMs ${fromMs}`);
  const steps = new Float64Array(Math.ceil((toMs - fromMs) / stepMs)).fill(Number.NaN);
  let start = firstAtOrAfter(samples.timesMs, fromMs);
  while (start < samples.timesMs.length) {
    const time = samples.timesMs[start] ?? Number.POSITIVE_INFINITY;
    if (time >= toMs) break;
    const step = Math.floor((time - fromMs) / stepMs);
    const end = endOfStep(samples.timesMs, start, Math.min(fromMs + (step + 1) * stepMs, toMs));
    steps[step] = rollUp(samples.values, start, end, rollup);
    start = end;
  }
  return steps;
}

/**
 * The samples at a coarser step, aligned to the epoch: each point's time is the start of its step. Steps
 * without points are absent.
 * @throws RangeError when the step is not above zero
 */
export function downsample(samples: Samples, stepMs: number, rollup: Rollup): Samples {
  if (!(stepMs > 0)) throw new RangeError(`stepMs is ${stepMs}: give a number above 0`);
  const times: number[] = [];
  const values: number[] = [];
  let start = 0;
  while (start < samples.timesMs.length) {
    const from = Math.floor((samples.timesMs[start] ?? Number.NaN) / stepMs) * stepMs;
    const end = endOfStep(samples.timesMs, start, from + stepMs);
    times.push(from);
    values.push(rollUp(samples.values, start, end, rollup));
    start = end;
  }
  return { series: samples.series, timesMs: Float64Array.from(times), values: Float64Array.from(values) };
}

/** The samples of a range: from inclusive, to exclusive. Views of the same memory. */
export function slice(samples: Samples, fromMs: number, toMs: number): Samples {
  const start = firstAtOrAfter(samples.timesMs, fromMs);
  const end = Math.max(start, firstAtOrAfter(samples.timesMs, toMs));
  return {
    series: samples.series,
    timesMs: samples.timesMs.subarray(start, end),
    values: samples.values.subarray(start, end),
  };
}

/** Index of the first time that is not before `timeMs`, by bisection; the length when there is none. */
function firstAtOrAfter(timesMs: Float64Array, timeMs: number): number {
  let low = 0;
  let high = timesMs.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((timesMs[middle] ?? Number.NaN) < timeMs) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Index after the last point before `endMs`; always after `start`. */
function endOfStep(timesMs: Float64Array, start: number, endMs: number): number {
  let end = start + 1;
  while (end < timesMs.length && (timesMs[end] ?? Number.NaN) < endMs) end++;
  return end;
}
