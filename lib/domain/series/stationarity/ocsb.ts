import { LeastSquares, type LeastSquaresFit } from '../../numerics/least-squares.ts';
import { difference } from '../differencing.ts';
import { SeriesError } from '../error.ts';
import { usableValues } from '../usable-values.ts';

export interface OcsbOptions {
  /** Lags of the doubly differenced series in the regression: a number, or the best by AIC. @default 'aic' */
  readonly lags?: number | 'aic';
  /** Most lags that are tried. @default 3 */
  readonly maxLags?: number;
}

/**
 * Tests whether a series has a seasonal unit root: the season wanders, so that a seasonal difference is needed. It is
 * when the statistic is above `critical` (level 5 %).
 * @param y values, oldest first, evenly spaced; NaN is a gap, see `usableValues`
 * @param period of the season in steps, >= 2
 * @throws SeriesError no_values, not_finite, too_short below about two seasons and twice the lags, constant; collinear
 *   when the values follow an exact pattern; bad_options
 * Source: Osborn, Chui, Smith and Birchenhall (1988), Oxford Bulletin of Economics and Statistics 50; critical values:
 *   a curve through simulated ones, of R's forecast (help page of ocsb.test) and pmdarima (arima/seasonality.py).
 */
export function ocsb(
  y: Float64Array,
  period: number,
  options: OcsbOptions = {},
): { readonly statistic: number; readonly critical: number; readonly lags: number } {
  if (!(Number.isInteger(period) && period >= 2))
    throw new SeriesError('bad_options', `got period ${period}: give a whole number from 2`);
  const { lags = 'aic', maxLags = 3 } = options;
  const most = typeof lags === 'number' ? lags : maxLags;
  if (!(Number.isInteger(most) && most >= 0 && most <= 1000))
    throw new SeriesError('bad_options', `got ${most} lags: give a whole number from 0 to 1000`);
  // 2 lagged filters and `most` lags of a series that begins after period + 1 + most + period values.
  const values = usableValues(y, 2 * period + 3 * most + 6, `OCSB of period ${period} with ${most} lags`);
  const parts = {
    both: difference(values, { d: 1, seasonal: 1, period }),
    seasonal: difference(values, { d: 0, seasonal: 1, period }),
    first: difference(values, { d: 1 }),
  };
  const used = typeof lags === 'number' ? lags : bestLags(parts, most);
  const fit = regress(parts, used, used);
  checkExact(fit);
  return { statistic: fit.tValue(used + 1), critical: criticalOf(period), lags: used };
}

interface Parts {
  /** (1 − B)(1 − B^m)y, (1 − B^m)y and (1 − B)y: they begin after m + 1, m and 1 values. */
  readonly both: Float64Array;
  readonly seasonal: Float64Array;
  readonly first: Float64Array;
}

function bestLags(parts: Parts, most: number): number {
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let lags = 0; lags <= most; lags++) {
    const fit = regress(parts, lags, most);
    checkExact(fit);
    const score = fit.rows * Math.log(fit.residualSquares()) + 2 * fit.columns;
    if (score < least) [best, least] = [lags, score];
  }
  return best;
}

/**
 * Δ∇y_t on its lags, on λ(B)∇y_{t−1} and on λ(B)Δy_{t−m}, where λ is the autoregression of Δ∇y.
 * @param skip lags that the values before the first row leave room for, >= lags
 */
function regress(parts: Parts, lags: number, skip: number): LeastSquaresFit {
  const { both, seasonal, first } = parts;
  const filter = autoregression(both, lags);
  const filtered = (x: Float64Array, at: number) => {
    let value = x[at]!;
    for (let k = 1; k <= lags; k++) value -= filter[k - 1]! * x[at - k]!;
    return value;
  };
  const leastSquares = new LeastSquares(lags + 2);
  const row = new Float64Array(lags + 3);
  // Index i of Δ∇y is the time of index i + 1 of ∇y, and m steps after that of index i of Δy.
  for (let i = skip; i < both.length; i++) {
    for (let k = 1; k <= lags; k++) row[k - 1] = both[i - k]!;
    row[lags] = filtered(seasonal, i);
    row[lags + 1] = filtered(first, i);
    row[lags + 2] = both[i]!;
    leastSquares.add(row);
  }
  return leastSquares.solve();
}

function autoregression(x: Float64Array, lags: number): Float64Array {
  const leastSquares = new LeastSquares(lags);
  const row = new Float64Array(lags + 1);
  for (let i = lags; i < x.length; i++) {
    for (let k = 1; k <= lags; k++) row[k - 1] = x[i - k]!;
    row[lags] = x[i]!;
    leastSquares.add(row);
  }
  const fit = leastSquares.solve();
  checkExact(fit);
  return fit.coefficients();
}

function checkExact(fit: LeastSquaresFit): void {
  if (fit.collinearColumn() === undefined && fit.residualShare() > 1e-22) return;
  throw new SeriesError('collinear', 'got a season that repeats exactly: OCSB needs some noise');
}

function criticalOf(period: number): number {
  const x = Math.log(period) - 0.7656451;
  return -0.2937411 * Math.exp(-0.2850853 * x - 0.05983644 * x * x) - 1.652202;
}
