import { madToSd, quantileSorted } from '../../lib/domain/numerics/order-statistics.ts';

const week = 7 * 24 * 60;
/** A story is seen where it moves a value by so many deviations, and by this share of what the value would be. */
const seenDeviations = 5;
const seenShare = 0.1;
/** It is seen in fewer minutes than this by nobody. */
const fewestMinutes = 3;

/** Where a story shows in a series, as steps. */
export interface Effect {
  readonly story: string;
  readonly fromStep: number;
  /** The last step in which it is seen. */
  readonly toStep: number;
  /** Steps in which it is seen. */
  readonly steps: number;
  /** How many deviations it moves the series, at most. */
  readonly deviations: number;
}

/** How much a quiet series differs from a week before, as a standard deviation of one value. */
export function noiseOf(values: Float64Array): number {
  const distances: number[] = [];
  for (let i = week; i < values.length; i++) {
    const distance = Math.abs((values[i] ?? Number.NaN) - (values[i - week] ?? Number.NaN));
    if (!Number.isNaN(distance)) distances.push(distance);
  }
  const sorted = Float64Array.from(distances).sort();
  return Math.max((madToSd * quantileSorted(sorted, 0.5)) / Math.SQRT2, Number.MIN_VALUE);
}

/** What a story does to a series until the next one begins; undefined where nobody could see it. */
export function effectOf(
  story: string,
  values: Float64Array,
  without: Float64Array,
  noise: number,
  fromStep: number,
  endStep: number,
): Effect | undefined {
  const seen: number[] = [];
  let most = 0;
  for (let i = fromStep; i < endStep; i++) {
    const difference = Math.abs((values[i] ?? Number.NaN) - (without[i] ?? Number.NaN));
    const least = Math.max(seenDeviations * noise, seenShare * Math.abs(without[i] ?? 0));
    if (!(difference > least)) continue;
    seen.push(i);
    most = Math.max(most, difference / noise);
  }
  const [first] = seen;
  if (first === undefined || seen.length < fewestMinutes) return undefined;
  return { story, fromStep: first, toStep: seen.at(-1) ?? first, steps: seen.length, deviations: most };
}
