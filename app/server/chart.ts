import type { Verdict } from '../../lib/domain/anomaly/verdict.ts';
import type { Signal } from '../../lib/domain/catalogue/signal.ts';
import type { Forecast } from '../../lib/domain/forecast/forecast.ts';
import { entityWords } from '../../lib/domain/series/entity.ts';
import type { Samples } from '../../lib/domain/series/samples.ts';
import type { Series } from '../../lib/domain/series/series.ts';
import type { RuntimeView } from '../runtime-view.ts';
import type { AnomalyJson, BandJson, ChartJson, ForecastJson, LineJson } from './api-types.ts';
import { bucketed, chartStep, groupedBy, withGaps } from './buckets.ts';
import { lineLabel } from './label.ts';
import type { PointsQuery } from './query.ts';

/** Anomalies of one line that are sent; the newest are kept. */
const maxAnomalies = 200;
/** Steps of the coarse reading by which series are ranked. */
const rankSteps = 48;

interface Window {
  readonly fromMs: number;
  readonly toMs: number;
  readonly stepMs: number;
  readonly untilMs: number;
}

/** One chart: the lines of the asked signals, each with its expected band, anomalies and forecast. */
export async function chartOf(
  view: RuntimeView,
  signals: ReadonlyMap<string, Signal>,
  query: PointsQuery,
): Promise<ChartJson> {
  const { nowMs } = view.status();
  const window = windowOf(query, nowMs);
  const { shown, omitted } = await choose(view, signals, query, window);
  const keys = shown.map(({ key }) => key);
  const range = { cluster: query.cluster, keys, fromMs: window.fromMs, toMs: window.toMs };
  const [samples, verdicts, forecasts] = await Promise.all([
    readByRollup(view, signals, shown, range, window.stepMs),
    keys.length === 0 ? [] : view.verdicts(range),
    keys.length === 0 ? [] : view.forecasts({ cluster: query.cluster, keys }),
  ]);
  const verdictsOf = groupedBy(verdicts, ({ series }) => series.key);
  const forecastOf = new Map(forecasts.map((forecast) => [forecast.series.key, forecast]));
  const lines = shown.flatMap((series) => {
    const own = samples.get(series.key);
    const signal = signals.get(series.signal);
    if (own === undefined || signal === undefined) return [];
    const label = lineLabel(signal, series.entity, query.signal.length === 1);
    return [lineOf(own, signal, label, window, verdictsOf.get(series.key) ?? [], forecastOf.get(series.key))];
  });
  return { fromMs: window.fromMs, toMs: window.untilMs, nowMs, stepMs: window.stepMs, lines, omitted };
}

function windowOf({ to, span, ahead, width }: PointsQuery, nowMs: number): Window {
  const toMs = to ?? nowMs;
  const stepMs = chartStep(span, width);
  // `toMs` is exclusive for the store, and the newest point is wanted.
  return { fromMs: toMs - span, toMs: toMs + 1, stepMs, untilMs: toMs + ahead };
}

/** The series to draw: all that match, or the most harmful ones when they are too many to tell apart. */
async function choose(
  view: RuntimeView,
  signals: ReadonlyMap<string, Signal>,
  query: PointsQuery,
  { fromMs, toMs }: Window,
): Promise<{ readonly shown: readonly Series[]; readonly omitted: number }> {
  const known = await view.series({ cluster: query.cluster, signals: query.signal });
  const matching = known.filter((series) => series.lastMs >= fromMs && isAskedFor(series, query));
  if (matching.length <= query.lines) return { shown: inOrder(matching, query), omitted: 0 };
  const keys = matching.map(({ key }) => key);
  // Many steps, since steps are aligned to the epoch: of one as long as the chart only a part would be in it.
  const stepMs = Math.ceil((toMs - fromMs) / rankSteps);
  const totals = await view.read({ cluster: query.cluster, keys, fromMs, toMs, stepMs, rollup: 'average' });
  const rank = new Map(totals.map((samples) => [samples.series.key, rankOf(samples, signals)]));
  const ranked = matching.toSorted((a, b) => (rank.get(b.key) ?? -Infinity) - (rank.get(a.key) ?? -Infinity));
  return { shown: inOrder(ranked.slice(0, query.lines), query), omitted: matching.length - query.lines };
}

/** How harmful a series is beside others: its mean over the chart, turned round where low is bad. */
function rankOf({ series, values }: Samples, signals: ReadonlyMap<string, Signal>): number {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  return signals.get(series.signal)?.harm === 'low' ? -mean : mean;
}

const labels = ['topic', 'broker', 'group'] as const;

/** Whether the series passes the filters; a series without the label is not about it and passes. */
function isAskedFor({ entity }: Series, query: PointsQuery): boolean {
  return labels.every((label) => {
    const own = entity[label];
    return query[label] === undefined || own === undefined || own === query[label];
  });
}

/** A stable order, so that a line keeps its colour from one answer to the next. */
function inOrder(series: readonly Series[], { signal }: PointsQuery): readonly Series[] {
  return series.toSorted(
    (a, b) =>
      signal.indexOf(a.signal) - signal.indexOf(b.signal) ||
      entityWords(a.entity).localeCompare(entityWords(b.entity), 'en', { numeric: true }),
  );
}

async function readByRollup(
  view: RuntimeView,
  signals: ReadonlyMap<string, Signal>,
  shown: readonly Series[],
  range: { readonly cluster: string; readonly fromMs: number; readonly toMs: number },
  stepMs: number,
): Promise<ReadonlyMap<string, Samples>> {
  const groups = groupedBy(shown, ({ signal }) => signals.get(signal)?.rollup ?? 'average');
  const parts = await Promise.all(
    [...groups].map(([rollup, series]) =>
      view.read({ ...range, keys: series.map(({ key }) => key), stepMs, rollup }),
    ),
  );
  return new Map(parts.flat().map((samples) => [samples.series.key, samples]));
}

function lineOf(
  { series, timesMs, values }: Samples,
  signal: Signal,
  label: string,
  window: Window,
  verdicts: readonly Verdict[],
  forecast: Forecast | undefined,
): LineJson {
  const ahead = forecast && forecastJson(forecast, signal, window);
  return {
    key: series.key,
    signal: signal.id,
    label,
    unit: signal.unit,
    ...withGaps([...timesMs], [...values]),
    ...(verdicts.length > 0 && { band: bandOf(verdicts, signal, window.stepMs) }),
    anomalies: verdicts
      .filter(({ isAnomaly }) => isAnomaly)
      .slice(-maxAnomalies)
      .map(anomalyJson),
    ...(ahead && { forecast: ahead }),
  };
}

function bandOf(verdicts: readonly Verdict[], { rollup }: Signal, stepMs: number): BandJson {
  const columns = [(v: Verdict) => v.lower, (v: Verdict) => v.upper];
  const { t, columns: rows } = bucketed(verdicts, (v) => v.timeMs, columns, stepMs, rollup);
  return { t, lower: rows[0] ?? [], upper: rows[1] ?? [] };
}

function anomalyJson({ timeMs, observed, expected, lower, upper, pValue }: Verdict): AnomalyJson {
  return { t: timeMs, value: observed, expected, lower, upper, pValue };
}

/** The part of the forecast that is still ahead and inside the chart. */
function forecastJson(forecast: Forecast, { rollup }: Signal, window: Window): ForecastJson | undefined {
  const { originMs, stepMs, mean, lower, upper, model, level, backtest } = forecast;
  const rows = [...mean]
    .map((value, i) => ({
      t: originMs + (i + 1) * stepMs,
      value,
      lower: lower[i] ?? value,
      upper: upper[i] ?? value,
    }))
    .filter(({ t }) => t >= window.toMs - window.stepMs && t <= window.untilMs);
  if (rows.length === 0) return undefined;
  type Row = (typeof rows)[number];
  const columns = [(row: Row) => row.value, (row: Row) => row.lower, (row: Row) => row.upper];
  const { t, columns: c } = bucketed(rows, (row) => row.t, columns, window.stepMs, rollup);
  return { t, mean: c[0] ?? [], lower: c[1] ?? [], upper: c[2] ?? [], model, level, backtest };
}
