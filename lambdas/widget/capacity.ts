import { signalById } from '../../lib/domain/catalogue/index.ts';
import type { Rule, Severity } from '../../lib/domain/catalogue/rule.ts';
import type { Signal } from '../../lib/domain/catalogue/signal.ts';
import type { Cluster } from '../../lib/domain/cluster.ts';
import type { Forecast } from '../../lib/domain/forecast/forecast.ts';
import { entityWords } from '../../lib/domain/series/entity.ts';
import { formatDuration, formatValue } from '../../lib/domain/words.ts';
import { clusterWords } from './clusters.ts';
import type { Canvas } from './event.ts';
import { escapeHtml, frame, message, moreLine, rowsThatFit, table } from './html.ts';
import { limitsOf, severityOf } from './limits.ts';
import { endOf, reachOf } from './reach.ts';
import { type Theme, themeOf } from './theme.ts';

/** How far one forecast is from one limit. */
export interface CapacityRow {
  readonly forecast: Forecast;
  readonly signal: Signal;
  readonly limit: number;
  /** The value that the forecast begins with. */
  readonly value: number;
  readonly reachMs: number | undefined;
  readonly earliestMs: number | undefined;
  readonly severity: Severity | undefined;
  /** It was made so long ago that it says nothing any more. */
  readonly isStale: boolean;
}

/** As the rules on forecasts have it: an older one says nothing any more. */
const staleMs = 86_400_000;

/** A row for each forecast and limit of it, the soonest first; then those not reached, the nearest first. */
export function capacityRows(
  forecasts: readonly Forecast[],
  clusters: readonly Cluster[],
  rules: readonly Rule[],
  nowMs: number,
): readonly CapacityRow[] {
  const byId = new Map(clusters.map((cluster) => [cluster.id, cluster]));
  const rows = forecasts.flatMap((forecast): CapacityRow[] => {
    const { signal: id, entity } = forecast.series;
    const signal = signalById(id);
    const cluster = byId.get(entity.cluster);
    const [value] = forecast.mean;
    if (signal === undefined || cluster === undefined || value === undefined) return [];
    return limitsOf(rules, id, cluster).map((limit) => {
      const isStale = nowMs - forecast.originMs > staleMs;
      const reach = reachOf(forecast, limit.value, signal.harm !== 'low', nowMs);
      return {
        forecast,
        signal,
        limit: limit.value,
        value,
        reachMs: isStale ? undefined : reach.meanMs,
        earliestMs: isStale ? undefined : reach.earliestMs,
        severity: isStale ? undefined : severityOf(limit, reach.meanMs),
        isStale,
      };
    });
  });
  return rows.sort((a, b) => urgency(a) - urgency(b) || shareOf(b) - shareOf(a));
}

function urgency({ reachMs, isStale }: CapacityRow): number {
  return isStale ? Number.MAX_VALUE : (reachMs ?? Number.MAX_SAFE_INTEGER);
}

/** How much of the way to the limit is gone, 0 to 1. */
function shareOf({ value, limit, signal }: CapacityRow): number {
  const share = signal.harm === 'low' ? limit / value : value / limit;
  return Number.isFinite(share) ? Math.min(1, Math.max(0, share)) : 0;
}

/** The table of times to limits. */
export function renderCapacity(
  rows: readonly CapacityRow[],
  clusters: readonly Cluster[],
  canvas: Canvas,
  nowMs: number,
): string {
  if (rows.length === 0)
    return message(
      canvas,
      'No forecast with a limit yet.',
      'Models are fitted once a day, and need some days of points; forecasts follow within the hour.',
    );
  const theme = themeOf(canvas);
  const shown = rows.slice(0, rowsThatFit(canvas));
  const cells = shown.map((row) => [
    inCell(row, theme, nowMs),
    escapeHtml(row.signal.title),
    escapeHtml(
      `${clusterWords(row.forecast.series.entity, clusters)}, ${entityWords(row.forecast.series.entity)}`,
    ),
    valueCell(row, theme),
    escapeHtml(formatValue(row.limit, row.signal.unit)),
  ]);
  const columns = [
    { title: 'Reached in', kind: 'short' },
    { title: 'What' },
    { title: 'Where', kind: 'name' },
    { title: 'About now', kind: 'number' },
    { title: 'Limit', kind: 'number' },
  ] as const;
  return frame(canvas, table(columns, cells) + moreLine(rows.length, shown.length));
}

function inCell(row: CapacityRow, theme: Theme, nowMs: number): string {
  const { reachMs, earliestMs, severity, isStale, forecast } = row;
  if (isStale) return '<span class="muted">forecast too old</span>';
  if (reachMs === undefined) {
    const beyond = `not in ${formatDuration(Math.max(0, endOf(forecast) - nowMs))}`;
    const early = earliestMs === undefined ? '' : `, earliest ${inWords(earliestMs)}`;
    return `<span class="muted">${beyond}${early}</span>`;
  }
  const colour = severity === undefined ? theme.text : theme.severity[severity];
  const early =
    earliestMs === undefined || earliestMs === reachMs
      ? ''
      : ` <span class="muted">earliest ${inWords(earliestMs)}</span>`;
  return `<b style="color:${colour}">${inWords(reachMs)}</b>${early}`;
}

function inWords(ms: number): string {
  return ms === 0 ? 'now' : formatDuration(ms);
}

/** The value over a bar of how much of the way is gone. */
function valueCell(row: CapacityRow, theme: Theme): string {
  const percent = Math.round(100 * shareOf(row));
  const colour = row.severity === undefined ? theme.bar : theme.severity[row.severity];
  const bar = `<div style="height:3px;background:${theme.line}"><div style="height:3px;width:${percent}%;background:${colour}"></div></div>`;
  return `${escapeHtml(formatValue(row.value, row.signal.unit))}${bar}`;
}
