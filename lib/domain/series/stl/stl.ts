import { bisquareWeights } from './bisquare.ts';
import { type Filled, fillGaps } from './gaps.ts';
import type { Weights } from './local-fit.ts';
import { createLoess } from './loess.ts';
import { type StlOptions, type StlSettings, stlSettings } from './options.ts';
import { createSeasonalSmoother } from './seasonal-smoother.ts';

/** All have the length of the series and its unit. */
export interface Decomposition {
  readonly trend: Float64Array;
  readonly seasonal: Float64Array;
  /** What is left of each value; NaN at gaps. */
  readonly remainder: Float64Array;
  /** From 0 to 1, how far each value was believed: all 1 without robust rounds; 0 at gaps. */
  readonly weights: Float64Array;
}

/**
 * Trend, season and remainder of a series by loess (STL); they add up to it.
 * @param y values, oldest first, evenly spaced, at least two seasons; NaN is a gap. A gap has no weight in any local
 *   fit; where a whole window is gap, `emptyWindow` stands in.
 * @param period length of the season in values, >= 2
 * @throws RangeError when the series is shorter than two seasons, has no value or an infinite one, or an option is
 *   out of range
 * Cost: about 1 µs a value and round, for any window; memory linear.
 * Source: Cleveland, Cleveland, McRae and Terpenning (1990), STL: A Seasonal-Trend Decomposition Procedure Based on
 * Loess, Journal of Official Statistics 6(1). The tricube is not rounded to 0 and 1 near its ends as in their Fortran,
 * which changes no result by more than about 1e-10 of its size.
 */
export function stl(y: Float64Array, period: number, options: StlOptions = {}): Decomposition {
  const settings = stlSettings(period, options);
  if (y.length < 2 * period)
    throw new RangeError(`got ${y.length} values for a period of ${period}: give at least two seasons`);
  const filled = fillGaps(y);
  if (isConstant(filled.values)) return constantParts(y, filled);
  return decompose(y, filled, settings);
}

function decompose(y: Float64Array, { values, present }: Filled, settings: StlSettings): Decomposition {
  const n = y.length;
  const trend = new Float64Array(n);
  const seasonal = new Float64Array(n);
  const weights = present?.slice() ?? new Float64Array(n).fill(1);
  const sorted = new Float64Array(n);
  const round = createRound(values, settings, trend, seasonal);
  for (let outer = 0; ; outer++) {
    const used = outer > 0 || present !== undefined ? weights : undefined;
    for (let inner = 0; inner < settings.innerIterations; inner++) round(used);
    if (outer >= settings.outerIterations) break;
    bisquareWeights(values, trend, seasonal, present, sorted, weights);
  }
  const remainder = y.map((value, i) => value - (trend[i]! + seasonal[i]!));
  return { trend, seasonal, remainder, weights };
}

/** One round: the season of what the trend leaves, then the trend of what the season leaves. */
function createRound(y: Float64Array, settings: StlSettings, trend: Float64Array, seasonal: Float64Array) {
  const n = y.length;
  const { period, emptyWindow } = settings;
  const rest = new Float64Array(n);
  const low = new Float64Array(n);
  const cycles = new Float64Array(n + 2 * period);
  const averages = new Float64Array(n + 2 * period);
  const smoothSeason = createSeasonalSmoother(n, settings);
  const loessOf = (window: number, degree: 0 | 1, jump: number) =>
    createLoess({ length: n, window, degree, jump, emptyWindow });
  const lowLoess = loessOf(settings.lowPass, settings.lowPassDegree, settings.lowPassJump);
  const trendLoess = loessOf(settings.trend, settings.trendDegree, settings.trendJump);
  return (weights: Weights): void => {
    for (let i = 0; i < n; i++) rest[i] = y[i]! - trend[i]!;
    smoothSeason(rest, weights, cycles);
    movingAverage(cycles, n + 2 * period, period, averages);
    movingAverage(averages, n + period + 1, period, averages);
    movingAverage(averages, n + 2, 3, averages);
    lowLoess.smooth(averages, undefined, low);
    for (let i = 0; i < n; i++) seasonal[i] = cycles[period + i]! - low[i]!;
    for (let i = 0; i < n; i++) rest[i] = y[i]! - seasonal[i]!;
    trendLoess.smooth(rest, weights, trend);
  };
}

/** Writes the means of each `window` values in turn; `out` may be the input. */
function movingAverage(x: Float64Array, length: number, window: number, out: Float64Array): void {
  let sum = 0;
  for (let i = 0; i < window; i++) sum += x[i]!;
  for (let i = 0; i + window < length; i++) {
    const leaving = x[i]!;
    out[i] = sum / window;
    sum += x[i + window]! - leaving;
  }
  out[length - window] = sum / window;
}

function isConstant(values: Float64Array): boolean {
  return values.every((value) => value === values[0]);
}

function constantParts(y: Float64Array, { values, present }: Filled): Decomposition {
  const zeros = new Float64Array(y.length);
  return {
    trend: values.slice(),
    seasonal: zeros,
    remainder: y.map((value) => (Number.isNaN(value) ? Number.NaN : 0)),
    weights: present?.slice() ?? new Float64Array(y.length).fill(1),
  };
}
