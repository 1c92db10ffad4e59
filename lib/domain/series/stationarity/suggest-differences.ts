import { difference } from '../differencing.ts';
import { SeriesError, type SeriesFault } from '../error.ts';
import { seasonalStrength } from '../stl/index.ts';
import { isConstant, usableValues } from '../usable-values.ts';
import { adf } from './adf.ts';
import { canovaHansen } from './canova-hansen.ts';
import { kpss } from './kpss.ts';
import { ocsb } from './ocsb.ts';
import { phillipsPerron } from './phillips-perron.ts';
import type { CriticalValues } from './result.ts';

/** How many differences a series needs, and why no more. */
export interface Suggestion {
  readonly differences: number;
  /** The test at 0, 1 … differences: its statistic, and whether it asked for one more. */
  readonly steps: readonly { readonly statistic: number; readonly more: boolean }[];
  /** `stationary`: the test asks for no more. `maximum`: it still does. A fault: the test had no answer. */
  readonly stopped: 'stationary' | 'maximum' | SeriesFault;
}

export interface SuggestOptions {
  /** @default 'kpss' */
  readonly test?: 'kpss' | 'adf' | 'pp';
  /** @default 2 */
  readonly max?: number;
  /** Level of the test, 0.01 to 0.1. @default 0.05 */
  readonly alpha?: number;
  /** Lags of the test. @default of the test, growing with the length: see `suggestDifferences` */
  readonly lags?: number;
}

/**
 * How many differences of neighbours make a series stationary: the test is repeated on one difference after the other,
 * each about a constant. KPSS with ⌊3√n/13⌋ lags, ADF with ⌊∛(n − 1)⌋ lags, Phillips–Perron's Z(t) with ⌊4(n/100)^¼⌋.
 * A series that is constant, or constant after differences, needs no more.
 * @param y values, oldest first, evenly spaced; NaN is a gap, see `usableValues`
 * @throws SeriesError no_values, not_finite, bad_options
 * Source: Hyndman and Khandakar (2008), Journal of Statistical Software 27(3), section 3.1.
 */
export function suggestDifferences(y: Float64Array, options: SuggestOptions = {}): Suggestion {
  const { test = 'kpss', max = 2, alpha = 0.05, lags } = options;
  checkMax(max);
  if (!(alpha >= 0.01 && alpha <= 0.1))
    throw new SeriesError('bad_options', `got alpha ${alpha}: give 0.01 to 0.1`);
  return repeat(y, max, 1, (values) => {
    if (test === 'kpss') {
      const { statistic, p } = kpss(values, { lags: lags ?? 'root' });
      return { statistic, more: p < alpha };
    }
    const { statistic, p, critical } =
      test === 'adf'
        ? adf(values, { lags: lags ?? Math.floor(Math.cbrt(values.length - 1)) })
        : phillipsPerron(values, { regression: 'c', lags: lags ?? 'short' });
    // Critical values know the length, p-values do not.
    const bound = critical?.[`${alpha * 100}%` as keyof CriticalValues];
    return { statistic, more: bound === undefined ? p > alpha : statistic > bound };
  });
}

export interface SuggestSeasonalOptions {
  /** Strength of the season above 0.64; a seasonal unit root by OCSB; an unstable season by Canova–Hansen.
   *  @default 'strength' */
  readonly test?: 'strength' | 'ocsb' | 'ch';
  /** @default 1 */
  readonly max?: number;
}

/** Source: the threshold of Hyndman's auto.arima, the one that forecast the M3 series best. */
const strongSeason = 0.64;

/**
 * How many seasonal differences a series needs. Below two whole seasons, none.
 * @param y values, oldest first, evenly spaced; NaN is a gap, see `usableValues`
 * @param period of the season in steps, >= 2
 * @throws SeriesError no_values, not_finite, bad_options
 */
export function suggestSeasonalDifferences(
  y: Float64Array,
  period: number,
  options: SuggestSeasonalOptions = {},
): Suggestion {
  const { test = 'strength', max = 1 } = options;
  checkMax(max);
  if (!(Number.isInteger(period) && period >= 2))
    throw new SeriesError('bad_options', `got period ${period}: give a whole number from 2`);
  return repeat(y, max, period, (values) => {
    if (test === 'strength') {
      if (values.length <= 2 * period)
        throw new SeriesError(
          'too_short',
          `got ${values.length} values: two seasons of ${period} are needed`,
        );
      const statistic = seasonalStrength(values, period);
      return { statistic, more: statistic > strongSeason };
    }
    const { statistic, critical } = test === 'ocsb' ? ocsb(values, period) : canovaHansen(values, period);
    return { statistic, more: statistic > critical };
  });
}

function checkMax(max: number): void {
  if (!(Number.isInteger(max) && max >= 0 && max <= 5))
    throw new SeriesError('bad_options', `got at most ${max} differences: give 0 to 5`);
}

type Test = (values: Float64Array) => { readonly statistic: number; readonly more: boolean };

function repeat(y: Float64Array, max: number, period: number, test: Test): Suggestion {
  const steps: { statistic: number; more: boolean }[] = [];
  const done = (stopped: Suggestion['stopped']) => ({
    differences: steps.filter(({ more }) => more).length,
    steps,
    stopped,
  });
  try {
    let values = usableValues(y, 1, 'a test');
    // Differences of values that lie on a line are constant but for the rounding of those values.
    const rounding = 8 * Number.EPSILON * values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    while (steps.length < max) {
      if (steps.length > 0 && isConstant(values, rounding)) return done('constant');
      const step = test(values);
      steps.push(step);
      if (!step.more) return done('stationary');
      values = difference(values, period === 1 ? { d: 1 } : { d: 0, seasonal: 1, period });
    }
    return done('maximum');
  } catch (error) {
    // No answer at this difference is an answer: those so far.
    if (error instanceof SeriesError && !['no_values', 'not_finite', 'bad_options'].includes(error.fault))
      return done(error.fault);
    throw error;
  }
}
