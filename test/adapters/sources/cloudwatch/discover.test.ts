import { GetMetricDataCommand, ListMetricsCommand } from '@aws-sdk/client-cloudwatch';
import { ListClustersV2Command, ListNodesCommand, ListTopicsCommand } from '@aws-sdk/client-kafka';
import {
  type CloudWatchSourceOptions,
  createCloudWatchSource,
} from '../../../../lib/adapters/sources/cloudwatch/index.ts';
import type { Signal } from '../../../../lib/domain/catalogue/signal.ts';
import { ConfigError } from '../../../../lib/ports/errors.ts';
import { awsError, clusters, createFakeAws, type FakeOptions, listedMetrics } from './fake-aws.ts';

const nowMs = Date.UTC(2026, 10, 20, 12, 0);
const ordersArn = clusters[0]?.ClusterArn ?? '';

function sourceOf(options: Partial<CloudWatchSourceOptions> = {}, fake: FakeOptions = {}) {
  const aws = createFakeAws(fake);
  const pauses: number[] = [];
  const source = createCloudWatchSource({
    kafka: aws.kafka as never,
    cloudwatch: aws.cloudwatch as never,
    clock: { nowMs: () => nowMs },
    delay: async (ms) => void pauses.push(ms),
    ...options,
  });
  return { ...aws, source, pauses };
}

test('clusters of every kind are found over all pages, with what MSK says of them', async () => {
  const { clusters: found } = await sourceOf().source.discover(nowMs);
  expect(found).toEqual([
    {
      id: '123456789012/eu-central-1/orders',
      name: 'orders',
      account: '123456789012',
      region: 'eu-central-1',
      arn: ordersArn,
      type: 'standard',
      state: 'ACTIVE',
      metadata: 'kraft',
      monitoring: 'PER_TOPIC_PER_PARTITION',
      kafkaVersion: '3.7.x.kraft',
      instanceType: 'kafka.m7g.large',
      brokerIds: ['1', '2', '3'],
      storageGib: 1000,
      volumeMibPerSecond: 250,
      tieredStorage: true,
      iamAuth: true,
    },
    expect.objectContaining({
      name: 'clicks',
      type: 'express',
      state: 'MAINTENANCE',
      metadata: 'zookeeper',
      brokerIds: ['1', '2'],
    }),
    expect.objectContaining({ name: 'audit', type: 'serverless', brokerIds: [], iamAuth: true }),
  ]);
  expect(found[2]).not.toHaveProperty('metadata');
});

const orders = 'cluster=123456789012/eu-central-1/orders';

test('series are those that are listed and still there, one for two spellings', async () => {
  const { series } = await sourceOf().source.discover(nowMs);
  expect(series.map(({ key }) => key)).toEqual([
    `broker_topic_bytes_in{${orders},broker=1,topic=payments}`,
    'bytes_in{cluster=123456789012/eu-central-1/clicks,broker=1}',
    `bytes_in{${orders},broker=1}`,
    `bytes_in{${orders},broker=2}`,
    `client_connections{${orders},broker=1,auth=IAM}`,
    `cpu_user{${orders},broker=1}`,
    `lag_max{${orders},group=billing,topic=payments}`,
    'lag_seconds{cluster=123456789012/eu-central-1/audit,group=sweep,topic=logins}',
    `lag_seconds{${orders},group=billing,topic=payments}`,
    `offline_partitions{${orders}}`,
    `partition_lag{${orders},group=billing,topic=payments,partition=0}`,
    'storage_used{cluster=123456789012/eu-central-1/clicks}',
    'topic_bytes_in{cluster=123456789012/eu-central-1/audit,topic=logins}',
  ]);
});

test("metrics that the catalogue does not know are counted, and so is lag that is nobody's", async () => {
  const { problems } = await sourceOf().source.discover(nowMs);
  expect(problems).toEqual([
    expect.objectContaining({ kind: 'unknown_metric', where: 'orders BrandNewMetric', count: 2 }),
    expect.objectContaining({ kind: 'ambiguous_cluster', where: 'OffsetLag', count: 1 }),
  ]);
});

test('of two spellings of one metric the first is asked for', async () => {
  const { source, cloudwatch } = sourceOf();
  const key = `lag_seconds{${orders},group=billing,topic=payments}`;
  await source.read({ fromMs: nowMs - 300_000, toMs: nowMs, keys: new Set([key]) });
  const [call] = cloudwatch.commandCalls(GetMetricDataCommand);
  expect(call?.args[0].input.MetricDataQueries?.map((q) => q.MetricStat?.Metric?.MetricName)).toEqual([
    'EstimatedMaxTimeLag',
  ]);
});

test('per-partition lag that carries the name of its cluster is taken as it is', async () => {
  const named = listedMetrics
    .filter(({ MetricName }) => MetricName === 'OffsetLag')
    .map((metric) => ({
      ...metric,
      Dimensions: [{ Name: 'Cluster Name', Value: 'orders' }, ...(metric.Dimensions ?? [])],
    }));
  const { source } = sourceOf({}, { metrics: named, topics: ['payments', 'elsewhere'] });
  const { series, problems } = await source.discover(nowMs);
  expect(series.map(({ key }) => key)).toEqual([
    `partition_lag{${orders},group=billing,topic=payments,partition=0}`,
    `partition_lag{${orders},group=stranger,topic=elsewhere,partition=0}`,
  ]);
  expect(problems).toEqual([]);
});

test('a list of signals given narrows what is looked for', async () => {
  const { source } = sourceOf({ signals: [cpuOnly] });
  const { series } = await source.discover(nowMs);
  expect(series.map(({ key }) => key)).toEqual([`cpu_mine{${orders},broker=1}`]);
});

const cpuOnly: Signal = {
  id: 'cpu_mine',
  title: 'CPU',
  description: 'Time in user space.',
  unit: 'percent',
  entity: 'broker',
  harm: 'high',
  range: { min: 0, max: 100 },
  cadence: 'normal',
  rollup: 'average',
  cloudwatch: [
    {
      metric: 'CpuUser',
      statistic: 'Average',
      level: { standard: 'DEFAULT' },
      dimensions: ['Broker ID', 'Cluster Name'],
    },
  ],
};

test('clusters can be named by ARN and by name, and each is taken once', async () => {
  const { source, kafka } = sourceOf({ clusters: [ordersArn, 'orders', 'clicks'] });
  const { clusters: found } = await source.discover(nowMs);
  expect(found.map(({ name }) => name)).toEqual(['orders', 'clicks']);
  expect(kafka.commandCalls(ListNodesCommand).length).toBe(3);
});

test('a cluster that does not exist is a problem, and the others are found', async () => {
  const gone = ordersArn.replace('orders', 'gone');
  const { source } = sourceOf({ clusters: [gone, 'nowhere', 'clicks'] });
  const { clusters: found, problems } = await source.discover(nowMs);
  expect(found.map(({ name }) => name)).toEqual(['clicks']);
  expect(problems.map(({ kind, where }) => [kind, where])).toEqual([
    ['unknown_cluster', gone],
    ['unknown_cluster', 'nowhere'],
  ]);
});

test('refuses wrong ARNs and names, all at once', () => {
  const make = () =>
    sourceOf({ clusters: ['arn:aws:kafka:eu-central-1:12:cluster/a/b', 'no name!', 'fine'] });
  expect(make).toThrow(ConfigError);
  expect(make).toThrow(/its account is '12', not 12 digits.*\n.*'no name!'/);
});

test('throttled pages are asked for again with growing pauses, and nothing is lost', async () => {
  const { source, kafka, cloudwatch, pauses } = sourceOf();
  const whole = (await sourceOf().source.discover(nowMs)).series;
  const listAgain = { ClusterInfoList: clusters };
  kafka.on(ListClustersV2Command).rejectsOnce(awsError('TooManyRequestsException', 429)).resolves(listAgain);
  cloudwatch
    .on(ListMetricsCommand, { MetricName: 'OffsetLag' })
    .rejectsOnce(awsError('ThrottlingException'))
    .rejectsOnce(awsError('InternalServiceFault', 500))
    .resolves({ Metrics: listedMetrics.filter(({ MetricName }) => MetricName === 'OffsetLag') });
  const { series } = await source.discover(nowMs);
  expect(series).toEqual(whole);
  expect(pauses).toHaveLength(3);
});

test('where topics cannot be listed, that is said once and series of deleted ones stay', async () => {
  const { source, kafka } = sourceOf({ clusters: ['orders'] });
  kafka.on(ListTopicsCommand).rejects(awsError('BadRequestException', 400, 'not supported for this version'));
  const { series, problems } = await source.discover(nowMs);
  expect(series.map(({ key }) => key)).toContain(`broker_topic_bytes_in{${orders},broker=1,topic=deleted}`);
  expect(problems).toContainEqual(
    expect.objectContaining({ kind: 'topics_unknown', where: 'orders', count: 1 }),
  );
});

test('missing rights are a problem that names the action', async () => {
  const { source, cloudwatch } = sourceOf({ clusters: ['clicks'] });
  cloudwatch
    .on(ListMetricsCommand)
    .rejects(awsError('AccessDeniedException', 403, 'not authorized\nto do it'));
  const { clusters: found, series, problems } = await source.discover(nowMs);
  expect([found.length, series.length]).toEqual([1, 0]);
  expect(problems).toEqual([
    {
      kind: 'denied',
      where: 'clicks',
      message:
        'cloudwatch:ListMetrics failed: AccessDeniedException: not authorized to do it; allow the action to the role, or give other credentials',
      count: 1,
    },
  ]);
});
