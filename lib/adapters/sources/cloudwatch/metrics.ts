import { ListMetricsCommand, type Metric } from '@aws-sdk/client-cloudwatch';
import { ListTopicsCommand } from '@aws-sdk/client-kafka';
import type { Cluster } from '../../../domain/cluster.ts';
import type { Problem } from '../../../domain/series/samples.ts';
import { isTransient, lineOf } from '../../aws/retry.ts';
import type { Found } from './clusters.ts';
import {
  clusterDimension,
  indexByMetric,
  type MetricIndex,
  type MetricQuery,
  matchMetric,
  withoutAliases,
} from './match.ts';
import type { Settings } from './options.ts';
import { allPages } from './pages.ts';
import { problemOf } from './problems.ts';

const namespace = 'AWS/Kafka';

/** The series that the clusters emit, found by listing and never by guessing. */
export async function findQueries(
  settings: Settings,
  clusters: readonly Cluster[],
): Promise<Found<MetricQuery>> {
  const index = indexByMetric(settings.signals);
  const queries: MetricQuery[] = [];
  const problems: Problem[] = [];
  for (const cluster of clusters) {
    const found = await queriesOfCluster(settings, cluster, index);
    queries.push(...found.items);
    problems.push(...found.problems);
  }
  const unnamed = await unnamedQueries(settings, clusters, queries, index);
  problems.push(...unnamed.problems);
  return { items: withoutAliases([...queries, ...unnamed.items]), problems };
}

async function queriesOfCluster(
  settings: Settings,
  cluster: Cluster,
  index: MetricIndex,
): Promise<Found<MetricQuery>> {
  const listed = await listMetrics(settings, cluster.name, {
    Dimensions: [{ Name: clusterDimension, Value: cluster.name }],
  });
  const topics = await topicsOf(settings, cluster);
  const queries: MetricQuery[] = [];
  const unknown = new Map<string, number>();
  for (const metric of listed.items) {
    const matched = matchMetric(metric, cluster, index);
    queries.push(...matched);
    const name = metric.MetricName ?? '';
    if (matched.length === 0) unknown.set(name, (unknown.get(name) ?? 0) + 1);
  }
  const items = queries.filter((query) => isThere(query, cluster, topics.items));
  return { items, problems: [...listed.problems, ...topics.problems, ...unknownMetrics(cluster, unknown)] };
}

function unknownMetrics({ name }: Cluster, counts: ReadonlyMap<string, number>): readonly Problem[] {
  return [...counts].map(([metric, count]) => ({
    kind: 'unknown_metric',
    where: `${name} ${metric}`,
    message: `the catalogue has no signal for ${namespace} ${metric} with these dimensions; it is not read`,
    count,
  }));
}

/**
 * Whether what the series is measured on still exists: CloudWatch goes on listing a metric for two weeks
 * after it has ended, and asking for it is paid. Internal topics are not listed by MSK: they always pass.
 */
function isThere({ series }: MetricQuery, cluster: Cluster, topics: readonly string[]): boolean {
  const { broker, topic } = series.entity;
  if (broker !== undefined && cluster.brokerIds.length > 0 && !cluster.brokerIds.includes(broker)) {
    return false;
  }
  return topic === undefined || topics.length === 0 || topic.startsWith('__') || topics.includes(topic);
}

/** Names of the cluster's topics; empty with a problem where MSK cannot list them (older versions). */
async function topicsOf(settings: Settings, cluster: Cluster): Promise<Found<string>> {
  const { kafka } = settings;
  try {
    const topics = await allPages(settings, async (NextToken) => {
      const page = await kafka.send(new ListTopicsCommand({ ClusterArn: cluster.arn, NextToken }));
      return { items: page.Topics, next: page.NextToken };
    });
    return { items: topics.flatMap(({ TopicName }) => TopicName ?? []), problems: [] };
  } catch (error) {
    if (isTransient(error))
      return { items: [], problems: [problemOf('kafka:ListTopics', cluster.name, error)] };
    const message = `topics are not listed, so series of deleted ones are read for two weeks more: ${lineOf(error)}`;
    return { items: [], problems: [{ kind: 'topics_unknown', where: cluster.name, message, count: 1 }] };
  }
}

async function listMetrics(
  settings: Settings,
  where: string,
  filter: { readonly MetricName?: string; readonly Dimensions?: { Name: string; Value: string }[] },
): Promise<Found<Metric>> {
  const { cloudwatch } = settings;
  try {
    const items = await allPages(settings, async (NextToken) => {
      const page = await cloudwatch.send(
        new ListMetricsCommand({ Namespace: namespace, ...filter, NextToken }),
      );
      return { items: page.Metrics, next: page.NextToken };
    });
    return { items, problems: [] };
  } catch (error) {
    return { items: [], problems: [problemOf('cloudwatch:ListMetrics', where, error)] };
  }
}

/**
 * Per-partition lag that was emitted without the name of its cluster. It belongs to the one cluster that
 * emits group lag for the same group and topic; where two do, it is nobody's, and said so.
 */
async function unnamedQueries(
  settings: Settings,
  clusters: readonly Cluster[],
  queries: readonly MetricQuery[],
  index: MetricIndex,
): Promise<Found<MetricQuery>> {
  if (!clusters.some(({ monitoring }) => monitoring === 'PER_TOPIC_PER_PARTITION')) {
    return { items: [], problems: [] };
  }
  const items: MetricQuery[] = [];
  const problems: Problem[] = [];
  for (const metric of partitionMetrics(settings)) {
    const listed = await listMetrics(settings, metric, { MetricName: metric });
    problems.push(...listed.problems);
    const owned = ownedByOne(listed.items.filter(isUnnamed), clusters, queries, index);
    items.push(...owned.items);
    if (owned.orphans > 0) problems.push(ambiguous(metric, owned.orphans));
  }
  return { items, problems };
}

function partitionMetrics({ signals }: Settings): readonly string[] {
  const sources = signals
    .filter((one) => one.entity === 'group_partition')
    .flatMap((s) => s.cloudwatch ?? []);
  return [...new Set(sources.flatMap(({ metric, aliases = [] }) => [metric, ...aliases]))];
}

function isUnnamed({ Dimensions = [] }: Metric): boolean {
  return !Dimensions.some(({ Name }) => Name === clusterDimension);
}

function ambiguous(metric: string, count: number): Problem {
  const message = `series of ${metric} carry no ${clusterDimension}, and not exactly one cluster has their group and topic; they are not read`;
  return { kind: 'ambiguous_cluster', where: metric, message, count };
}

function ownedByOne(
  metrics: readonly Metric[],
  clusters: readonly Cluster[],
  queries: readonly MetricQuery[],
  index: MetricIndex,
): { readonly items: readonly MetricQuery[]; readonly orphans: number } {
  const groups = new Set(queries.map(({ series: { entity } }) => ownership(entity.cluster, entity)));
  let orphans = 0;
  const items = metrics.flatMap((metric) => {
    const labels = Object.fromEntries((metric.Dimensions ?? []).map((d) => [d.Name, d.Value]));
    const entity = { group: labels['Consumer Group'], topic: labels.Topic };
    const owners = clusters.filter(({ id }) => groups.has(ownership(id, entity)));
    const owner = owners.length === 1 ? owners[0] : undefined;
    if (owner === undefined) orphans++;
    return owner === undefined ? [] : matchMetric(metric, owner, index);
  });
  return { items, orphans };
}

function ownership(
  cluster: string,
  { group, topic }: { readonly group?: string | undefined; readonly topic?: string | undefined },
): string {
  return JSON.stringify([cluster, group, topic]);
}
