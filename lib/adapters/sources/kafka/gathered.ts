import type { Samples } from '../../../domain/series/samples.ts';
import type { Series } from '../../../domain/series/series.ts';
import type { ReadRequest } from '../../../ports/metric-source.ts';
import type { Point } from './points.ts';

/** Points kept this long for a reader that asks late. */
const keepMs = 15 * 60_000;

interface Row {
  readonly series: Series;
  timesMs: number[];
  values: number[];
}

/** The newest points of a source that only measures now. */
export interface Gathered {
  add(timeMs: number, points: readonly Point[]): void;
  within(range: Pick<ReadRequest, 'fromMs' | 'toMs' | 'keys'>): readonly Samples[];
}

export function createGathered(): Gathered {
  const rows = new Map<string, Row>();
  return {
    add(timeMs, points) {
      for (const { series, value } of points) {
        const row = rows.get(series.key) ?? { series, timesMs: [], values: [] };
        row.timesMs.push(timeMs);
        row.values.push(value);
        rows.set(series.key, row);
      }
      for (const [key, row] of rows) if (!trim(row, timeMs - keepMs)) rows.delete(key);
    },
    within({ fromMs, toMs, keys }) {
      return [...rows.values()]
        .filter(({ series }) => keys === undefined || keys.has(series.key))
        .map((row) => slice(row, fromMs, toMs))
        .filter(({ timesMs }) => timesMs.length > 0);
    },
  };
}

/** Drops what is older. @returns whether anything is left */
function trim(row: Row, beforeMs: number): boolean {
  const first = row.timesMs.findIndex((timeMs) => timeMs >= beforeMs);
  if (first === -1) return false;
  if (first > 0) {
    row.timesMs = row.timesMs.slice(first);
    row.values = row.values.slice(first);
  }
  return true;
}

function slice({ series, timesMs, values }: Row, fromMs: number, toMs: number): Samples {
  const from = timesMs.findIndex((timeMs) => timeMs >= fromMs);
  const after = timesMs.findIndex((timeMs) => timeMs >= toMs);
  const end = after === -1 ? timesMs.length : after;
  const start = from === -1 ? end : from;
  return {
    series,
    timesMs: Float64Array.from(timesMs.slice(start, end)),
    values: Float64Array.from(values.slice(start, end)),
  };
}
