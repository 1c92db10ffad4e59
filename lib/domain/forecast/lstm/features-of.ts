import {
  distancesSorted,
  madToSd,
  median,
  quantileSorted,
  sortedFinite,
} from '../../numerics/order-statistics.ts';
import { movingMean } from '../../series/moving-mean.ts';
import { scaleFor, toScale } from '../value-scale.ts';
import { bounded, type Features, longestLag } from './features.ts';

/** Times that a season must have been seen for its mean to be taken off; for its phase, twice. */
const timesForProfile = 3;
/** Longest season whose mean is taken off: it is kept with the model. */
const longestProfile = 2016;
/** Steps that the level follows over where there is no season. */
const plainMemory = 24;

/** Scale, season and size of a series. @param values NaN is a gap; at least one is finite */
export function featuresOf(values: Float64Array, periods: readonly number[]): Features {
  const known = values.filter(Number.isFinite);
  const scale = scaleFor('log', known) ?? { kind: 'level' as const, shift: 0 };
  const scaled = values.map((value) => (Number.isNaN(value) ? value : toScale(scale, value)));
  const seen = (times: number) =>
    periods.filter((m) => Number.isInteger(m) && m > 1 && times * m <= values.length).sort((a, b) => a - b);
  const season = seen(timesForProfile).findLast((m) => m <= longestProfile) ?? 1;
  const shortest = seen(2)[0] ?? plainMemory;
  const profile = profileOf(scaled, season, shortest);
  const left = scaled.map((x, t) => x - profile[t % season]!);
  const firstLevel = median(left.subarray(0, shortest)) || median(left);
  const follow = 1 / shortest;
  const distances = distancesFrom(left, firstLevel, follow);
  const spread = spreadOf(distances);
  const sorted = sortedFinite(distances);
  return {
    scale,
    periods: seen(2),
    profile,
    lag: seen(2).findLast((m) => m <= longestLag) ?? 0,
    spread,
    follow,
    firstLevel: firstLevel / spread,
    least: bounded(sorted[0]! / spread),
    most: bounded(sorted.at(-1)! / spread),
  };
}

/** Mean of each slot beside the mean of the shortest season around it; 0 where a slot has none. */
function profileOf(values: Float64Array, season: number, around: number): Float32Array {
  const sums = new Float64Array(season);
  const counts = new Float64Array(season);
  if (season === 1) return new Float32Array(1);
  const levels = movingMean(values, Math.max(season, around));
  for (const [t, value] of values.entries()) {
    if (Number.isNaN(value)) continue;
    sums[t % season] = sums[t % season]! + value - levels[t]!;
    counts[t % season] = counts[t % season]! + 1;
  }
  return Float32Array.from(sums, (sum, slot) => (counts[slot]! > 0 ? sum / counts[slot]! : 0));
}

/** Distances from a level that follows, each before the level has seen its value. */
function distancesFrom(left: Float64Array, first: number, follow: number): Float64Array {
  let level = first;
  return left.map((x) => {
    const distance = x - level;
    if (!Number.isNaN(distance)) level += follow * distance;
    return distance;
  });
}

/** A robust standard deviation; a usable one for a constant series too. */
function spreadOf(left: Float64Array): number {
  const sorted = sortedFinite(left);
  const centre = quantileSorted(sorted, 0.5);
  const robust = madToSd * quantileSorted(distancesSorted(sorted, centre), 0.5);
  const plain = Math.sqrt(sorted.reduce((sum, x) => sum + (x - centre) ** 2, 0) / sorted.length);
  const spread = Math.max(robust, plain / 4);
  return spread > 1e-9 ? spread : 1e-3;
}
