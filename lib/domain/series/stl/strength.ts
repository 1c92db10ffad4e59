import { oddFrom, type StlOptions } from './options.ts';
import { type Decomposition, stl } from './stl.ts';

const window = 11;

/** What R's `mstl` does with one season, and so what the thresholds of order selection were tuned with. */
function defaultsOf(period: number, { seasonal }: StlOptions): StlOptions {
  const trend = oddFrom(Math.ceil((1.5 * period) / (1 - 1.5 / window)));
  const lowPass = oddFrom(period);
  return {
    seasonal: window,
    seasonalDegree: 0,
    innerIterations: 2,
    lowPass,
    seasonalJump: seasonal === undefined ? Math.ceil(window / 10) : 1,
    trendJump: Math.ceil(trend / 10),
    lowPassJump: Math.ceil(lowPass / 10),
  };
}

/**
 * How much of the variance around the trend is season, from 0 (none) to 1 (all): 1 - var(remainder) / var(seasonal +
 * remainder), never below 0. Order selection takes a seasonal difference above 0.64.
 * Without options it equals what R's `forecast` 8.20 computes for `nsdiffs`.
 * @param y values, oldest first; NaN is a gap
 * @param options of `stl`; values that robust rounds left no weight, and gaps, are left out of the variances
 *   @default as `stl`, but seasonal 11, seasonalDegree 0, innerIterations 2, lowPass the least odd number from the
 *   period up, each jump a tenth of its window
 * @throws RangeError as `stl`
 * Source: Wang, Smith and Hyndman (2006), Characteristic-based clustering for time series data, Data Mining and
 * Knowledge Discovery 13.
 */
export function seasonalStrength(y: Float64Array, period: number, options: StlOptions = {}): number {
  const parts = decompose(y, period, options);
  return strengthOf(parts.seasonal, parts, largestOf(y));
}

/** How much of the variance around the season is trend, from 0 to 1; otherwise as `seasonalStrength`. */
export function trendStrength(y: Float64Array, period: number, options: StlOptions = {}): number {
  const parts = decompose(y, period, options);
  return strengthOf(parts.trend, parts, largestOf(y));
}

function decompose(y: Float64Array, period: number, options: StlOptions): Decomposition {
  return stl(y, period, { ...defaultsOf(period, options), ...options });
}

function strengthOf(part: Float64Array, { remainder, weights }: Decomposition, largest: number): number {
  const left = variance(remainder, weights);
  const all = variance(
    remainder.map((value, i) => value + part[i]!),
    weights,
  );
  // What is only rounding has no season.
  if (!(Math.sqrt(all) > 1e-12 * largest)) return 0;
  return Math.max(0, 1 - left / all);
}

/** Variance of the values that have weight. */
function variance(values: Float64Array, weights: Float64Array): number {
  let count = 0;
  let mean = 0;
  let squares = 0;
  for (let i = 0; i < values.length; i++) {
    if (weights[i] === 0) continue;
    const value = values[i]!;
    count++;
    const step = value - mean;
    mean += step / count;
    squares += step * (value - mean);
  }
  return count > 1 ? squares / (count - 1) : 0;
}

function largestOf(y: Float64Array): number {
  return y.reduce((most, value) => Math.max(most, Number.isNaN(value) ? 0 : Math.abs(value)), 0);
}
