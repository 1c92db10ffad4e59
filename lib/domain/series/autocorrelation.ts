import { centred } from './centred.ts';
import { SeriesError } from './error.ts';
import { checkFinite, isConstant } from './usable-values.ts';

/**
 * Autocorrelations at lags 0 … `lags`: sums of products of deviations from the mean, over those of lag 0.
 *
 * Pairs with a gap are left out, and a sum of c products then counts as one of (n − lag): without gaps this is the usual
 * estimate, which is positive definite; with gaps it need not be.
 * @param y values, oldest first, evenly spaced; NaN is a gap
 * @param lags < n
 * @returns lags + 1 numbers, the first 1; NaN where no pair has that lag
 * @throws SeriesError no_values, not_finite, constant, bad_options
 * Cost: O(n · lags). Source: Brockwell and Davis (2016), section 1.4.1; gaps as in R's acf with na.pass.
 */
export function acf(y: Float64Array, lags: number): Float64Array {
  checkLags(y, lags);
  const deviations = centred(y);
  const n = y.length;
  const result = new Float64Array(lags + 1);
  for (let lag = 0; lag <= lags; lag++) {
    let sum = 0;
    let pairs = 0;
    for (let i = lag; i < n; i++) {
      const product = deviations[i]! * deviations[i - lag]!;
      if (Number.isNaN(product)) continue;
      sum += product;
      pairs++;
    }
    result[lag] = pairs > 0 ? sum / (pairs + lag) : Number.NaN;
  }
  const variance = result[0]!;
  for (let lag = 0; lag <= lags; lag++) result[lag] = result[lag]! / variance;
  return result;
}

/**
 * Partial autocorrelations at lags 0 … `lags`: at lag k, the last coefficient of the autoregression of order k that
 * has these autocorrelations.
 * @param y @param lags as in `acf`
 * @returns lags + 1 numbers, the first 1; NaN from the first lag on where gaps or exact patterns leave no answer
 * @throws SeriesError as `acf`
 * Cost: O(n · lags + lags²). Source: Durbin and Levinson's recursion, Brockwell and Davis (2016), section 2.5.3.
 */
export function pacf(y: Float64Array, lags: number): Float64Array {
  const rho = acf(y, lags);
  const result = new Float64Array(lags + 1).fill(Number.NaN);
  result[0] = 1;
  const phi = new Float64Array(lags + 1);
  const previous = new Float64Array(lags + 1);
  let left = 1;
  for (let k = 1; k <= lags; k++) {
    let value = rho[k]!;
    for (let j = 1; j < k; j++) value -= phi[j]! * rho[k - j]!;
    value /= left;
    if (!(Math.abs(value) <= 1 + 1e-9)) break;
    result[k] = value;
    previous.set(phi);
    for (let j = 1; j < k; j++) phi[j] = previous[j]! - value * previous[k - j]!;
    phi[k] = value;
    left *= (1 - value) * (1 + value);
  }
  return result;
}

function checkLags(y: Float64Array, lags: number): void {
  checkFinite(y);
  if (!(Number.isInteger(lags) && lags >= 0 && lags < y.length))
    throw new SeriesError('bad_options', `got ${lags} lags of ${y.length} values: give 0 to ${y.length - 1}`);
  if (isConstant(y.filter((value) => !Number.isNaN(value))))
    throw new SeriesError('constant', 'got a constant series: it has no autocorrelations');
}
