import { readFileSync } from 'node:fs';
import {
  CloudWatchClient,
  GetMetricDataCommand,
  type GetMetricDataCommandInput,
  ListMetricsCommand,
  type ListMetricsCommandInput,
  type Metric,
  type MetricDataQuery,
  type MetricDataResult,
} from '@aws-sdk/client-cloudwatch';
import {
  DescribeClusterV2Command,
  KafkaClient,
  ListClustersV2Command,
  ListNodesCommand,
  ListTopicsCommand,
  type Cluster as MskCluster,
} from '@aws-sdk/client-kafka';
import { mockClient } from 'aws-sdk-client-mock';

const region = 'eu-central-1';
const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
const folder = 'test/fixtures/cloudwatch';

export const clusters = JSON.parse(readFileSync(`${folder}/clusters.json`, 'utf8'))
  .ClusterInfoList as MskCluster[];

type Listed = [cluster: string | null, metric: string, dimensions: Record<string, string>];

/** The metrics of the fixture as ListMetrics gives them. */
export const listedMetrics: readonly Metric[] = (
  JSON.parse(readFileSync(`${folder}/metrics.json`, 'utf8')) as Listed[]
).map(([cluster, MetricName, dims]) => ({
  Namespace: 'AWS/Kafka',
  MetricName,
  Dimensions: Object.entries({ ...(cluster && { 'Cluster Name': cluster }), ...dims }).map(
    ([Name, Value]) => ({
      Name,
      Value,
    }),
  ),
}));

export function awsError(name: string, status = 400, message = name): Error {
  return Object.assign(new Error(message), { name, $metadata: { httpStatusCode: status } });
}

export interface FakeOptions {
  readonly metrics?: readonly Metric[];
  /** The value of a minute; `undefined` where there is none. */
  readonly valueAt?: (metric: Metric, timeMs: number) => number | undefined;
  /** Points of one answer before it is continued by NextToken. */
  readonly pagePoints?: number;
  /** Order of the points in an answer, whatever was asked. */
  readonly order?: 'asked' | 'descending';
  readonly topics?: readonly string[];
}

/** MSK and CloudWatch in memory, behind mocked clients of the SDK: pages of two, statistics by period. */
export function createFakeAws(options: FakeOptions = {}) {
  const kafka = mockClient(new KafkaClient({ region, credentials }));
  const cloudwatch = mockClient(new CloudWatchClient({ region, credentials }));
  const { metrics = listedMetrics, topics = ['payments', 'logins'] } = options;

  kafka.on(ListClustersV2Command).callsFake(({ NextToken }) => {
    const page = pageOf(clusters, NextToken, 2);
    return { ClusterInfoList: page.items, NextToken: page.next };
  });
  kafka.on(DescribeClusterV2Command).callsFake(({ ClusterArn }) => {
    const ClusterInfo = clusters.find((one) => one.ClusterArn === ClusterArn);
    if (!ClusterInfo) throw awsError('NotFoundException', 404);
    return { ClusterInfo };
  });
  kafka.on(ListNodesCommand).callsFake(({ ClusterArn, NextToken }) => {
    const msk = clusters.find((one) => one.ClusterArn === ClusterArn);
    const count = msk?.Provisioned?.NumberOfBrokerNodes ?? 0;
    const nodes = Array.from({ length: count }, (_, i) => ({ BrokerNodeInfo: { BrokerId: count - i } }));
    const page = pageOf(nodes, NextToken, 2);
    return { NodeInfoList: page.items, NextToken: page.next };
  });
  kafka.on(ListTopicsCommand).callsFake(({ NextToken }) => {
    const page = pageOf(topics, NextToken, 1);
    return { Topics: page.items.map((TopicName) => ({ TopicName })), NextToken: page.next };
  });
  cloudwatch.on(ListMetricsCommand).callsFake((input: ListMetricsCommandInput) => {
    const page = pageOf(
      metrics.filter((metric) => isAsked(metric, input)),
      input.NextToken,
      2,
    );
    return { Metrics: page.items, NextToken: page.next };
  });
  cloudwatch.on(GetMetricDataCommand).callsFake((input) => getMetricData(input, options));
  return { kafka, cloudwatch };
}

function pageOf<T>(items: readonly T[], token: string | undefined, size: number) {
  const at = Number(token ?? 0);
  return {
    items: items.slice(at, at + size),
    next: at + size < items.length ? String(at + size) : undefined,
  };
}

function isAsked(metric: Metric, { MetricName, Dimensions = [] }: ListMetricsCommandInput): boolean {
  if (MetricName !== undefined && metric.MetricName !== MetricName) return false;
  return Dimensions.every((wanted) =>
    metric.Dimensions?.some((one) => one.Name === wanted.Name && one.Value === wanted.Value),
  );
}

function getMetricData(input: GetMetricDataCommandInput, options: FakeOptions) {
  const { MetricDataQueries: queries = [], StartTime, EndTime, NextToken, ScanBy } = input;
  if (queries.length > 500) throw awsError('ValidationError', 400, 'more than 500 queries');
  if (!StartTime || !EndTime) throw awsError('ValidationError', 400, 'no range');
  const isDescending = options.order === 'descending' || ScanBy !== 'TimestampAscending';
  const all = queries.flatMap((query) => {
    const points = pointsOf(query, StartTime.getTime(), EndTime.getTime(), options);
    return (isDescending ? points.reverse() : points).map((point) => ({ id: query.Id, point }));
  });
  const page = pageOf(all, NextToken, options.pagePoints ?? 100_800);
  const isLast = page.next === undefined;
  const MetricDataResults = queries.map(({ Id }): MetricDataResult => {
    const mine = page.items.filter(({ id }) => id === Id).map(({ point }) => point);
    return {
      Id,
      StatusCode: isLast ? 'Complete' : 'PartialData',
      Timestamps: mine.map(([timeMs]) => new Date(timeMs)),
      Values: mine.map(([, value]) => value),
    };
  });
  return { MetricDataResults, NextToken: page.next };
}

function pointsOf(query: MetricDataQuery, fromMs: number, toMs: number, options: FakeOptions) {
  const { Metric: metric = {}, Period = 60, Stat } = query.MetricStat ?? {};
  const valueAt = options.valueAt ?? ((_: Metric, timeMs: number) => (timeMs / 60_000) % 60);
  const periodMs = Period * 1000;
  const points: [number, number][] = [];
  for (let at = Math.floor(fromMs / periodMs) * periodMs; at < toMs; at += periodMs) {
    const minutes = Array.from({ length: Period / 60 }, (_, i) => valueAt(metric, at + i * 60_000));
    const values = minutes.filter((value) => value !== undefined);
    if (values.length > 0) points.push([at, statisticOf(Stat, values)]);
  }
  return points;
}

function statisticOf(name: string | undefined, values: readonly number[]): number {
  const sum = values.reduce((a, b) => a + b, 0);
  if (name === 'Maximum') return Math.max(...values);
  if (name === 'Minimum') return Math.min(...values);
  return name === 'Sum' ? sum : sum / values.length;
}
