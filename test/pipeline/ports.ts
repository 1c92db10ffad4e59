import type { Problem, Samples } from '../../lib/domain/series/samples.ts';
import { createSeries, type Series } from '../../lib/domain/series/series.ts';
import type { MetricSource, ReadRequest } from '../../lib/ports/metric-source.ts';

export const minute = 60_000;
export const step = 5 * minute;
export const hour = 60 * minute;
export const day = 24 * hour;
/** A Monday. */
export const t0 = Date.UTC(2026, 0, 5);

export const bytesIn = createSeries('bytes_in', { cluster: 'a/r/orders', broker: '1' });
export const diskUsed = createSeries('disk_used', { cluster: 'a/r/orders', broker: '1' });

/** Samples every `stepMs` from `fromMs` (inclusive) to `toMs` (exclusive); NaN leaves a point out. */
export function samplesOver(
  series: Series,
  { fromMs, toMs, stepMs = step }: { fromMs: number; toMs: number; stepMs?: number },
  value: (timeMs: number) => number,
): Samples {
  const times: number[] = [];
  for (let at = Math.ceil(fromMs / stepMs) * stepMs; at < toMs; at += stepMs) times.push(at);
  const kept = times.filter((timeMs) => Number.isFinite(value(timeMs)));
  return { series, timesMs: Float64Array.from(kept), values: Float64Array.from(kept, value) };
}

export interface FakeSource extends MetricSource {
  /** What `read` was asked for, in order. */
  readonly requests: ReadRequest[];
  /** While set, reading gives only these. */
  failing: readonly Problem[];
}

/** A source whose series have the value of a function of time, measured every 5 minutes or the step asked for. */
export function createFakeSource(
  series: readonly Series[],
  value: (timeMs: number, series: Series) => number,
): FakeSource {
  const source: FakeSource = {
    id: 'fake',
    hasHistory: true,
    requests: [],
    failing: [],
    discover: async () => ({ clusters: [], series, problems: [] }),
    async read(request) {
      source.requests.push(request);
      if (source.failing.length > 0) return { samples: [], problems: source.failing };
      const samples = series.map((one) => samplesOver(one, request, (timeMs) => value(timeMs, one)));
      return { samples: samples.filter(({ timesMs }) => timesMs.length > 0), problems: [] };
    },
    close: async () => undefined,
  };
  return source;
}

/** A clock that says what it is told to. */
export function createFakeClock(nowMs: number): { nowMs(): number; set(nowMs: number): void } {
  let now = nowMs;
  return {
    nowMs: () => now,
    set: (next) => {
      now = next;
    },
  };
}

export const unreachable: Problem = {
  kind: 'unreachable',
  where: 'http://127.0.0.1:1',
  message: 'nothing answers: check the address',
  count: 1,
};
