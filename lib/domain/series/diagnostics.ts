import { chiSquaredUpper } from '../numerics/chi-squared.ts';
import { fLower, fUpper } from '../numerics/f-distribution.ts';
import { acf } from './autocorrelation.ts';
import { centred } from './centred.ts';
import { SeriesError } from './error.ts';
import { checkFinite } from './usable-values.ts';

/** One test of residuals: its statistic and how probable one as large is, when nothing is wrong. */
export interface ResidualTest {
  readonly statistic: number;
  readonly p: number;
}

/**
 * Ljung and Box's test that residuals have no autocorrelation up to a lag.
 * @param residuals n values, oldest first; NaN is a gap, left out as in `acf`, and n then counts values only
 * @param options.lags < n. @default min(10, n / 5), at least 1
 * @param options.fitted parameters of the model that left the residuals, taken off the degrees of freedom;
 *   @default 0
 * @throws SeriesError as `acf`; too_short below 3 values; bad_options when `fitted` is not below `lags`
 * Source: Ljung and Box (1978), Biometrika 65.
 */
export function ljungBox(
  residuals: Float64Array,
  options: { readonly lags?: number; readonly fitted?: number } = {},
): ResidualTest & { readonly lags: number } {
  const n = presentOf(residuals, 3, 'the Ljung-Box test').length;
  const { lags = Math.max(1, Math.min(10, Math.floor(n / 5))), fitted = 0 } = options;
  if (!(lags < n))
    throw new SeriesError('bad_options', `got ${lags} lags of ${n} residuals: give ${n - 1} or less`);
  if (!(fitted >= 0 && fitted < lags))
    throw new SeriesError(
      'bad_options',
      `got ${lags} lags for a model of ${fitted} parameters: give more lags`,
    );
  const rho = acf(residuals, lags);
  let sum = 0;
  for (let lag = 1; lag <= lags; lag++) if (!Number.isNaN(rho[lag]!)) sum += rho[lag]! ** 2 / (n - lag);
  const statistic = n * (n + 2) * sum;
  return { statistic, p: chiSquaredUpper(statistic, lags - fitted), lags };
}

/**
 * Jarque and Bera's test that residuals are normal, with their skewness (0 when normal) and kurtosis (3).
 * @param residuals any order; NaN is left out
 * @throws SeriesError no_values, not_finite, too_short below 2 values, constant
 * Source: Jarque and Bera (1980), Economics Letters 6. Good for many values (thousands); rejects too seldom for few.
 */
export function jarqueBera(
  residuals: Float64Array,
): ResidualTest & { readonly skewness: number; readonly kurtosis: number } {
  const values = presentOf(residuals, 2, 'the Jarque-Bera test');
  const n = values.length;
  const deviations = centred(values);
  const scale = deviations.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (scale === 0) throw new SeriesError('constant', 'got constant residuals: they have no shape');
  let m2 = 0;
  let m3 = 0;
  let m4 = 0;
  for (let i = 0; i < n; i++) {
    const z = deviations[i]! / scale;
    m2 += z * z;
    m3 += z * z * z;
    m4 += z * z * z * z;
  }
  const skewness = m3 / n / (m2 / n) ** 1.5;
  const kurtosis = m4 / n / (m2 / n) ** 2;
  const statistic = (n / 6) * (skewness ** 2 + (kurtosis - 3) ** 2 / 4);
  return { statistic, p: chiSquaredUpper(statistic, 2), skewness, kurtosis };
}

/**
 * The test for a break in variance: squares of the last third over squares of the first third, against F on both
 * sides. Above 1 the variance grows.
 * @param residuals n values, oldest first; NaN is a gap
 * @throws SeriesError no_values, not_finite; too_short when a third has fewer than 2 values; constant when the first
 *   third is zero throughout
 * Source: Harvey (1989), Forecasting, Structural Time Series Models and the Kalman Filter, section 5.4.
 */
export function heteroskedasticity(residuals: Float64Array): ResidualTest {
  checkFinite(residuals);
  const third = Math.round(residuals.length / 3);
  const first = squaresOf(residuals, 0, third);
  const last = squaresOf(residuals, residuals.length - third, residuals.length);
  if (first.count < 2 || last.count < 2)
    throw new SeriesError(
      'too_short',
      `got ${Math.min(first.count, last.count)} residuals in the first or last third: 2 or more are needed`,
    );
  if (first.sum === 0)
    throw new SeriesError('constant', 'got zeros in the first third: there is nothing to compare with');
  const ratio = ((last.sum / first.sum) * first.count) / last.count;
  const p = 2 * Math.min(fUpper(ratio, last.count, first.count), fLower(ratio, last.count, first.count));
  return { statistic: last.sum / first.sum, p: Math.min(1, p) };
}

function squaresOf(values: Float64Array, start: number, end: number): { sum: number; count: number } {
  let sum = 0;
  let count = 0;
  for (let i = start; i < end; i++) {
    if (Number.isNaN(values[i]!)) continue;
    sum += values[i]! ** 2;
    count++;
  }
  return { sum, count };
}

function presentOf(values: Float64Array, least: number, use: string): Float64Array {
  checkFinite(values);
  const present = values.filter((value) => !Number.isNaN(value));
  if (present.length < least)
    throw new SeriesError('too_short', `got ${present.length} values: ${use} needs ${least} or more`);
  return present;
}
