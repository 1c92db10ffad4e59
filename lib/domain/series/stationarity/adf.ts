import { LeastSquares, type LeastSquaresFit } from '../../numerics/least-squares.ts';
import { centred } from '../centred.ts';
import { SeriesError } from '../error.ts';
import { usableValues } from '../usable-values.ts';
import { tauCritical, tauP } from './mackinnon.ts';
import { tableP } from './quantile-tables.ts';
import type { CriticalValues, Deterministic, StationarityTest } from './result.ts';

export interface AdfOptions {
  /** @default 'c' */
  readonly regression?: Deterministic;
  /** Lagged differences in the regression: a number, or the best by AIC, BIC, or the last with |t| >= 1.645.
   *  @default 'aic' */
  readonly lags?: number | 'aic' | 'bic' | 't-stat';
  /** Most lags that are tried, leaving a degree of freedom. @default ⌈12·(n/100)^¼⌉, or ⌊n/2⌋ − 1 − terms if less */
  readonly maxLags?: number;
  /** Where p comes from; the table is for `ct` only, and what R's tseries uses. @default 'mackinnon' */
  readonly p?: 'mackinnon' | 'table';
}

/** Residuals of this share of what is explained are rounding. */
const roundingShare = 1e-22;

/**
 * Tests whether a series has a unit root (wanders) with the augmented Dickey–Fuller regression; a small p says it has
 * none, so that it needs no difference.
 * @param y values, oldest first, evenly spaced; NaN is a gap, see `usableValues`
 * @throws SeriesError no_values, not_finite, too_short, constant; collinear when the values follow an exact pattern;
 *   bad_options
 * Source: Said and Dickey (1984), Biometrika 71. Cost: O(n · lags²).
 */
export function adf(
  y: Float64Array,
  options: AdfOptions = {},
): StationarityTest & { readonly critical: CriticalValues } {
  const { regression = 'c', lags = 'aic', p = 'mackinnon' } = options;
  if (p === 'table' && regression !== 'ct')
    throw new SeriesError('bad_options', `got regression ${regression} with p of the table: give ct`);
  const terms = regression === 'n' ? 0 : regression.length;
  // A regression with at least one degree of freedom left; for a choice of lags, one with none of them.
  const least =
    typeof lags === 'number' ? terms + 3 + 2 * checkedLags(lags) : Math.max(terms + 3, 2 * terms + 2);
  const values = usableValues(y, least, `ADF (${regression}, lags ${lags})`);
  const chosen = typeof lags === 'number' ? lags : bestLags(values, regression, lags, options.maxLags);
  const fit = regress(values, regression, chosen);
  checkExact(fit, fit.columns);
  const statistic = fit.tValue(terms);
  const fromTable = p === 'table' ? tableP(statistic, 'tau', values.length - 1) : undefined;
  return {
    statistic,
    ...(fromTable ?? { p: tauP(statistic, regression) }),
    lags: chosen,
    observations: fit.rows,
    critical: tauCritical(regression, fit.rows),
  };
}

function checkedLags(lags: number): number {
  if (Number.isInteger(lags) && lags >= 0) return lags;
  throw new SeriesError('bad_options', `got ${lags} lags: give a whole number from 0`);
}

/** Δy_t on terms of time, y_{t−1} and `lags` lags of Δy. */
function regress(values: Float64Array, regression: Deterministic, lags: number): LeastSquaresFit {
  const n = values.length;
  const terms = regression === 'n' ? 0 : regression.length;
  // A constant takes any shift: without its mean the level keeps its digits.
  const levels = terms > 0 ? centred(values) : values;
  const leastSquares = new LeastSquares(terms + 1 + lags);
  const row = new Float64Array(terms + 2 + lags);
  for (let t = lags + 1; t < n; t++) {
    const time = (2 * t) / n - 1;
    if (terms > 0) row[0] = 1;
    if (terms > 1) row[1] = time;
    if (terms > 2) row[2] = time * time - 1 / 3;
    row[terms] = levels[t - 1]!;
    for (let k = 1; k <= lags; k++) row[terms + k] = values[t - k]! - values[t - k - 1]!;
    row[terms + 1 + lags] = values[t]! - values[t - 1]!;
    leastSquares.add(row);
  }
  return leastSquares.solve();
}

/** The number of lags, all models compared on the same values: those that the most lags leave. */
function bestLags(
  values: Float64Array,
  regression: Deterministic,
  criterion: 'aic' | 'bic' | 't-stat',
  most: number | undefined,
): number {
  const n = values.length;
  const terms = regression === 'n' ? 0 : regression.length;
  // Half the values as statsmodels has it; without terms that could leave no degree of freedom.
  const bound = Math.min(Math.floor(n / 2) - terms - 1, Math.floor((n - 3 - terms) / 2));
  if (most !== undefined && checkedLags(most) > bound)
    throw new SeriesError('bad_options', `got maxLags ${most} for ${n} values: give ${bound} or less`);
  const limit = most ?? Math.min(Math.ceil(12 * (n / 100) ** 0.25), bound);
  const fit = regress(values, regression, limit);
  const base = terms + 1;
  checkExact(fit, base);
  const usable = Math.min(limit, (fit.collinearColumn() ?? base + limit) - base);
  if (criterion === 't-stat') return lastSignificant(fit, base, usable);
  const penalty = criterion === 'aic' ? 2 : Math.log(fit.rows);
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let lags = 0; lags <= usable; lags++) {
    const score = fit.rows * Math.log(fit.residualShare(base + lags)) + penalty * (base + lags);
    if (score < least) [best, least] = [lags, score];
  }
  return best;
}

function lastSignificant(fit: LeastSquaresFit, base: number, most: number): number {
  for (let lags = most; lags > 0; lags--) {
    if (Math.abs(fit.tValue(base + lags - 1, base + lags)) >= 1.6448536269514722) return lags;
  }
  return 0;
}

/** @param base columns from the first that must not be collinear */
function checkExact(fit: LeastSquaresFit, base: number): void {
  const collinear = fit.collinearColumn();
  if (fit.residualShare() > roundingShare && (collinear === undefined || collinear >= base)) return;
  throw new SeriesError(
    'collinear',
    'got values that follow an exact pattern (a line, a wave, a repetition): ADF needs some noise, or fewer lags',
  );
}
