import type { Verdict } from '../../lib/domain/anomaly/verdict.ts';
import type { Forecast } from '../../lib/domain/forecast/forecast.ts';
import type { Samples } from '../../lib/domain/series/samples.ts';
import { createSeries, type Series } from '../../lib/domain/series/series.ts';
import { createMemoryMetricStore } from '../memory/index.ts';

export const clusterName = 'local/local/orders';
export const stepMs = 300_000;
export const startMs = Date.UTC(2026, 5, 12, 9, 0);
const historySteps = 2 * 288;

const groups = ['billing', 'search', 'warehouse'];

/** Every series of the fake cluster, with what its value is when the count of the hour's steps is zero. */
const levels: readonly (readonly [Series, number])[] = [
  ...['1', '2', '3'].flatMap((broker): (readonly [Series, number])[] => [
    [createSeries('bytes_in', { cluster: clusterName, broker }), 100 * Number(broker)],
    [createSeries('disk_used', { cluster: clusterName, broker }), 10 * Number(broker)],
  ]),
  ...groups.map((group, i): readonly [Series, number] => [
    createSeries('lag_seconds', { cluster: clusterName, group, topic: 'orders' }),
    10 * (i + 1),
  ]),
];

/** The value of a step: the level, and one more with each step of the hour. */
const valueAt = (level: number, timeMs: number): number => level + ((timeMs / stepMs) % 12);

const times = Array.from({ length: historySteps }, (_, i) => startMs - (historySteps - 1 - i) * stepMs);

/** When broker 1's traffic in is anomalous. */
export const anomalousMs = [startMs - 20 * stepMs, startMs - 19 * stepMs, startMs - 5 * stepMs];

/** A store of two days of known numbers, their verdicts and a forecast of a day. */
export async function createFakeStore() {
  const store = createMemoryMetricStore();
  await store.write(levels.map(([series, level]) => samplesOf(series, times, (t) => valueAt(level, t))));
  await store.writeVerdicts(
    levels.flatMap(([series, level]) => times.map((t) => verdictOf(series, t, valueAt(level, t)))),
  );
  await store.writeForecasts(levels.map(([series, level]) => forecastOf(series, level)));
  return store;
}

export function samplesOf(series: Series, at: readonly number[], of: (timeMs: number) => number): Samples {
  return { series, timesMs: Float64Array.from(at), values: Float64Array.from(at, of) };
}

function verdictOf(series: Series, timeMs: number, observed: number): Verdict {
  const isAnomaly = series === levels[0]?.[0] && anomalousMs.includes(timeMs);
  return {
    series,
    timeMs,
    observed,
    expected: observed,
    lower: observed - 10,
    upper: observed + 10,
    score: isAnomaly ? 6 : 0,
    pValue: isAnomaly ? 1e-6 : 0.5,
    isAnomaly,
    detector: 'fake',
  };
}

function forecastOf(series: Series, level: number): Forecast {
  const mean = Float64Array.from({ length: 288 }, () => level);
  return {
    series,
    originMs: startMs,
    stepMs,
    mean,
    lower: mean.map((value) => value - 5),
    upper: mean.map((value) => value + 5),
    level: 0.95,
    model: 'seasonal naive with drift',
    trainedFromMs: times[0] ?? startMs,
    trainedToMs: startMs,
    backtest: { error: 4, naiveError: 5 },
  };
}
