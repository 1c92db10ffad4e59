import type { WidgetEvent } from '../../../lambdas/widget/event.ts';
import { createHandler, type WidgetInput } from '../../../lambdas/widget/handler.ts';
import type { Verdict } from '../../../lib/domain/anomaly/verdict.ts';
import { ruleById, rules, runbookById } from '../../../lib/domain/catalogue/index.ts';
import type { Cluster } from '../../../lib/domain/cluster.ts';
import type { Forecast } from '../../../lib/domain/forecast/forecast.ts';
import type { Incident } from '../../../lib/domain/incidents/incident.ts';
import type { Entity } from '../../../lib/domain/series/entity.ts';
import { createSeries } from '../../../lib/domain/series/series.ts';
import { createMemoryIncidentStore } from '../../memory/incident-store.ts';
import { createMemoryMetricStore } from '../../memory/metric-store.ts';

export const nowMs = Date.UTC(2026, 10, 20, 14, 30);
export const [minute, hour, day] = [60_000, 3_600_000, 86_400_000];

export const cluster: Cluster = {
  id: '111122223333/eu-west-1/orders',
  arn: 'arn:aws:kafka:eu-west-1:111122223333:cluster/orders/6357e0b2-5',
  name: 'orders',
  account: '111122223333',
  region: 'eu-west-1',
  type: 'standard',
  monitoring: 'PER_BROKER',
  brokerIds: ['1', '2', '3'],
};

type Labels = Omit<Entity, 'cluster'>;

export function seriesOf(signal: string, labels: Labels, of = cluster) {
  return createSeries(signal, { cluster: of.id, ...labels });
}

/** A forecast that goes evenly from one value to another in 48 steps of an hour, give or take `spread`. */
export function forecastOf(
  signal: string,
  labels: Labels,
  [from, to]: readonly [number, number],
  { spread = 2, originMs = nowMs - 30 * minute, of = cluster } = {},
): Forecast {
  const mean = Float64Array.from({ length: 48 }, (_, i) => from + ((to - from) * i) / 47);
  return {
    series: seriesOf(signal, labels, of),
    mean,
    lower: mean.map((value) => value - spread),
    upper: mean.map((value) => value + spread),
    originMs,
    stepMs: hour,
    level: 0.95,
    model: 'a naive model',
    trainedFromMs: nowMs - 14 * day,
    trainedToMs: nowMs - day,
    backtest: { error: 1, naiveError: 1 },
  };
}

/** An incident on the cluster. */
export function incidentOf(changes: Partial<Incident> & { readonly id: string }): Incident {
  return {
    dedupKey: changes.id,
    cluster: cluster.id,
    cause: 'disk',
    status: 'triggered',
    severity: 'error',
    title: 'Data disk over 85 %',
    entity: { cluster: cluster.id, broker: '2' },
    rule: 'disk_high',
    triggeredAtMs: nowMs - hour,
    findings: [],
    timeline: [],
    deliveries: {},
    version: 1,
    ...changes,
  };
}

/** A verdict around the value. */
export function verdictOf(
  signal: string,
  labels: Labels,
  timeMs: number,
  changes: Partial<Verdict>,
): Verdict {
  const base = { observed: 10, expected: 10, lower: 8, upper: 12, score: 0, pValue: 1, isAnomaly: false };
  return { series: seriesOf(signal, labels), timeMs, detector: 'test', ...base, ...changes };
}

/** A handler on stores in memory, and what it warned of. */
export function given(changes: Partial<WidgetInput> = {}) {
  const store = createMemoryMetricStore();
  const incidents = createMemoryIncidentStore();
  const warnings: unknown[] = [];
  const handler = createHandler({
    store,
    incidents,
    clusters: async () => [cluster],
    rules,
    runbookOf: (rule) => runbookById(ruleById(rule)?.runbook ?? ''),
    clock: { nowMs: () => nowMs },
    logger: { info: () => undefined, warn: (...words: unknown[]) => void warnings.push(words) },
    ...changes,
  });
  return { store, incidents, warnings, handler };
}

/** The event of a widget with these parameters. */
export function eventOf(
  params: Readonly<Record<string, unknown>>,
  context: WidgetEvent['widgetContext'] = {},
): WidgetEvent {
  const usual = { theme: 'light', width: 600, height: 360, timeRange: { start: nowMs - day } };
  return { ...params, widgetContext: { ...usual, params, ...context } };
}

/** The texts of the rows of a table, cell by cell. */
export function rowsIn(html: string): readonly (readonly string[])[] {
  const body = /<tbody>(.*)<\/tbody>/s.exec(html)?.[1] ?? '';
  return [...body.matchAll(/<tr>(.*?)<\/tr>/gs)].map(([, row = '']) =>
    [...row.matchAll(/<td[^>]*>(.*?)<\/td>/gs)].map(([, cell = '']) => cell.replace(/<[^>]*>/g, '')),
  );
}
