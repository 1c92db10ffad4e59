import { LeastSquares } from '../../numerics/least-squares.ts';
import { centred } from '../centred.ts';
import { SeriesError } from '../error.ts';
import { usableValues } from '../usable-values.ts';
import { fourthRootLags, longRunVariance } from './long-run-variance.ts';
import { alphaP, tauCritical, tauP } from './mackinnon.ts';
import { tableP } from './quantile-tables.ts';
import type { CriticalValues, StationarityTest } from './result.ts';

export interface PhillipsPerronOptions {
  /** @default 'ct' */
  readonly regression?: 'n' | 'c' | 'ct';
  /** Z(t), the t statistic of ρ = 1, or Z(α), n·(ρ − 1), both corrected for autocorrelation. @default 'tau' */
  readonly statistic?: 'tau' | 'alpha';
  /** Lags of the long-run variance: a number, ⌊4·(n/100)^¼⌋ or ⌊12·(n/100)^¼⌋. @default 'short' */
  readonly lags?: number | 'short' | 'long';
  /** Where p comes from; the table is for `ct` only, and what R's tseries uses. @default 'mackinnon' */
  readonly p?: 'mackinnon' | 'table';
}

/**
 * Tests whether a series has a unit root (wanders) without choosing lags for a regression; a small p says it has none.
 * Rejects too often where neighbouring differences have a strong negative correlation.
 * @param y values, oldest first, evenly spaced; NaN is a gap, see `usableValues`
 * @returns `critical` with the statistic tau only
 * @throws SeriesError no_values, not_finite, too_short, constant; collinear when the values follow an exact line or
 *   growth; bad_options
 * Source: Phillips and Perron (1988), Biometrika 75. Cost: O(n).
 */
export function phillipsPerron(
  y: Float64Array,
  options: PhillipsPerronOptions = {},
): StationarityTest & { readonly critical?: CriticalValues } {
  const { regression = 'ct', statistic: kind = 'tau', p = 'mackinnon' } = options;
  if (p === 'table' && regression !== 'ct')
    throw new SeriesError('bad_options', `got regression ${regression} with p of the table: give ct`);
  const terms = regression === 'n' ? 0 : regression.length;
  const values = usableValues(y, terms + 4, 'Phillips-Perron');
  const n = values.length - 1;
  const lags = lagsOf(options.lags ?? 'short', n);
  const { rho, standardError, levelSquares, residuals } = regress(values, terms);
  const short = longRunVariance(residuals, 0);
  const long = longRunVariance(residuals, lags);
  if (!(long > 0)) throw new SeriesError('collinear', 'got residuals without variance: add some noise');
  // The paper's D_x is the determinant of the regressors' products; with a trend it is n²(n² − 1)/12 · Σ level².
  const spread = regression === 'ct' ? (levelSquares * (n * n - 1)) / (n * n) : levelSquares;
  const statistic =
    kind === 'alpha'
      ? n * (rho - 1) - ((n * n) / (2 * spread)) * (long - short)
      : (Math.sqrt(short / long) * (rho - 1)) / standardError -
        (n / (2 * Math.sqrt(spread * long))) * (long - short);
  const fromSurface = kind === 'tau' ? tauP(statistic, regression) : alphaP(statistic, regression);
  return {
    statistic,
    ...(p === 'table' ? tableP(statistic, kind, n) : { p: fromSurface }),
    lags,
    observations: n,
    ...(kind === 'tau' && { critical: tauCritical(regression, n) }),
  };
}

function lagsOf(lags: number | 'short' | 'long', n: number): number {
  const used = typeof lags === 'number' ? lags : fourthRootLags(n, lags);
  if (Number.isInteger(used) && used >= 0 && used < n) return used;
  throw new SeriesError('bad_options', `got ${lags} lags of ${n} differences: give 0 to ${n - 1}`);
}

/** y_t on terms of time and y_{t−1}; `levelSquares` are those of y_{t−1} that time does not explain. */
function regress(values: Float64Array, terms: number) {
  const n = values.length - 1;
  const levels = terms > 0 ? centred(values) : values;
  const timeOf = (t: number) => (2 * t) / n - 1;
  const leastSquares = new LeastSquares(terms + 1);
  const level = new LeastSquares(terms);
  const row = new Float64Array(terms + 2);
  for (let t = 1; t <= n; t++) {
    if (terms > 0) row[0] = 1;
    if (terms > 1) row[1] = timeOf(t);
    row[terms] = levels[t - 1]!;
    // The difference as response leaves ρ − 1, with more digits near a unit root.
    row[terms + 1] = values[t]! - values[t - 1]!;
    leastSquares.add(row);
    level.add(row.subarray(0, terms + 1));
  }
  const fit = leastSquares.solve();
  if (fit.collinearColumn() !== undefined || !(fit.residualShare() > 1e-22))
    throw new SeriesError(
      'collinear',
      'got values that follow an exact line or growth: Phillips-Perron needs some noise',
    );
  const coefficients = fit.coefficients();
  const residuals = new Float64Array(n);
  for (let t = 1; t <= n; t++) {
    let fitted = coefficients[terms]! * levels[t - 1]!;
    if (terms > 0) fitted += coefficients[0]!;
    if (terms > 1) fitted += coefficients[1]! * timeOf(t);
    residuals[t - 1] = values[t]! - values[t - 1]! - fitted;
  }
  return {
    rho: 1 + coefficients[terms]!,
    standardError: fit.standardError(terms),
    levelSquares: level.solve().residualSquares(),
    residuals,
  };
}
