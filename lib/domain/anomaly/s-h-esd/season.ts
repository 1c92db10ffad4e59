import { type Decomposition, stl } from '../../series/stl/index.ts';

/** Season and trend of each value of a series. */
export type SeasonAndTrend = Pick<Decomposition, 'seasonal' | 'trend'>;

/**
 * A season that repeats exactly, and the trend, as R's `stl(x, s.window = "periodic", robust = TRUE)` gives them.
 * @param values n >= 2 period values, evenly spaced; NaN is a gap
 * @throws RangeError as `stl`
 */
export function periodicSeason(values: Float64Array, period: number): SeasonAndTrend {
  // R smooths the season over ten times the series with a constant, which is a mean to the last digits.
  const window = 10 * values.length + 1;
  const trend = odd(Math.ceil((1.5 * period) / (1 - 1.5 / window)));
  const lowPass = odd(period);
  const parts = stl(values, period, {
    seasonal: 'periodic',
    seasonalDegree: 0,
    trend,
    lowPass,
    trendJump: Math.ceil(trend / 10),
    lowPassJump: Math.ceil(lowPass / 10),
    robust: true,
    innerIterations: 1,
    emptyWindow: 'value',
  });
  return { seasonal: repeated(parts.seasonal, period), trend: parts.trend };
}

/** STL windows are at least 3. */
function odd(window: number): number {
  return Math.max(3, window % 2 === 0 ? window + 1 : window);
}

/** Each value becomes the mean of its phase. */
function repeated(seasonal: Float64Array, period: number): Float64Array {
  const means = new Float64Array(period);
  for (let phase = 0; phase < period; phase++) {
    let sum = 0;
    let count = 0;
    for (let i = phase; i < seasonal.length; i += period, count++) sum += seasonal[i]!;
    means[phase] = sum / count;
  }
  return seasonal.map((_, i) => means[i % period]!);
}
