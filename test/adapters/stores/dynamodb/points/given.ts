import {
  createDynamoMetricStore,
  type DynamoMetricStoreOptions,
} from '../../../../../lib/adapters/stores/dynamodb/index.ts';
import type { Verdict } from '../../../../../lib/domain/anomaly/verdict.ts';
import type { Forecast } from '../../../../../lib/domain/forecast/forecast.ts';
import type { Problem, Samples } from '../../../../../lib/domain/series/samples.ts';
import { createSeries, type Series } from '../../../../../lib/domain/series/series.ts';
import { createFakeDynamoDb, type FakeLimits } from './fake-dynamodb.ts';

export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;
export const t0 = Date.UTC(2026, 0, 5);

const cluster = '123456789012/eu-central-1/orders';
export const bytesIn = topicSeries(0);

export function topicSeries(i: number, signal = 'topic_bytes_in'): Series {
  return createSeries(signal, { cluster, topic: `customer-events-${i}` });
}

/** A store on an empty table at `t0` and an hour; its clock can be set, and nothing really waits. */
export function storeOf(options: Partial<DynamoMetricStoreOptions> & FakeLimits = {}) {
  const { batchBytes, pageBytes, ...rest } = options;
  const fake = createFakeDynamoDb({ ...(batchBytes && { batchBytes }), ...(pageBytes && { pageBytes }) });
  const pauses: number[] = [];
  const problems: Problem[] = [];
  const clock = { now: t0 + hour, nowMs: () => clock.now };
  const open = (more: Partial<DynamoMetricStoreOptions> = {}) =>
    createDynamoMetricStore({
      dynamodb: fake.client as never,
      table: 'points',
      clock,
      delay: async (ms) => void pauses.push(ms),
      onProblem: (problem) => void problems.push(problem),
      ...rest,
      ...more,
    });
  return { ...fake, open, store: open(), pauses, problems, clock };
}

/** Samples a minute apart from `fromMs` on. */
export function minutes(series: Series, fromMs: number, values: readonly number[]): Samples {
  return {
    series,
    timesMs: Float64Array.from(values, (_, i) => fromMs + i * minute),
    values: Float64Array.from(values),
  };
}

/** Values whose bits do not repeat: the worst for packing. */
export function noise(count: number, seed = 1): readonly number[] {
  return Array.from({ length: count }, (_, i) => 1e6 * (2 + Math.sin((seed * 1000 + i) * 12.9898)));
}

export function verdictOf(changes: Partial<Verdict> = {}): Verdict {
  return {
    series: bytesIn,
    timeMs: t0,
    observed: 5,
    expected: 1,
    lower: 0,
    upper: 2,
    score: 4.5,
    pValue: 0.001,
    isAnomaly: true,
    detector: 'residual-z',
    ...changes,
  };
}

export function forecastOf(changes: Partial<Forecast> = {}): Forecast {
  return {
    series: bytesIn,
    originMs: t0,
    stepMs: 15 * minute,
    level: 0.95,
    model: 'seasonal naive with drift, season 1 day',
    trainedFromMs: t0 - 14 * day,
    trainedToMs: t0,
    backtest: { error: 1, naiveError: 1.5 },
    mean: Float64Array.of(1, 2),
    lower: Float64Array.of(0, 0.5),
    upper: Float64Array.of(2, 3),
    ...changes,
  };
}
