import { medianInPlace } from '../../numerics/quick-select.ts';

const { ceil, floor, max } = Math;

/** What is taken off before a regression: the median, the means of the shortest season's slots, or of the longest's. */
export type SeasonMeans = 'median' | 'short' | 'long';

/** What a value's weight in the means of the longest season keeps from season to season. */
const keptASeason = 0.7;

/**
 * The means of a season's slots, slot of position t at t modulo their number; one, the median, where the season is
 * wanted by none or does not fit twice. @param x values on their scale @param scratch as long as x, spoiled
 */
export function seasonMeans(
  x: Float64Array,
  n: number,
  periods: readonly number[],
  kind: SeasonMeans,
  scratch: Float64Array,
): Float32Array {
  const fitting = periods.filter((m) => m >= 2 && 2 * m <= n).sort((a, b) => a - b);
  const short = fitting[0];
  const long = fitting[fitting.length - 1];
  if (kind === 'median' || short === undefined || long === undefined) {
    scratch.set(x.subarray(0, n));
    return Float32Array.of(medianInPlace(scratch, n));
  }
  if (kind === 'short') return Float32Array.from(slotMeans(x, n, short, () => 1).means);
  return shrunkMeans(x, n, long % short === 0 && long > short ? short : 1, long);
}

interface SlotMeans {
  readonly means: Float64Array;
  /** Sum of squared weights over the squared sum: the variance of a mean in units of that of a value. */
  readonly variances: Float64Array;
}

function slotMeans(x: Float64Array, n: number, season: number, weightOf: (age: number) => number): SlotMeans {
  const means = new Float64Array(season);
  const weights = new Float64Array(season);
  const squares = new Float64Array(season);
  for (let t = 0; t < n; t++) {
    const weight = weightOf(n - 1 - t);
    const slot = t % season;
    means[slot]! += weight * x[t]!;
    weights[slot]! += weight;
    squares[slot]! += weight * weight;
  }
  for (let s = 0; s < season; s++) means[s]! /= weights[s]!;
  return { means, variances: squares.map((square, s) => square / weights[s]! ** 2) };
}

/**
 * Means of the long season's slots, newer seasons counting more, drawn towards those of the short season by as much as
 * noise could have made them differ: few weeks tell little of an hour of the week that its hour of the day does not.
 * Source: James and Stein (1961), Estimation with quadratic loss, Proc. Fourth Berkeley Symposium 1, 361-379.
 */
function shrunkMeans(x: Float64Array, n: number, short: number, long: number): Float32Array {
  const powers = Float64Array.from({ length: ceil(n / long) }, (_, age) => keptASeason ** age);
  const weightOf = (age: number) => powers[floor(age / long)]!;
  const base = slotMeans(x, n, short, weightOf).means;
  const { means, variances } = slotMeans(x, n, long, weightOf);
  let residuals = 0;
  for (let t = 0; t < n; t++) residuals += (x[t]! - means[t % long]!) ** 2;
  const noise = residuals / max(1, n - long);
  let spread = 0;
  let expected = 0;
  for (let s = 0; s < long; s++) {
    spread += (means[s]! - base[s % short]!) ** 2;
    expected += noise * variances[s]!;
  }
  const share = spread > 0 ? max(0, 1 - expected / spread) : 0;
  return Float32Array.from(means, (mean, s) => base[s % short]! + share * (mean - base[s % short]!));
}
