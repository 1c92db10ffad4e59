import type { Verdict } from '../../../domain/anomaly/verdict.ts';
import type { Forecast } from '../../../domain/forecast/forecast.ts';
import { unpackDoubles } from '../../../domain/numerics/packed-doubles.ts';
import { type Samples, samplesOf } from '../../../domain/series/samples.ts';
import type { Series } from '../../../domain/series/series.ts';

/** Rows of one series: the time in ms, then the fields asked for, in their order; `null` is absent. */
export interface Block {
  readonly series: Series;
  readonly rows: readonly Row[];
}

export type Row = readonly unknown[];

export const verdictFields = [
  'observed',
  'expected',
  'lower',
  'upper',
  'score',
  'p_value',
  'is_anomaly',
  'detector',
] as const;

export const forecastFields = [
  'origin_ms',
  'step_ms',
  'trained_from_ms',
  'trained_to_ms',
  'level',
  'backtest_error',
  'backtest_naive_error',
  'model',
  'mean_path',
  'lower_path',
  'upper_path',
] as const;

/** One block a series, sorted by key. */
export function joined(blocks: readonly Block[]): readonly Block[] {
  const byKey = new Map<string, { series: Series; parts: (readonly Row[])[] }>();
  for (const { series, rows } of blocks) {
    const known = byKey.get(series.key) ?? { series, parts: [] };
    known.parts.push(rows);
    byKey.set(series.key, known);
  }
  const all = [...byKey.values()].map(({ series, parts }) => ({ series, rows: parts.flat() }));
  return all.sort((a, b) => (a.series.key < b.series.key ? -1 : 1));
}

/** Samples of blocks of time and value, sorted by key. */
export function samplesOfBlocks(blocks: readonly Block[]): readonly Samples[] {
  const all = joined(blocks).map(({ series, rows }) => {
    const points = rows.map((row) => [numberOf(row[0]), numberOf(row[1])] as const);
    return samplesOf(series, points).samples;
  });
  return all.filter(({ timesMs }) => timesMs.length > 0);
}

/** Each series with the newest time of its rows, sorted by key. */
export function newestOfBlocks(blocks: readonly Block[]): readonly (Series & { readonly lastMs: number })[] {
  return joined(blocks).map(({ series, rows }) => ({
    ...series,
    lastMs: rows.reduce((last, row) => Math.max(last, numberOf(row[0])), Number.NEGATIVE_INFINITY),
  }));
}

/** Verdicts of blocks of time and `verdictFields`, sorted by key and time. */
export function verdictsOfBlocks(blocks: readonly Block[]): readonly Verdict[] {
  return joined(blocks).flatMap(({ series, rows }) =>
    rows.map((row) => verdictOf(series, row)).sort((a, b) => a.timeMs - b.timeMs),
  );
}

function verdictOf(series: Series, row: Row): Verdict {
  const [time, observed, expected, lower, upper, score, pValue, isAnomaly, detector] = row;
  return {
    series,
    timeMs: numberOf(time),
    observed: numberOf(observed),
    expected: numberOf(expected),
    lower: numberOf(lower),
    upper: numberOf(upper),
    score: numberOf(score),
    pValue: numberOf(pValue),
    isAnomaly: isAnomaly === true,
    detector: textOf(detector),
  };
}

/** The forecast of the newest origin of each series, of blocks of time and `forecastFields`, sorted by key. */
export function forecastsOfBlocks(blocks: readonly Block[]): readonly Forecast[] {
  return joined(blocks).flatMap(({ series, rows }) => {
    const [newest] = [...rows].sort((a, b) => numberOf(b[1]) - numberOf(a[1]));
    return newest === undefined ? [] : [forecastOf(series, newest)];
  });
}

function forecastOf(series: Series, row: Row): Forecast {
  const [, originMs, stepMs, trainedFromMs, trainedToMs, level, error, naiveError, model, ...paths] = row;
  const [mean, lower, upper] = paths.map((path) => unpackDoubles(textOf(path)));
  const none = new Float64Array();
  return {
    series,
    originMs: numberOf(originMs),
    stepMs: numberOf(stepMs),
    level: numberOf(level),
    model: textOf(model),
    trainedFromMs: numberOf(trainedFromMs),
    trainedToMs: numberOf(trainedToMs),
    backtest: { error: numberOf(error), naiveError: numberOf(naiveError) },
    mean: mean ?? none,
    lower: lower ?? none,
    upper: upper ?? none,
  };
}

/** NaN where the field is absent. */
export function numberOf(value: unknown): number {
  return typeof value === 'number' ? value : Number.NaN;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
