import { ListMetricsCommand, type Metric } from '@aws-sdk/client-cloudwatch';
import { ListTopicsCommand } from '@aws-sdk/client-kafka';
import type { Cluster } from '../../../domain/cluster.ts';
import type { Problem } from '../../../domain/series/samples.ts';
import { inParallel } from '../../aws/parallel.ts';
import { isTransient, lineOf } from '../../aws/retry.ts';
import type { Described, Found } from './clusters.ts';
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

/** What one cluster emits. */
export interface ClusterQueries extends Described {
  /** Sorted by key, one a series. */
  readonly queries: readonly MetricQuery[];
  /** False when the list failed on the way. */
  readonly isWhole: boolean;
}

interface Listed extends ClusterQueries {
  readonly problems: readonly Problem[];
}

/**
 * Visits the series that each cluster emits, found by listing and never by guessing, several clusters at a time.
 * Those that may emit lag without the name of their cluster come last, when all that is listed.
 * @throws what the visitor throws
 */
export async function findQueries(
  settings: Settings,
  clusters: readonly Described[],
  visit: (found: ClusterQueries) => Promise<void>,
): Promise<readonly Problem[]> {
  const index = indexByMetric(settings.signals);
  const waiting: Listed[] = [];
  const problems = await inParallel(clusters, settings.width, async (one) => {
    const listed = await queriesOfCluster(settings, one, index);
    if (mayBeUnnamed(one.cluster)) waiting.push(listed);
    else await visit(listed);
    return listed.problems;
  });
  const unnamed = await unnamedQueries(settings, waiting, index);
  await inParallel(waiting, settings.width, (listed) => {
    const mine = unnamed.items.filter(({ series }) => series.entity.cluster === listed.cluster.id);
    const isWhole = listed.isWhole && unnamed.isWhole;
    return visit({ ...listed, queries: withoutAliases([...listed.queries, ...mine]), isWhole });
  });
  return [...problems.flat(), ...unnamed.problems];
}

async function queriesOfCluster(
  settings: Settings,
  described: Described,
  index: MetricIndex,
): Promise<Listed> {
  const { cluster } = described;
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
  const there = queries.filter((query) => isThere(query, cluster, topics.items));
  return {
    ...described,
    queries: withoutAliases(there),
    isWhole: listed.problems.length === 0,
    problems: [...listed.problems, ...topics.problems, ...unknownMetrics(cluster, unknown)],
  };
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
  const { cloudwatch, pace } = settings;
  try {
    const items = await allPages(settings, async (NextToken) => {
      await pace();
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

/** Whether the cluster emits lag of partitions, which is seen with and without the name of the cluster. */
function mayBeUnnamed({ monitoring }: Cluster): boolean {
  return monitoring === 'PER_TOPIC_PER_PARTITION';
}

/**
 * Per-partition lag that was emitted without the name of its cluster. It belongs to the one cluster that
 * emits group lag for the same group and topic; where two do, it is nobody's, and said so.
 */
async function unnamedQueries(
  settings: Settings,
  owners: readonly ClusterQueries[],
  index: MetricIndex,
): Promise<Found<MetricQuery> & { readonly isWhole: boolean }> {
  if (owners.length === 0) return { items: [], problems: [], isWhole: true };
  const ownerOf = ownersByGroup(owners);
  const items: MetricQuery[] = [];
  const problems: Problem[] = [];
  let isWhole = true;
  for (const metric of partitionMetrics(settings)) {
    const listed = await listMetrics(settings, metric, { MetricName: metric });
    problems.push(...listed.problems);
    isWhole &&= listed.problems.length === 0;
    const owned = ownedByOne(listed.items.filter(isUnnamed), ownerOf, index);
    items.push(...owned.items);
    if (owned.orphans > 0) problems.push(ambiguous(metric, owned.orphans));
  }
  return { items, problems, isWhole };
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

/** The one cluster that reads a topic by a group; `undefined` where several do. */
type Owners = ReadonlyMap<string, Cluster | undefined>;

function ownersByGroup(found: readonly ClusterQueries[]): Owners {
  const owners = new Map<string, Cluster | undefined>();
  for (const { cluster, queries } of found)
    for (const { series } of queries) {
      const reading = readingOf(series.entity);
      const isShared = owners.has(reading) && owners.get(reading)?.id !== cluster.id;
      owners.set(reading, isShared ? undefined : cluster);
    }
  return owners;
}

function ownedByOne(
  metrics: readonly Metric[],
  owners: Owners,
  index: MetricIndex,
): { readonly items: readonly MetricQuery[]; readonly orphans: number } {
  let orphans = 0;
  const items = metrics.flatMap((metric) => {
    const labels = Object.fromEntries((metric.Dimensions ?? []).map((d) => [d.Name, d.Value]));
    const owner = owners.get(readingOf({ group: labels['Consumer Group'], topic: labels.Topic }));
    if (owner === undefined) orphans++;
    return owner === undefined ? [] : matchMetric(metric, owner, index);
  });
  return { items, orphans };
}

function readingOf({ group, topic }: { group?: string | undefined; topic?: string | undefined }): string {
  return JSON.stringify([group, topic]);
}
