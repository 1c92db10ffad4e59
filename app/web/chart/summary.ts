import type { ChartJson, LineJson, PanelJson } from '../../server/api-types.ts';
import { formatValue } from '../format/number.ts';
import { clockTime, fullTime } from '../format/time.ts';

export interface Reading {
  readonly value?: number;
  readonly lower?: number;
  readonly upper?: number;
  /** Whether the value is a forecast. */
  readonly isAhead: boolean;
  /** Since when nothing has come, although other lines of the chart go on. */
  readonly silentSinceMs?: number;
}

/** Steps that a line may stay behind the others before it counts as silent. */
const silentSteps = 3;
const shortestSilenceMs = 600_000;

/** What the line says at a time, or now when no time is given. */
export function readingAt({ t, v, band, forecast }: LineJson, chart: ChartJson, timeMs?: number): Reading {
  const at = timeMs ?? t.at(-1) ?? 0;
  const newest = t.at(-1) ?? 0;
  if (timeMs === undefined && isSilent(newest, chart)) return { isAhead: false, silentSinceMs: newest };
  if (forecast && at > newest) {
    const i = lastAtOrBefore(forecast.t, at);
    return { ...reading(forecast.mean[i], forecast.lower[i], forecast.upper[i]), isAhead: true };
  }
  const i = band ? lastAtOrBefore(band.t, at) : -1;
  return { ...reading(v[lastAtOrBefore(t, at)], band?.lower[i], band?.upper[i]), isAhead: false };
}

function isSilent(newestMs: number, { lines, stepMs }: ChartJson): boolean {
  const latest = lines.reduce((last, { t }) => Math.max(last, t.at(-1) ?? 0), 0);
  return latest - newestMs > Math.max(silentSteps * stepMs, shortestSilenceMs);
}

function reading(value: number | null | undefined, lower: number | undefined, upper: number | undefined) {
  return {
    ...(typeof value === 'number' && { value }),
    ...(lower !== undefined && { lower }),
    ...(upper !== undefined && { upper }),
  };
}

function lastAtOrBefore(times: readonly number[], timeMs: number): number {
  return times.findLastIndex((time) => time <= timeMs);
}

/** `silent since 14:05` */
export const silentWords = (sinceMs: number): string => `silent since ${clockTime(sinceMs)}`;

/** `2 anomalies` */
export const anomalyWords = (count: number): string =>
  count === 0 ? 'no anomalies' : `${count} ${count === 1 ? 'anomaly' : 'anomalies'}`;

/** The chart in words, for those who do not see it: each line's newest value, band and anomalies. */
export function summaryOf(panel: PanelJson, chart: ChartJson): string {
  if (chart.lines.length === 0) return `${panel.title}: no data in this range.`;
  const lines = chart.lines.map((line) => lineWords(line, chart, panel.band)).join(' ');
  const omitted = chart.omitted > 0 ? ` ${chart.omitted} more series are not drawn.` : '';
  return `${panel.title}, from ${fullTime(chart.fromMs)} to ${fullTime(chart.nowMs)}. ${lines}${omitted}`;
}

function lineWords(line: LineJson, chart: ChartJson, hasBand: boolean): string {
  const { value, lower, upper, silentSinceMs } = readingAt(line, chart);
  const newest = silentSinceMs === undefined ? formatValue(value, line.unit) : silentWords(silentSinceMs);
  const words = [`${line.label}: ${newest}`];
  if (lower !== undefined && upper !== undefined) {
    words.push(`expected ${formatValue(lower, line.unit)} to ${formatValue(upper, line.unit)}`);
  }
  if (hasBand) words.push(anomalyWords(line.anomalies.length));
  return `${words.join(', ')}.`;
}
