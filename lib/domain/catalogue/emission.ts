import { type Cluster, monitoringLevels } from '../cluster.ts';
import type { CloudWatchMetric, Signal } from './signal.ts';

/** The kinds of source that a cluster may be watched through. */
export const sourceKinds = ['cloudwatch', 'prometheus', 'kafka', 'files'] as const;
export type SourceKind = (typeof sourceKinds)[number];

/** Through what a cluster of its type is watched when nothing else is said. */
export function usualSources(cluster: Cluster): readonly SourceKind[] {
  return cluster.type === 'self_managed' ? ['prometheus', 'kafka', 'files'] : ['cloudwatch'];
}

/**
 * Whether the cluster emits the signal through one of the sources. What is not known of a cluster counts as
 * not there: without a monitoring level the free one is taken.
 * @param through @default usualSources(cluster)
 */
export function emits(
  cluster: Cluster,
  signal: Signal,
  through: readonly SourceKind[] = usualSources(cluster),
): boolean {
  return through.some((source) => comesThrough(source, cluster, signal));
}

function comesThrough(source: SourceKind, cluster: Cluster, signal: Signal): boolean {
  if (source === 'cloudwatch') return cloudWatchMetricOf(cluster, signal) !== undefined;
  if (source === 'kafka') return signal.kafka === true;
  if (source === 'files') return signal.files === true;
  // MSK Serverless has no open monitoring.
  return cluster.type !== 'serverless' && (signal.prometheus ?? []).length > 0;
}

/** The metric of AWS/Kafka by which the cluster emits the signal, or `undefined` when it does not. */
export function cloudWatchMetricOf(cluster: Cluster, signal: Signal): CloudWatchMetric | undefined {
  return signal.cloudwatch?.find((metric) => hasLevel(cluster, metric) && hasFeatures(cluster, metric));
}

function hasLevel(cluster: Cluster, metric: CloudWatchMetric): boolean {
  if (cluster.type === 'self_managed') return false;
  const needed = metric.level[cluster.type];
  if (needed === undefined) return false;
  return monitoringLevels.indexOf(cluster.monitoring ?? 'DEFAULT') >= monitoringLevels.indexOf(needed);
}

function hasFeatures(cluster: Cluster, metric: CloudWatchMetric): boolean {
  return (
    (metric.metadata === undefined || metric.metadata === cluster.metadata) &&
    (!metric.tieredStorage || cluster.tieredStorage === true) &&
    (!metric.iamAuth || cluster.iamAuth === true) &&
    (!metric.burstable || isBurstable(cluster))
  );
}

function isBurstable(cluster: Cluster): boolean {
  return cluster.instanceType?.startsWith('kafka.t3.') === true;
}
