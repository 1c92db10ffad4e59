import { centred } from '../centred.ts';
import { SeriesError } from '../error.ts';
import { isConstant, usableValues } from '../usable-values.ts';
import { fourthRootLags, longRunVariance } from './long-run-variance.ts';
import { boundedP } from './quantile-tables.ts';
import type { CriticalValues, StationarityTest } from './result.ts';

export interface KpssOptions {
  /** Stationary about a constant (`c`) or about a straight line (`ct`). @default 'c' */
  readonly regression?: 'c' | 'ct';
  /**
   * Lags of the long-run variance: a number below n, or a rule. `auto`: from the data, Hobijn, Franses and Ooms (1998);
   * `legacy`: ⌈12·(n/100)^¼⌉; `short`: ⌊4·(n/100)^¼⌋; `root`: ⌊3·√n/13⌋, what R's order selection uses.
   * @default 'auto'
   */
  readonly lags?: number | 'auto' | 'legacy' | 'short' | 'root';
}

const levels = [0.1, 0.05, 0.025, 0.01];
/** Source: Kwiatkowski et al. (1992), table 1. */
const quantiles = { c: [0.347, 0.463, 0.574, 0.739], ct: [0.119, 0.146, 0.176, 0.216] } as const;

/**
 * Tests whether a series is stationary; a small p says it is not, so that it needs a difference (`c`), or one that a
 * line does not replace (`ct`). p is from a table, 0.01 to 0.1, and `beyond` says when it is outside.
 * @param y values, oldest first, evenly spaced; NaN is a gap, see `usableValues`
 * @throws SeriesError no_values, not_finite, too_short below 3 values, constant, collinear (an exact line, with `ct`),
 *   bad_options
 * Source: Kwiatkowski, Phillips, Schmidt and Shin (1992), Journal of Econometrics 54.
 */
export function kpss(
  y: Float64Array,
  options: KpssOptions = {},
): StationarityTest & { readonly critical: CriticalValues & { readonly '2.5%': number } } {
  const { regression = 'c', lags = 'auto' } = options;
  const values = usableValues(y, 3, 'KPSS');
  const n = values.length;
  const residuals = regression === 'c' ? centred(values) : aroundLine(values);
  const used = typeof lags === 'number' ? lags : ruleLags(lags, residuals);
  if (!(Number.isInteger(used) && used >= 0 && used < n))
    throw new SeriesError('bad_options', `got ${used} lags of ${n} values: give 0 to ${n - 1}`);
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < n; i++) {
    sum += residuals[i]!;
    squares += sum * sum;
  }
  const statistic = squares / (n * n) / longRunVariance(residuals, used);
  const [ten = 0, five = 0, half = 0, one = 0] = quantiles[regression];
  return {
    statistic,
    ...boundedP(statistic, quantiles[regression], levels),
    lags: used,
    observations: n,
    critical: { '1%': one, '2.5%': half, '5%': five, '10%': ten },
  };
}

function aroundLine(values: Float64Array): Float64Array {
  const level = centred(values);
  const n = values.length;
  const middle = (n - 1) / 2;
  let slope = 0;
  for (let i = 0; i < n; i++) slope += (i - middle) * level[i]!;
  slope /= (n * (n * n - 1)) / 12;
  const residuals = level.map((value, i) => value - slope * (i - middle));
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (isConstant(residuals, 16 * Number.EPSILON * largest))
    throw new SeriesError('collinear', 'got an exact straight line: KPSS about a line has nothing to test');
  return residuals;
}

function ruleLags(rule: 'auto' | 'legacy' | 'short' | 'root', residuals: Float64Array): number {
  const n = residuals.length;
  if (rule === 'short') return fourthRootLags(n, 'short');
  if (rule === 'root') return Math.min(n - 1, Math.floor((3 * Math.sqrt(n)) / 13));
  if (rule === 'legacy') return Math.min(n - 1, Math.ceil(12 * (n / 100) ** 0.25));
  return Math.min(n - 1, hobijnLags(residuals));
}

/** Source: Hobijn, Franses and Ooms (1998), Econometric Institute report 9802, for Bartlett's weights. */
function hobijnLags(residuals: Float64Array): number {
  const n = residuals.length;
  let zeroth = 0;
  for (let i = 0; i < n; i++) zeroth += residuals[i]! ** 2 / n;
  let first = 0;
  for (let lag = 1; lag <= Math.floor(n ** (2 / 9)); lag++) {
    let product = 0;
    for (let i = lag; i < n; i++) product += residuals[i]! * residuals[i - lag]!;
    product /= n / 2;
    zeroth += product;
    first += lag * product;
  }
  const ratio = first / zeroth;
  return Math.floor(1.1447 * Math.cbrt(ratio * ratio) * Math.cbrt(n));
}
