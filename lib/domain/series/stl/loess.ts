import { median } from '../../numerics/order-statistics.ts';
import { bridge } from '../bridge.ts';
import { type LoessShape, leastSpreadOf, localFit, reach, type Weights, windowStart } from './local-fit.ts';
import { createLongLoess } from './long-loess.ts';

export interface Loess {
  /** Writes the smooth of y, value by value, to `out`. */
  smooth(y: Float64Array, weights: Weights, out: Float64Array): void;
  /** The local fit at position x, from -1 to `length`; NaN where nothing in the window has weight. */
  at(y: Float64Array, weights: Weights, x: number): number;
}

/** Windows from which on running moments are faster than summing each window. */
const longWindow = 96;

/**
 * Locally weighted regression of evenly spaced values with tricube weights over the nearest `window` of them.
 * Cost of `smooth`: the length times the window over
 * the jump, at most about 100 operations a value (long windows). Allocates nothing after construction.
 * Source: Cleveland, Cleveland, McRae and Terpenning (1990), section 2.
 */
export function createLoess(shape: LoessShape): Loess {
  const { length, degree } = shape;
  const span = Math.min(shape.window, length);
  const jump = Math.min(shape.jump, length - 1);
  const end = length - 1;
  const leastSpread = leastSpreadOf(length);
  const long = span > longWindow * jump ? createLongLoess(shape) : undefined;

  const at = (y: Float64Array, weights: Weights, x: number, left = windowStart(shape, x)) =>
    localFit(y, weights, x, left, left + span - 1, reach(shape, x, left), degree, leastSpread);

  const smooth = (y: Float64Array, weights: Weights, out: Float64Array) => {
    if (long !== undefined) long(y, weights, out);
    else for (let x = 0; x < length; x += jump) out[x] = at(y, weights, x);
    const last = end - (end % jump);
    // The published routine fits the very last value over the window of the last regular one.
    if (last < end) out[end] = at(y, weights, end, windowStart(shape, last));
    if (weights !== undefined) fillEmpty(y, out, jump, shape);
    if (jump > 1) for (let x = 0; x < end; x += jump) joinByLine(out, x, Math.min(x + jump, end));
  };
  return { smooth, at };
}

/** Puts something where the window had no weight, so that `out` is NaN. */
function fillEmpty(y: Float64Array, out: Float64Array, jump: number, shape: LoessShape): void {
  const { length, emptyWindow } = shape;
  let before = -1;
  for (let x = 0; x < length; x = x < length - 1 ? Math.min(x + jump, length - 1) : length) {
    if (Number.isNaN(out[x]!) && emptyWindow === 'value') out[x] = y[x]!;
    if (Number.isNaN(out[x]!)) continue;
    if (before < x - jump) bridge(out, before, x, length);
    before = x;
  }
  if (before < 0) out.fill(median(y.subarray(0, length)), 0, length);
  else bridge(out, before, length, length);
}

function joinByLine(out: Float64Array, from: number, to: number): void {
  const step = (out[to]! - out[from]!) / (to - from);
  for (let i = from + 1; i < to; i++) out[i] = out[from]! + step * (i - from);
}
