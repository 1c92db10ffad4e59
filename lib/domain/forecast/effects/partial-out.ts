/** What is taken out of values before effects are looked for: a season's profile and a slowly moving level. */
export interface Rhythm {
  /** Season length in steps; 0 is no season. */
  readonly period: number;
  /** The level at a step is the mean of so many steps to each side. */
  readonly reach: number;
}

/** Season and level are found in turn, each in what the other leaves: so many rounds settle both. */
const rounds = 4;

/**
 * Takes a straight line, the season's profile and the level around each step out of values, in place.
 *
 * The same is done to the columns of a regression as to its response: coefficients are then those of a regression that
 * has line, profile and level among its terms, and what a column shares with them costs it precision.
 * @param v finite where weights are above 0; what is elsewhere does not count
 * @param weights of each value, 0 leaves it out
 * Cost: O(n). Source: Speckman (1988), Kernel smoothing in partial linear models, JRSS B 50, 413-436.
 */
export function partialOut(v: Float64Array, weights: Float64Array, { period, reach }: Rhythm): void {
  takeLine(v, weights);
  const profile = new Float64Array(period);
  const level = new Float64Array(v.length);
  const hasLevel = 2 * reach < v.length;
  if (period > 0) findProfile(v, level, weights, profile);
  for (let round = 0; hasLevel && round < rounds; round++) {
    findLevel(v, profile, weights, reach, level);
    if (period > 0) findProfile(v, level, weights, profile);
  }
  for (let t = 0; t < v.length; t++) v[t]! -= level[t]! + (period > 0 ? profile[t % period]! : 0);
}

function takeLine(v: Float64Array, weights: Float64Array): void {
  const n = v.length;
  const [centre, mean] = [meanOf(n, weights, (t) => t), meanOf(n, weights, (t) => v[t]!)];
  let cross = 0;
  let squares = 0;
  for (let t = 0; t < n; t++) {
    if (weights[t] === 0) continue;
    cross += weights[t]! * (t - centre) * (v[t]! - mean);
    squares += weights[t]! * (t - centre) ** 2;
  }
  const slope = squares > 0 ? cross / squares : 0;
  for (let t = 0; t < n; t++) v[t] = weights[t] === 0 ? 0 : v[t]! - mean - slope * (t - centre);
}

function meanOf(n: number, weights: Float64Array, valueAt: (t: number) => number): number {
  let sum = 0;
  let total = 0;
  for (let t = 0; t < n; t++) {
    if (weights[t] === 0) continue;
    sum += weights[t]! * valueAt(t);
    total += weights[t]!;
  }
  return total > 0 ? sum / total : 0;
}

/** The mean of each slot of the season, in what the level leaves. */
function findProfile(
  v: Float64Array,
  level: Float64Array,
  weights: Float64Array,
  profile: Float64Array,
): void {
  const period = profile.length;
  for (let slot = 0; slot < period; slot++) {
    let sum = 0;
    let total = 0;
    for (let t = slot; t < v.length; t += period) {
      sum += weights[t]! * (v[t]! - level[t]!);
      total += weights[t]!;
    }
    profile[slot] = total > 0 ? sum / total : 0;
  }
}

/** The mean around each step, in what the season leaves. */
function findLevel(
  v: Float64Array,
  profile: Float64Array,
  weights: Float64Array,
  reach: number,
  level: Float64Array,
): void {
  const n = v.length;
  const sums = new Float64Array(n + 1);
  const counts = new Float64Array(n + 1);
  for (let t = 0; t < n; t++) {
    const season = profile.length > 0 ? profile[t % profile.length]! : 0;
    sums[t + 1] = sums[t]! + weights[t]! * (v[t]! - season);
    counts[t + 1] = counts[t]! + weights[t]!;
  }
  for (let t = 0; t < n; t++) {
    const from = Math.max(0, t - reach);
    const to = Math.min(n, t + reach + 1);
    const total = counts[to]! - counts[from]!;
    level[t] = total > 0 ? (sums[to]! - sums[from]!) / total : 0;
  }
}
