import { GetMetricDataCommand, ListMetricsCommand } from '@aws-sdk/client-cloudwatch';
import { ListClustersV2Command, ListNodesCommand, type Cluster as MskCluster } from '@aws-sdk/client-kafka';
import {
  type CloudWatchSourceOptions,
  createCloudWatchFinder,
  createInventorySource,
} from '../../../../lib/adapters/sources/cloudwatch/index.ts';
import type { Cluster } from '../../../../lib/domain/cluster.ts';
import type { FoundCluster, InventoryEntry } from '../../../../lib/ports/inventory.ts';
import { awsError, clusters, createFakeAws, type FakeOptions } from './fake-aws.ts';

const nowMs = Date.UTC(2026, 10, 20, 12, 0);
const minute = 60_000;
const [orders, clicks] = clusters;
const ordersArn = orders?.ClusterArn ?? '';
const knownOrders: Cluster = {
  id: '123456789012/eu-central-1/orders',
  name: 'orders',
  account: '123456789012',
  region: 'eu-central-1',
  arn: ordersArn,
  type: 'standard',
  brokerIds: ['1', '2', '3'],
};

function finderOf(options: Partial<CloudWatchSourceOptions> = {}, fake: FakeOptions = {}) {
  const aws = createFakeAws(fake);
  const pauses: number[] = [];
  const finder = createCloudWatchFinder({
    kafka: aws.kafka as never,
    cloudwatch: aws.cloudwatch as never,
    clock: { nowMs: () => nowMs },
    delay: async (ms) => void pauses.push(ms),
    ...options,
  });
  return { ...aws, finder, pauses };
}

async function findAll(finder: ReturnType<typeof finderOf>['finder']) {
  const found: FoundCluster[] = [];
  const problems = await finder.findEach(async (one) => void found.push(one));
  return { found, problems, names: found.map(({ cluster }) => cluster.name).sort() };
}

const tagged = (msk: MskCluster | undefined, Tags: Record<string, string>): MskCluster => ({ ...msk, Tags });

test('clusters are chosen by all the tags of any selection, beside those named by ARN', async () => {
  const { finder, kafka } = finderOf({
    clusters: [ordersArn],
    tags: [{ team: 'data', stage: 'prod' }, { team: 'web' }],
  });
  const named = (name: string, tags: Record<string, string>) =>
    tagged(
      { ...clicks, ClusterName: name, ClusterArn: clicks?.ClusterArn?.replace('clicks', name) } as never,
      tags,
    );
  kafka.on(ListClustersV2Command).resolves({
    ClusterInfoList: [
      named('both', { team: 'data', stage: 'prod', more: 'x' }),
      named('half', { team: 'data' }),
      named('web', { team: 'web' }),
      named('none', {}),
    ],
  });
  const { names, problems } = await findAll(finder);
  expect(names).toEqual(['both', 'orders', 'web']);
  expect(problems.filter(({ kind }) => kind === 'unknown_cluster')).toEqual([]);
});

test('tags that no cluster has choose none, and not all', async () => {
  expect((await findAll(finderOf({ tags: [{ team: 'data' }] }).finder)).names).toEqual([]);
});

test('nothing wanted is nothing looked for', async () => {
  const { finder, kafka } = finderOf({ clusters: [], tags: [] });
  expect((await findAll(finder)).names).toEqual([]);
  expect(kafka.commandCalls(ListClustersV2Command)).toHaveLength(0);
});

test('an entry holds all that is needed to ask for its points again', async () => {
  const { found } = await findAll(finderOf({ clusters: ['clicks'] }).finder);
  expect(found).toMatchObject([
    {
      isWhole: true,
      targets: [],
      series: [
        {
          key: 'bytes_in{cluster=123456789012/eu-central-1/clicks,broker=1}',
          cadence: 'critical',
          metric: 'BytesInPerSec',
          dimensions: [
            ['Cluster Name', 'clicks'],
            ['Broker ID', '1'],
          ],
          statistic: 'Average',
        },
        { key: 'storage_used{cluster=123456789012/eu-central-1/clicks}' },
      ],
    },
  ]);
});

test('a cluster that cannot be described goes on as it was known, and its series are still looked for', async () => {
  const gone = ordersArn.replace('orders', 'gone');
  const { finder } = finderOf({ clusters: [gone], known: [{ ...knownOrders, arn: gone }] });
  const { found, problems } = await findAll(finder);
  expect(problems).toContainEqual(expect.objectContaining({ kind: 'unknown_cluster', where: gone }));
  expect(found[0]?.cluster).toEqual({ ...knownOrders, arn: gone });
  expect(found[0]?.series.length).toBeGreaterThan(0);
  expect(found[0]).not.toHaveProperty('targets');
});

test('when clusters cannot be listed, all that are known of the place go on', async () => {
  const { finder, kafka } = finderOf({ tags: [{ team: 'data' }], known: [knownOrders] });
  kafka.on(ListClustersV2Command).rejects(awsError('AccessDeniedException', 403));
  const { names, problems } = await findAll(finder);
  expect(names).toEqual(['orders']);
  expect(problems).toContainEqual(expect.objectContaining({ kind: 'denied', where: 'msk' }));
});

test('a cluster that has lost its tags is found no longer', async () => {
  const { names } = await findAll(finderOf({ tags: [{ team: 'data' }], known: [knownOrders] }).finder);
  expect(names).toEqual([]);
});

test('brokers that cannot be listed stay as they were known', async () => {
  const { finder, kafka } = finderOf({ clusters: ['clicks'], known: [{ ...knownOrders, id: clicksId }] });
  kafka.on(ListNodesCommand).rejects(awsError('AccessDeniedException', 403));
  const { found } = await findAll(finder);
  expect(found[0]?.cluster.brokerIds).toEqual(['1', '2', '3']);
});

const clicksId = '123456789012/eu-central-1/clicks';

test('a list that was cut short says so', async () => {
  const { finder, cloudwatch } = finderOf({ clusters: ['clicks'] });
  cloudwatch.on(ListMetricsCommand).rejects(awsError('AccessDeniedException', 403));
  expect((await findAll(finder)).found).toMatchObject([{ isWhole: false, series: [] }]);
});

describe('open monitoring', () => {
  const monitored = (jmx: boolean, node: boolean): MskCluster =>
    ({
      ...clicks,
      Provisioned: {
        ...clicks?.Provisioned,
        OpenMonitoring: {
          Prometheus: { JmxExporter: { EnabledInBroker: jmx }, NodeExporter: { EnabledInBroker: node } },
        },
      },
    }) as MskCluster;

  async function targetsOf(msk: MskCluster, isScraped = true) {
    const { finder, kafka } = finderOf({ tags: [{}], isScraped: () => isScraped });
    kafka.on(ListClustersV2Command).resolves({ ClusterInfoList: [msk] });
    kafka.on(ListNodesCommand).resolves({
      NodeInfoList: [
        { BrokerNodeInfo: { BrokerId: 1, Endpoints: ['b-1.clicks.x.kafka.amazonaws.com', 'b-1-alias'] } },
        { BrokerNodeInfo: { BrokerId: 2, Endpoints: ['b-2.clicks.x.kafka.amazonaws.com'] } },
        { ControllerNodeInfo: { Endpoints: ['c-1.clicks.x.kafka.amazonaws.com'] } },
      ],
    });
    const { found, problems } = await findAll(finder);
    return { targets: found[0]?.targets, kinds: problems.map(({ kind }) => kind) };
  }

  test('has an endpoint a broker and exporter that is on', async () => {
    expect(await targetsOf(monitored(true, true))).toMatchObject({
      targets: [
        '1=http://b-1.clicks.x.kafka.amazonaws.com:11001/metrics',
        '1=http://b-1.clicks.x.kafka.amazonaws.com:11002/metrics',
        '2=http://b-2.clicks.x.kafka.amazonaws.com:11001/metrics',
        '2=http://b-2.clicks.x.kafka.amazonaws.com:11002/metrics',
      ],
    });
    expect((await targetsOf(monitored(true, false))).targets).toHaveLength(2);
  });

  test('that is off although it is wanted is a problem', async () => {
    const { targets, kinds } = await targetsOf(monitored(false, false));
    expect(targets).toEqual([]);
    expect(kinds).toContain('open_monitoring_off');
  });

  test('is left alone where nobody scrapes', async () => {
    expect((await targetsOf(monitored(true, true), false)).targets).toEqual([]);
  });
});

test('states are asked for without a look at brokers or metrics', async () => {
  const { finder, kafka, cloudwatch } = finderOf({ clusters: [ordersArn, 'clicks'] });
  const { states, problems } = await finder.states();
  expect([...states.values()]).toEqual(['ACTIVE', 'MAINTENANCE']);
  expect(problems).toEqual([]);
  expect(kafka.commandCalls(ListNodesCommand).length + cloudwatch.calls().length).toBe(0);
});

describe('300 clusters', () => {
  const many = Array.from({ length: 300 }, (_, i) =>
    tagged(
      {
        ...clicks,
        ClusterName: `c-${i}`,
        ClusterArn: clicks?.ClusterArn?.replace('clicks', `c-${i}`),
      } as never,
      {
        team: 'data',
      },
    ),
  );
  const metrics = many.map(({ ClusterName = '' }) => ({
    Namespace: 'AWS/Kafka',
    MetricName: 'BytesInPerSec',
    Dimensions: [
      { Name: 'Cluster Name', Value: ClusterName },
      { Name: 'Broker ID', Value: '1' },
    ],
  }));

  function setUp() {
    const one = finderOf({ tags: [{ team: 'data' }] }, { metrics });
    one.kafka.on(ListClustersV2Command).callsFake(({ NextToken = '0' }) => {
      const at = Number(NextToken);
      const next = at + 100 < many.length ? String(at + 100) : undefined;
      return { ClusterInfoList: many.slice(at, at + 100), NextToken: next };
    });
    one.kafka.on(ListNodesCommand).resolves({ NodeInfoList: [{ BrokerNodeInfo: { BrokerId: 1 } }] });
    return one;
  }

  test('are all found, a few at a time, each told of before the last is looked at', async () => {
    const { finder, cloudwatch } = setUp();
    let visiting = 0;
    let most = 0;
    const listedAtVisit: number[] = [];
    const series = new Set<string>();
    const problems = await finder.findEach(async (found) => {
      visiting++;
      most = Math.max(most, visiting);
      listedAtVisit.push(cloudwatch.commandCalls(ListMetricsCommand).length);
      for (const { key } of found.series) series.add(key);
      await Promise.resolve();
      visiting--;
    });
    expect(problems).toEqual([]);
    expect(series.size).toBe(300);
    expect(most).toBeLessThanOrEqual(8);
    expect(listedAtVisit[0]).toBeLessThanOrEqual(8);
  });

  test("are listed within ListMetrics' quota", async () => {
    const { finder, cloudwatch, pauses } = setUp();
    await findAll(finder);
    const calls = cloudwatch.commandCalls(ListMetricsCommand).length;
    expect(calls).toBe(300);
    // The clock stands still: the last call's pause is the time that all take together.
    expect(calls / (Math.max(...pauses) / 1000 + 1)).toBeLessThanOrEqual(20.001);
  });

  test("the visitor's error is the finder's", async () => {
    await expect(
      setUp().finder.findEach(async () => {
        throw new Error('the store is down');
      }),
    ).rejects.toThrow('the store is down');
  });
});

describe('a source from an inventory', () => {
  async function sourceOf(change: (entry: InventoryEntry) => InventoryEntry = (entry) => entry) {
    const { found } = await findAll(finderOf({ clusters: [ordersArn] }).finder);
    const series = JSON.parse(JSON.stringify((found[0]?.series ?? []).map(change))) as InventoryEntry[];
    const aws = createFakeAws({ valueAt: () => 5 });
    const source = createInventorySource({
      id: 'part',
      cluster: found[0]?.cluster ?? knownOrders,
      series,
      cloudwatch: aws.cloudwatch as never,
      clock: { nowMs: () => nowMs },
      polling: 'by_cadence',
    });
    return { ...aws, source, series };
  }

  test('reads what discovery would, and asks for nothing but points', async () => {
    const { source, cloudwatch, kafka, series } = await sourceOf();
    const { samples, problems } = await source.read({ fromMs: nowMs - 60 * minute, toMs: nowMs });
    expect(problems).toEqual([]);
    expect(samples.map((one) => one.series.key).sort()).toEqual(series.map(({ key }) => key));
    expect(kafka.calls()).toHaveLength(0);
    expect(cloudwatch.calls().length).toBe(cloudwatch.commandCalls(GetMetricDataCommand).length);
    const asked = cloudwatch
      .commandCalls(GetMetricDataCommand)
      .flatMap(({ args }) => args[0].input.MetricDataQueries);
    expect(asked).toContainEqual(
      expect.objectContaining({
        MetricStat: {
          Metric: {
            Namespace: 'AWS/Kafka',
            MetricName: 'EstimatedMaxTimeLag',
            Dimensions: [
              { Name: 'Cluster Name', Value: 'orders' },
              { Name: 'Consumer Group', Value: 'billing' },
              { Name: 'Topic', Value: 'payments' },
            ],
          },
          Period: 60,
          Stat: 'Maximum',
        },
      }),
    );
  });

  test('polls at the cadence of the inventory and not at that of the catalogue', async () => {
    const { source, cloudwatch } = await sourceOf((entry) => ({ ...entry, cadence: 'slow' }));
    await source.read({ fromMs: nowMs - 10 * minute, toMs: nowMs - 5 * minute });
    expect(cloudwatch.calls()).toHaveLength(0);
  });

  test('says when its inventory is older than the catalogue', async () => {
    const { source } = await sourceOf((entry) => ({
      ...entry,
      key: entry.key.replace(/^cpu_user/, 'cpu_was'),
    }));
    expect((await source.discover(nowMs)).problems).toMatchObject([{ kind: 'unknown_signal', count: 1 }]);
  });
});
