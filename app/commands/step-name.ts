import type { FileSeries } from './series-file.ts';
import { timeAt } from './series-grid.ts';

/** What a step of a series is called: its time in ISO 8601, or without times `row 145`, counted from 1. */
export function stepName(series: FileSeries, step: number): string {
  const time = timeAt(series, step);
  return series.isTimed ? isoTime(time) : `row ${time + 1}`;
}

/** Without milliseconds where there are none. */
export function isoTime(timeMs: number): string {
  return new Date(timeMs).toISOString().replace('.000Z', 'Z');
}
