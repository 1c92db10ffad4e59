import type { Metric } from '@aws-sdk/client-cloudwatch';
import type { CloudWatchMetric, Signal, Statistic } from '../../../domain/catalogue/signal.ts';
import type { Cluster } from '../../../domain/cluster.ts';
import type { PollQuery } from '../../../domain/cost/poll-plan.ts';
import { type Entity, type EntityLabel, entityKind } from '../../../domain/series/entity.ts';
import { createSeries, type Series } from '../../../domain/series/series.ts';

export const clusterDimension = 'Cluster Name';

const labelOfDimension: Readonly<Record<string, EntityLabel>> = {
  'Broker ID': 'broker',
  'Client Authentication': 'auth',
  'Consumer Group': 'group',
  Topic: 'topic',
  Partition: 'partition',
};

/** A series of the catalogue with the CloudWatch metric that gives it. */
export interface MetricQuery extends PollQuery {
  readonly series: Series;
  readonly signal: Signal;
  readonly metric: string;
  readonly dimensions: readonly { readonly Name: string; readonly Value: string }[];
  readonly statistic: Statistic;
  readonly scale: number;
  /** The metric is one of the catalogue's other spellings. */
  readonly isAlias: boolean;
}

/** The catalogue by the name of the metric, aliases included. */
export type MetricIndex = ReadonlyMap<string, readonly Candidate[]>;

interface Candidate {
  readonly signal: Signal;
  readonly source: CloudWatchMetric;
  readonly isAlias: boolean;
}

export function indexByMetric(signals: readonly Signal[]): MetricIndex {
  const index = new Map<string, Candidate[]>();
  for (const signal of signals) {
    for (const source of signal.cloudwatch ?? []) {
      for (const name of [source.metric, ...(source.aliases ?? [])]) {
        const candidates = index.get(name) ?? [];
        candidates.push({ signal, source, isAlias: name !== source.metric });
        index.set(name, candidates);
      }
    }
  }
  return index;
}

/**
 * The queries that a listed metric gives: one for each signal of the catalogue that has its name and its very
 * dimensions. The cluster's name may be missing among them (per-partition lag is seen with and without).
 * @returns empty when the catalogue does not know it
 */
export function matchMetric(metric: Metric, cluster: Cluster, index: MetricIndex): readonly MetricQuery[] {
  const shape = dimensionShape((metric.Dimensions ?? []).map(({ Name = '' }) => Name));
  const candidates = (index.get(metric.MetricName ?? '') ?? []).filter(
    ({ source }) => dimensionShape(source.dimensions) === shape,
  );
  const signals = new Set(candidates.map(({ signal }) => signal));
  return [...signals].flatMap((signal) => {
    const best = bestFor(
      cluster,
      candidates.filter((one) => one.signal === signal),
    );
    return best ? (queryOf(metric, cluster, best) ?? []) : [];
  });
}

/** Of several entries of one signal, the one that the cluster's type is said to emit. */
function bestFor(cluster: Cluster, candidates: readonly Candidate[]): Candidate | undefined {
  const { type } = cluster;
  const isEmitted = ({ source }: Candidate) => type !== 'self_managed' && source.level[type] !== undefined;
  return candidates.find(isEmitted) ?? candidates[0];
}

function dimensionShape(names: readonly string[]): string {
  return names
    .filter((name) => name !== clusterDimension)
    .sort()
    .join('|');
}

function queryOf(
  metric: Metric,
  cluster: Cluster,
  { signal, source, isAlias }: Candidate,
): MetricQuery | undefined {
  const entity = entityOf(metric, cluster);
  if (entityKind(entity) !== signal.entity) return undefined;
  const series = createSeries(signal.id, entity);
  return {
    key: series.key,
    cadence: signal.cadence,
    series,
    signal,
    metric: metric.MetricName ?? '',
    dimensions: (metric.Dimensions ?? []).map(({ Name = '', Value = '' }) => ({ Name, Value })),
    statistic: source.statistic,
    scale: source.scale ?? 1,
    isAlias,
  };
}

export function entityOf(metric: Metric, cluster: Cluster): Entity {
  const labels = (metric.Dimensions ?? []).flatMap(({ Name = '', Value = '' }) => {
    const label = labelOfDimension[Name];
    return label === undefined ? [] : [[label, Value] as const];
  });
  return { cluster: cluster.id, ...Object.fromEntries(labels) };
}

/** One query a series: where a metric is listed under two spellings, the first spelling is read. */
export function withoutAliases(queries: readonly MetricQuery[]): readonly MetricQuery[] {
  const byKey = new Map<string, MetricQuery>();
  for (const query of queries) {
    const known = byKey.get(query.key);
    if (known === undefined || (known.isAlias && !query.isAlias)) byKey.set(query.key, query);
  }
  return [...byKey.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
}
