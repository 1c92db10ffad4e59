import type { Samples } from '../../../domain/series/samples.ts';
import type { Series } from '../../../domain/series/series.ts';

/** The points that a live source has measured lately, so that a range can be asked for twice. */
export class RecentPoints {
  readonly #keepMs: number;
  readonly #points = new Map<string, { series: Series; times: number[]; values: number[] }>();

  /** @param keepMs points older than this, seen from the newest, are dropped */
  constructor(keepMs: number) {
    this.#keepMs = keepMs;
  }

  /** Adds a point; times of one series ascend. */
  add(series: Series, timeMs: number, value: number): void {
    const entry = this.#points.get(series.key) ?? { series, times: [], values: [] };
    this.#points.set(series.key, entry);
    entry.times.push(timeMs);
    entry.values.push(value);
    const firstKept = entry.times.findIndex((time) => time >= timeMs - this.#keepMs);
    if (firstKept > 0) {
      entry.times.splice(0, firstKept);
      entry.values.splice(0, firstKept);
    }
  }

  series(): Series[] {
    return Array.from(this.#points.values(), ({ series }) => series);
  }

  /** Points with `fromMs <= time < toMs`; series without any are left out. */
  between(fromMs: number, toMs: number, keys?: ReadonlySet<string>): Samples[] {
    const found: Samples[] = [];
    for (const { series, times, values } of this.#points.values()) {
      if (keys && !keys.has(series.key)) continue;
      const start = times.findIndex((time) => time >= fromMs);
      if (start === -1) continue;
      const end = times.findLastIndex((time) => time < toMs) + 1;
      if (end <= start) continue;
      found.push({
        series,
        timesMs: Float64Array.from(times.slice(start, end)),
        values: Float64Array.from(values.slice(start, end)),
      });
    }
    return found;
  }
}
