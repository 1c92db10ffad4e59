import type { PrometheusMetric, Signal } from '../../../domain/catalogue/signal.ts';
import type { Entity, EntityLabel } from '../../../domain/series/entity.ts';
import { entityLabels } from '../../../domain/series/entity.ts';

/** A signal with one of the ways an exposition gives it. */
export interface Mapping {
  readonly signal: Signal;
  readonly metric: PrometheusMetric;
}

/** The catalogue's mappings by the metric name they look for. */
export function mappingsByName(signals: readonly Signal[]): ReadonlyMap<string, readonly Mapping[]> {
  const byName = new Map<string, Mapping[]>();
  for (const signal of signals) {
    for (const metric of signal.prometheus ?? []) {
      const list = byName.get(metric.metric);
      if (list) list.push({ signal, metric });
      else byName.set(metric.metric, [{ signal, metric }]);
    }
  }
  return byName;
}

/** Whether the labels are those the mapping asks for; `''` asks that a label be absent or empty. */
export function matches({ metric }: Mapping, labels: Readonly<Record<string, string>>): boolean {
  return Object.entries(metric.labels ?? {}).every(([label, wanted]) => (labels[label] ?? '') === wanted);
}

/**
 * The entity that a sample is about, or `undefined` when a label that names it is missing (the aggregate
 * that stands beside the per-topic samples, for example).
 */
export function entityOf(
  { signal, metric }: Mapping,
  labels: Readonly<Record<string, string>>,
  cluster: string,
  broker: string,
): Entity | undefined {
  const wanted: readonly EntityLabel[] = entityLabels[signal.entity];
  const found: { [label in EntityLabel]?: string } = {};
  if (wanted.includes('broker')) found.broker = broker;
  for (const [label, entityLabel] of Object.entries(metric.entityLabels ?? {})) {
    const value = labels[label];
    if (value === undefined || value === '') return undefined;
    found[entityLabel] = value;
  }
  if (wanted.some((label) => found[label] === undefined)) return undefined;
  return { cluster, ...Object.fromEntries(wanted.map((label) => [label, found[label]])) };
}

/** Several values of one entity as one, as the mapping says. */
export function combine(values: readonly number[], how: PrometheusMetric['combine'] = 'sum'): number {
  switch (how) {
    case 'max':
      return Math.max(...values);
    case 'min':
      return Math.min(...values);
    case 'average':
      return values.reduce((sum, value) => sum + value, 0) / values.length;
    case 'sum':
      return values.reduce((sum, value) => sum + value, 0);
  }
}
