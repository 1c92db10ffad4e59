import { madToSd, median } from '../../numerics/order-statistics.ts';

/** A line through values whose last is of day 0: its value there, and its slope a day. */
export interface Line {
  readonly now: number;
  readonly slope: number;
}

const huber = 1.345;
const rounds = 8;
/** Share of a change of the residuals' size from which on nothing moves any more. */
const settled = 1e-3;

/** The line that a minority of wild values does not move: Huber's loss as in `robustFit`, of two columns in closed form.
 *  @param y the newest last, NaN is a gap; of none the line is 0. Cost: linear a round */
export function robustLine(y: Float64Array): Line {
  const points = pointsOf(y);
  const { values, times } = points;
  const weights = new Float64Array(values.length).fill(1);
  const sizes = new Float64Array(values.length);
  let line = weightedLine(points, weights);
  let before = 0;
  for (let round = 0; round < rounds; round++) {
    for (let i = 0; i < sizes.length; i++) {
      const off = (values[i] ?? 0) - line.now - line.slope * (times[i] ?? 0);
      sizes[i] = off < 0 ? -off : off;
    }
    const reach = huber * madToSd * median(sizes);
    const change = reach - before;
    if (!(reach > 0) || (change < settled * reach && -change < settled * reach)) break;
    before = reach;
    for (let i = 0; i < sizes.length; i++) {
      const size = sizes[i] ?? 0;
      weights[i] = size > reach ? reach / size : 1;
    }
    line = weightedLine(points, weights);
  }
  return line;
}

interface LinePoints {
  readonly values: Float64Array;
  /** Days before the newest, 0 or less. */
  readonly times: Float64Array;
}

function pointsOf(y: Float64Array): LinePoints {
  const times = y.map((_, i) => i + 1 - y.length);
  return { values: y.filter(isKnown), times: times.filter((_, i) => isKnown(y[i] ?? Number.NaN)) };
}

/** Whether it is no gap: a difference of infinite numbers is none either. */
function isKnown(value: number): boolean {
  return value - value === 0;
}

function weightedLine({ values, times }: LinePoints, weights: Float64Array): Line {
  let [sum, time, value] = [0, 0, 0];
  for (let i = 0; i < values.length; i++) {
    const weight = weights[i] ?? 0;
    sum += weight;
    time += weight * (times[i] ?? 0);
    value += weight * (values[i] ?? 0);
  }
  if (sum === 0) return { now: 0, slope: 0 };
  time /= sum;
  value /= sum;
  let [square, product] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    const off = (times[i] ?? 0) - time;
    square += (weights[i] ?? 0) * off * off;
    product += (weights[i] ?? 0) * off * ((values[i] ?? 0) - value);
  }
  const slope = square > 0 ? product / square : 0;
  return { now: value - slope * time, slope };
}
