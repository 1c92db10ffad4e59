import type { PrometheusMetric } from '../../../domain/catalogue/signal.ts';
import type { Mapping } from './mapping.ts';

/** The label that says which broker a series of the server is of, and how its values name the broker. */
export interface BrokerLabel {
  /** @default 'instance' */
  readonly label: string;
}

/**
 * The PromQL of a mapping: rates of counters, combined as the mapping says by the labels that name the entity.
 * @param selector further matchers for every query, e.g. `job="kafka"`
 * @param windowMs of the rates
 */
export function promqlOf(
  { signal, metric }: Mapping,
  { label }: BrokerLabel,
  selector: string,
  windowMs: number,
): string {
  const matchers = Object.entries(metric.labels ?? {}).map(
    ([name, value]) => `${name}=${JSON.stringify(value)}`,
  );
  if (selector !== '') matchers.push(selector);
  const named = Object.keys(metric.entityLabels ?? {});
  for (const name of named) matchers.push(`${name}!=""`);
  const series = `${metric.metric}{${matchers.join(',')}}`;
  const value = metric.type === 'counter' ? `rate(${series}[${Math.ceil(windowMs / 1000)}s])` : series;
  const by = [...(needsBroker(signal.entity) ? [label] : []), ...named];
  return `${aggregation(metric.combine)} by (${by.join(', ')}) (${value})`;
}

function needsBroker(entity: string): boolean {
  return entity.startsWith('broker');
}

function aggregation(how: PrometheusMetric['combine'] = 'sum'): string {
  return how === 'average' ? 'avg' : how;
}
