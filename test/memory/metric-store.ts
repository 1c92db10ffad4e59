import type { Verdict } from '../../lib/domain/anomaly/verdict.ts';
import type { Forecast } from '../../lib/domain/forecast/forecast.ts';
import type { Samples } from '../../lib/domain/series/samples.ts';
import type { Series } from '../../lib/domain/series/series.ts';
import { StoreError } from '../../lib/ports/errors.ts';
import type { MetricStore, RangeQuery, SeriesFilter } from '../../lib/ports/metric-store.ts';

type Rollup = NonNullable<RangeQuery['rollup']>;

/** A metric store in memory, for tests; `isDown` makes every call throw `StoreError` while it is set. */
export interface MemoryMetricStore extends MetricStore {
  isDown: boolean;
}

interface Timed<T> {
  readonly series: Series;
  readonly byTime: Map<number, T>;
}

export function createMemoryMetricStore(): MemoryMetricStore {
  const points = new Map<string, Timed<number>>();
  const verdicts = new Map<string, Timed<Verdict>>();
  const forecasts = new Map<string, Forecast>();
  const store: MemoryMetricStore = {
    id: 'memory',
    isDown: false,
    async write(samples) {
      refuseWhenDown(store);
      let written = 0;
      for (const { series, timesMs, values } of samples) {
        const { byTime } = timedOf(points, series);
        for (const [i, timeMs] of timesMs.entries()) byTime.set(timeMs, values[i] ?? Number.NaN);
        written += timesMs.length;
      }
      return { written, rejected: [] };
    },
    async read(query) {
      refuseWhenDown(store);
      return select(points, query).flatMap(({ series, byTime }) => {
        const inside = within(byTime, query);
        if (inside.length === 0) return [];
        const kept = query.stepMs === undefined ? inside : downsample(inside, query.stepMs, query.rollup);
        return [samplesFrom(series, kept)];
      });
    },
    async series(filter) {
      refuseWhenDown(store);
      return select(points, filter)
        .filter(({ byTime }) => byTime.size > 0)
        .map(({ series, byTime }) => ({
          ...series,
          lastMs: [...byTime.keys()].reduce((a, b) => Math.max(a, b)),
        }));
    },
    async writeVerdicts(written) {
      refuseWhenDown(store);
      for (const verdict of written) timedOf(verdicts, verdict.series).byTime.set(verdict.timeMs, verdict);
    },
    async readVerdicts(query) {
      refuseWhenDown(store);
      return select(verdicts, query).flatMap(({ byTime }) =>
        within(byTime, query).map(([, verdict]) => verdict),
      );
    },
    async writeForecasts(written) {
      refuseWhenDown(store);
      for (const forecast of written) forecasts.set(forecast.series.key, forecast);
    },
    async readForecasts(filter) {
      refuseWhenDown(store);
      return select(forecasts, filter);
    },
    async prune(beforeMs) {
      refuseWhenDown(store);
      for (const { byTime } of verdicts.values()) dropBefore(byTime, beforeMs);
      let dropped = 0;
      for (const { byTime } of points.values()) dropped += dropBefore(byTime, beforeMs);
      return dropped;
    },
    async close() {},
  };
  return store;
}

function refuseWhenDown(store: MemoryMetricStore): void {
  if (store.isDown) throw new StoreError('the memory store is down: set isDown to false');
}

function timedOf<T>(map: Map<string, Timed<T>>, series: Series): Timed<T> {
  const known = map.get(series.key) ?? { series, byTime: new Map<number, T>() };
  map.set(series.key, known);
  return known;
}

/** Those that the filter lets through, sorted by series key. */
function select<T extends { readonly series: Series }>(map: Map<string, T>, filter: SeriesFilter): T[] {
  const { cluster, signals, keys } = filter;
  return [...map.values()]
    .filter(
      ({ series }) =>
        (cluster === undefined || series.entity.cluster === cluster) &&
        (signals === undefined || signals.includes(series.signal)) &&
        (keys === undefined || keys.includes(series.key)),
    )
    .sort((a, b) => (a.series.key < b.series.key ? -1 : 1));
}

function within<T>(byTime: ReadonlyMap<number, T>, { fromMs, toMs }: RangeQuery): [number, T][] {
  return [...byTime].filter(([timeMs]) => timeMs >= fromMs && timeMs < toMs).sort(([a], [b]) => a - b);
}

function downsample(points: readonly [number, number][], stepMs: number, rollup: Rollup = 'average') {
  const steps = new Map<number, number[]>();
  for (const [timeMs, value] of points) {
    const start = Math.floor(timeMs / stepMs) * stepMs;
    const values = steps.get(start) ?? [];
    values.push(value);
    steps.set(start, values);
  }
  return [...steps].map(([start, values]): [number, number] => [start, rolledUp(values, rollup)]);
}

function rolledUp(values: readonly number[], rollup: Rollup): number {
  const sum = values.reduce((a, b) => a + b, 0);
  if (rollup === 'average') return sum / values.length;
  if (rollup === 'sum') return sum;
  if (rollup === 'last') return values.at(-1) ?? Number.NaN;
  return rollup === 'max' ? Math.max(...values) : Math.min(...values);
}

function samplesFrom(series: Series, points: readonly [number, number][]): Samples {
  return {
    series,
    timesMs: Float64Array.from(points, ([timeMs]) => timeMs),
    values: Float64Array.from(points, ([, value]) => value),
  };
}

function dropBefore(byTime: Map<number, unknown>, beforeMs: number): number {
  const old = [...byTime.keys()].filter((timeMs) => timeMs < beforeMs);
  for (const timeMs of old) byTime.delete(timeMs);
  return old.length;
}
