import { difference } from '../../lib/domain/series/differencing.ts';
import { SeriesError } from '../../lib/domain/series/error.ts';
import {
  adf,
  kpss,
  phillipsPerron,
  type StationarityTest,
  type Suggestion,
  suggestDifferences,
  suggestSeasonalDifferences,
} from '../../lib/domain/series/stationarity/index.ts';
import { usableValues } from '../../lib/domain/series/usable-values.ts';
import { SeriesRefusal } from './each-series.ts';
import type { FileSeries } from './series-file.ts';

/** Level that all tests are judged at. */
const alpha = 0.05;

/** What a test says: its numbers, or why it has no answer. */
export type Outcome =
  | {
      readonly statistic: number;
      readonly p: number;
      /** Set where p is at the end of its table: the true one is below, or above. */
      readonly beyond?: 'below' | 'above';
      readonly lags: number;
      readonly rejects: boolean;
    }
  | { readonly fault: string; readonly message: string };

export interface StationarityReport {
  readonly series: string;
  /** Steps from the first value to the last. */
  readonly steps: number;
  /** Steps among them without a value, which the tests bridge by straight lines. */
  readonly gaps: number;
  /** Rejects: the level is not constant. */
  readonly kpss: Outcome;
  /** Rejects: the level does not wander. */
  readonly adf: Outcome;
  /** Rejects: the level does not wander. */
  readonly phillipsPerron: Outcome;
  /** Absent where no season was asked for or known. */
  readonly season?: { readonly period: number; readonly suggestion: Suggestion };
  /** After the seasonal differences. */
  readonly level: Suggestion;
  /** The differences that come out of it, of neighbours and of seasons. */
  readonly d: number;
  readonly D: number;
}

/**
 * Tests one series about a constant level, and says how many differences it needs: seasonal ones first, for a season
 * makes a level look as if it wandered.
 * @param period of the season in steps; @default a day, or a year of months, where the timestamps allow
 * @throws SeriesRefusal when the series is constant or has no values
 */
export function reportOf(series: FileSeries, period = periodOf(series)): StationarityReport {
  const values = filled(series);
  const suggestion = period === undefined ? undefined : suggestSeasonalDifferences(values, period);
  const seasonal = suggestion?.differences ?? 0;
  const rest = seasonal > 0 && period ? difference(values, { d: 0, seasonal, period }) : values;
  const level = suggestDifferences(rest);
  return {
    series: series.name,
    steps: values.length,
    gaps: series.values.reduce((count, value) => count + (Number.isNaN(value) ? 1 : 0), 0),
    kpss: outcomeOf(() => kpss(values, { lags: 'root' })),
    adf: outcomeOf(() => adf(values)),
    phillipsPerron: outcomeOf(() => phillipsPerron(values, { regression: 'c' })),
    ...(period !== undefined && suggestion && { season: { period, suggestion } }),
    level,
    d: level.differences,
    D: seasonal,
  };
}

function filled({ values }: FileSeries): Float64Array {
  try {
    return usableValues(values, 2, 'a test of the level');
  } catch (error) {
    if (error instanceof SeriesError) throw new SeriesRefusal(error.message);
    throw error;
  }
}

function outcomeOf(test: () => StationarityTest): Outcome {
  try {
    const { statistic, p, beyond, lags } = test();
    return { statistic, p, ...(beyond && { beyond }), lags, rejects: p < alpha };
  } catch (error) {
    if (error instanceof SeriesError) return { fault: error.fault, message: error.message };
    throw error;
  }
}

/** A day in steps, or a year in steps of months, where it is a whole number above one. */
function periodOf({ isTimed, stepMs, months, values }: FileSeries): number | undefined {
  const period = months !== undefined ? 12 / months : 86_400_000 / stepMs;
  return isTimed && Number.isInteger(period) && period > 1 && values.length > 2 * period ? period : undefined;
}
