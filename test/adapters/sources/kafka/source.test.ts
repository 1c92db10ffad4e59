import { createKafkaSource, type KafkaSourceOptions } from '../../../../lib/adapters/sources/kafka/index.ts';
import { signals } from '../../../../lib/domain/catalogue/index.ts';
import type { MetricSource } from '../../../../lib/ports/metric-source.ts';
import { metricSourceContract } from '../../../contracts/metric-source.ts';
import { createFakeCluster, type FakeCluster, fakeGroup, fakePartition } from './fake-cluster.ts';

const startMs = 1_700_000_000_000;
const minute = 60_000;

/** Two partitions of orders, read by billing up to offsets 90 and 40. */
function ordersCluster(): FakeCluster {
  const cluster = createFakeCluster();
  cluster.topics.orders = [fakePartition(0, 0, 100), fakePartition(1, 0, 50)];
  cluster.groups.billing = fakeGroup({ 'orders/0': 90, 'orders/1': 40 });
  return cluster;
}

interface Bench {
  readonly cluster: FakeCluster;
  readonly source: MetricSource;
  /** Lets time pass, then reads; gives the newest value by signal and labels, and the problems. */
  step(ms?: number): Promise<{ values: Record<string, number>; problems: readonly string[] }>;
}

function bench(cluster = ordersCluster(), options: Partial<KafkaSourceOptions> = {}): Bench {
  let nowMs = startMs;
  const source = createKafkaSource({
    brokers: ['fake:9092'],
    clusterName: 'test',
    clock: { nowMs: () => nowMs },
    connect: cluster.connect,
    ...options,
  });
  return {
    cluster,
    source,
    async step(ms = minute) {
      nowMs += ms;
      const { samples, problems } = await source.read({ fromMs: nowMs - ms, toMs: nowMs });
      const values = samples.map(({ series, values }) => {
        const key = series.key.replace('{cluster=local/local/test', '{').replace('{,', '{').replace('{}', '');
        return [key, values.at(-1) ?? Number.NaN] as const;
      });
      return { values: Object.fromEntries(values), problems: problems.map(({ message }) => message) };
    },
  };
}

metricSourceContract('the Kafka source', async () => {
  const { source, step } = bench();
  const { source: broken } = bench({ ...createFakeCluster(), connect: downCluster().connect });
  await step();
  await step();
  return { source, broken, fromMs: startMs, toMs: startMs + 2 * minute };
});

function downCluster(): FakeCluster {
  const cluster = createFakeCluster();
  cluster.isUp = false;
  return cluster;
}

describe('one look', () => {
  test('gives the cluster by its metadata', async () => {
    const cluster = ordersCluster();
    cluster.topics.__consumer_offsets = [fakePartition(0, 0, 5, { leader: 2, isr: [2] })];
    cluster.topics.lost = [fakePartition(0, 0, 5, { replicas: [3], isr: [] })];
    const { values } = await bench(cluster).step();
    expect(values).toMatchObject({
      brokers_online: 2,
      global_topic_count: 3,
      global_partition_count: 4,
      cluster_under_replicated_partitions: 2,
      leaderless_partitions: 1,
      'topic_partition_count{topic=orders}': 2,
    });
    expect(values).not.toHaveProperty('topic_partition_count{topic=__consumer_offsets}');
  });

  test('gives lag in messages by topic and partition, seconds only once two looks are there', async () => {
    const { step } = bench();
    const first = await step();
    expect(first.values).toMatchObject({
      'lag_sum{group=billing,topic=orders}': 20,
      'lag_max{group=billing,topic=orders}': 10,
      'partition_lag{group=billing,topic=orders,partition=1}': 10,
    });
    expect(Object.keys(first.values).filter((key) => /seconds|messages_in/.test(key))).toEqual([]);
    expect(first.problems).toEqual([]);
  });

  test('counts a partition that was never committed from its low watermark', async () => {
    const cluster = ordersCluster();
    cluster.topics.orders?.push(fakePartition(2, 30, 1030));
    const { values } = await bench(cluster).step();
    expect(values['lag_sum{group=billing,topic=orders}']).toBe(1020);
  });

  test('by latest, a partition never committed counts from where it was first seen', async () => {
    const cluster = ordersCluster();
    const fresh = fakePartition(2, 30, 1030);
    cluster.topics.orders?.push(fresh);
    const { step } = bench(cluster, { neverCommitted: 'latest' });
    expect((await step()).values['partition_lag{group=billing,topic=orders,partition=2}']).toBe(0);
    fresh.end += 7;
    expect((await step()).values['partition_lag{group=billing,topic=orders,partition=2}']).toBe(7);
  });

  test('a topic that is assigned but was never committed to counts whole', async () => {
    const cluster = ordersCluster();
    cluster.groups.fresh = fakeGroup({}, { assigned: ['orders'] });
    const { values } = await bench(cluster).step();
    expect(values['lag_sum{group=fresh,topic=orders}']).toBe(150);
  });

  test('a group whose state the broker cannot tell is unknown, and its lag still comes', async () => {
    const cluster = ordersCluster();
    cluster.groups.billing = fakeGroup(
      { 'orders/0': 90, 'orders/1': 40 },
      { state: undefined, members: undefined },
    );
    const { values } = await bench(cluster).step();
    expect(values['group_state{group=billing}']).toBe(3);
    expect(values).not.toHaveProperty('group_members{group=billing}');
    expect(values['lag_sum{group=billing,topic=orders}']).toBe(20);
  });

  test.each([
    ['Stable', 0],
    ['Empty', 1],
    ['PreparingRebalance', 4],
    ['Reconciling', 5],
  ])('state %s is %d', async (state, code) => {
    const cluster = ordersCluster();
    cluster.groups.billing = fakeGroup({}, { state, members: 1 });
    const { values } = await bench(cluster).step();
    expect(values['group_state{group=billing}']).toBe(code);
    expect(values['group_members{group=billing}']).toBe(1);
  });

  test('Connect workers have a state but no lag, share groups are left out', async () => {
    const cluster = ordersCluster();
    cluster.groups.connect = fakeGroup({ 'orders/0': 1 }, { protocolType: 'connect' });
    cluster.groups.shared = fakeGroup({ 'orders/0': 1 }, { protocolType: 'share' });
    const { values } = await bench(cluster).step();
    expect(values['group_state{group=connect}']).toBe(0);
    expect(values).not.toHaveProperty('lag_sum{group=connect,topic=orders}');
    expect(Object.keys(values).filter((key) => key.includes('shared'))).toEqual([]);
  });

  test('commits to a topic that is gone are no lag', async () => {
    const cluster = ordersCluster();
    cluster.groups.billing = fakeGroup({ 'gone/0': 5 });
    const { values, problems } = await bench(cluster).step();
    expect(Object.keys(values).filter((key) => key.startsWith('lag'))).toEqual([]);
    expect(problems).toEqual([]);
  });

  test('topics and groups can be chosen', async () => {
    const cluster = ordersCluster();
    cluster.topics.audit = [fakePartition(0, 0, 10)];
    cluster.groups.probe = fakeGroup({ 'audit/0': 0, 'orders/0': 0 });
    const { values } = await bench(cluster, {
      topics: { include: /^orders$/g },
      groups: { exclude: /^probe/ },
    }).step();
    expect(Object.keys(values).filter((key) => /audit|probe/.test(key))).toEqual([]);
    expect(values['lag_sum{group=billing,topic=orders}']).toBe(20);
    expect(values.global_topic_count).toBe(2);
  });
});

describe('look after look', () => {
  test('two looks give every signal that the catalogue says this source measures, and no other', async () => {
    const { step } = bench();
    await step();
    const { values } = await step();
    const measured = new Set(Object.keys(values).map((key) => key.split('{')[0]));
    const promised = signals.filter(({ kafka }) => kafka).map(({ id }) => id);
    expect([...measured].sort()).toEqual(promised.sort());
  });

  test('the growth of the ends is messages per second, over the real time between', async () => {
    const { cluster, step } = bench();
    await step();
    for (const partition of cluster.topics.orders ?? []) partition.end += 600;
    expect((await step(30_000)).values['topic_messages_in{topic=orders}']).toBe(40);
    expect((await step()).values['topic_messages_in{topic=orders}']).toBe(0);
  });

  test('lag in seconds is the age of the oldest unread message', async () => {
    const { cluster, step } = bench();
    const [first] = cluster.topics.orders ?? [];
    await step();
    if (first) first.end += 60;
    cluster.groups.billing = fakeGroup({ 'orders/0': 130, 'orders/1': 50 });
    const { values } = await step();
    expect(values['lag_seconds{group=billing,topic=orders}']).toBeCloseTo(29.5, 6);
    expect(values['partition_lag_seconds{group=billing,topic=orders,partition=1}']).toBe(0);
  });

  test('what a group reads and goes back by are the moves of its commits', async () => {
    const { cluster, step } = bench();
    const read = 'group_messages_read{group=billing,topic=orders}';
    const rewound = 'group_messages_rewound{group=billing,topic=orders}';
    expect((await step()).values).not.toHaveProperty([read]);
    cluster.groups.billing = fakeGroup({ 'orders/0': 100, 'orders/1': 45 });
    expect((await step(30_000)).values).toMatchObject({ [read]: 0.5, [rewound]: 0 });
    cluster.groups.billing = fakeGroup({ 'orders/0': 100, 'orders/1': 5 });
    expect((await step()).values).toMatchObject({ [read]: 0, [rewound]: 40 });
    cluster.topics.orders = [fakePartition(0, 0, 5), fakePartition(1, 0, 2)];
    cluster.groups.billing = fakeGroup({ 'orders/0': 5, 'orders/1': 2 });
    expect(Object.keys((await step()).values).filter((key) => key.startsWith('group_messages'))).toEqual([]);
  });

  test('an idle topic that is read to its end has no lag in seconds, after any time', async () => {
    const cluster = ordersCluster();
    cluster.groups.billing = fakeGroup({ 'orders/0': 100, 'orders/1': 50 });
    const { step } = bench(cluster);
    await step();
    const { values } = await step(1000 * minute);
    expect(values['lag_seconds{group=billing,topic=orders}']).toBe(0);
  });

  test('a topic made anew gives no false rate, and the group counts from its start', async () => {
    const { cluster, step } = bench();
    await step();
    cluster.topics.orders = [fakePartition(0, 0, 5), fakePartition(1, 0, 0)];
    const { values } = await step();
    expect(values['topic_messages_in{topic=orders}']).toBeUndefined();
    expect(values['lag_sum{group=billing,topic=orders}']).toBe(5);
  });

  test('offsets beyond 2^40 keep their last digit', async () => {
    const { cluster, step } = bench();
    cluster.topics.orders = [fakePartition(0, 2 ** 45, 2 ** 45 + 3)];
    cluster.groups.billing = fakeGroup({ 'orders/0': 2 ** 45 + 2 });
    expect((await step()).values['lag_sum{group=billing,topic=orders}']).toBe(1);
  });

  test('a partition without a leader keeps the lag it had, even after a late commit', async () => {
    const { cluster, step } = bench();
    await step();
    cluster.topics.orders = [fakePartition(0, 0, 100), fakePartition(1, 0, 50, { isr: [] })];
    expect((await step()).values['lag_sum{group=billing,topic=orders}']).toBe(20);
    cluster.groups.billing = fakeGroup({ 'orders/0': 90, 'orders/1': 55 });
    expect((await step()).values['lag_sum{group=billing,topic=orders}']).toBe(10);
  });

  test('a leader that does not answer costs its partitions and the sum, but not the other partitions', async () => {
    const { cluster, step } = bench();
    await step();
    cluster.failing['orders/0'] = 6;
    const { values, problems } = await step();
    const lags = Object.keys(values).filter((key) => key.includes('lag'));
    expect(lags).toEqual([
      'partition_lag{group=billing,topic=orders,partition=1}',
      'partition_lag_seconds{group=billing,topic=orders,partition=1}',
    ]);
    expect(problems).toEqual([expect.stringContaining('offsets of orders/0: NOT_LEADER_OR_FOLLOWER')]);
    expect(values.brokers_online).toBe(2);
  });

  test('a commit that could not be read does not pass for one never made', async () => {
    const { cluster, step } = bench();
    cluster.unread = ['billing'];
    const { values, problems } = await step();
    expect(Object.keys(values).filter((key) => key.includes('lag'))).toEqual([]);
    expect(problems).toEqual([expect.stringContaining('commits of group billing')]);
    expect(values['group_state{group=billing}']).toBe(0);
  });

  test('a cluster that is away is a problem, gives no points, and comes back by itself', async () => {
    const { cluster, step } = bench();
    await step();
    cluster.isUp = false;
    const away = await step();
    expect(away.values).toEqual({});
    expect(away.problems).toEqual([expect.stringContaining('cannot reach fake:9092')]);
    cluster.isUp = true;
    const back = await step();
    expect(back.problems).toEqual([]);
    expect(back.values['topic_messages_in{topic=orders}']).toBe(0);
  });

  test('more partitions than allowed are cut in a stable order and counted', async () => {
    const { values, problems } = await bench(ordersCluster(), { maxGroupPartitions: 1 }).step();
    expect(Object.keys(values).filter((key) => key.startsWith('partition_lag'))).toEqual([
      'partition_lag{group=billing,topic=orders,partition=0}',
    ]);
    expect(problems).toEqual([expect.stringMatching(/2 partitions of groups, 1 kept/)]);
    expect(values['lag_sum{group=billing,topic=orders}']).toBe(20);
  });

  test('partition series can be switched off', async () => {
    const { values, problems } = await bench(ordersCluster(), { partitionSeries: false }).step();
    expect(Object.keys(values).filter((key) => key.startsWith('partition_lag'))).toEqual([]);
    expect(problems).toEqual([]);
  });
});

describe('asking', () => {
  test('a range in the past is answered from what was gathered, without another look', async () => {
    const { cluster, source, step } = bench();
    await step();
    await step();
    expect(cluster.looks).toBe(2);
    const { samples } = await source.read({ fromMs: startMs, toMs: startMs + minute });
    expect(samples.length).toBeGreaterThan(0);
    expect(cluster.looks).toBe(2);
    const { samples: none } = await source.read({ fromMs: 0, toMs: startMs });
    expect(none).toEqual([]);
  });

  test('a range holds its first instant and not its last', async () => {
    const { source, step } = bench();
    await step();
    const labelMs = startMs + minute - 1;
    const { samples: one } = await source.read({ fromMs: labelMs, toMs: labelMs + 1 });
    expect(one[0]?.timesMs).toEqual(Float64Array.of(labelMs));
    const { samples: none } = await source.read({ fromMs: labelMs - 1, toMs: labelMs });
    expect(none).toEqual([]);
  });

  test('a source that has seen nothing yet does not pass off the present as the past', async () => {
    const { cluster, source } = bench();
    const { samples } = await source.read({ fromMs: 0, toMs: startMs - 2 * minute });
    expect(samples).toEqual([]);
    expect(cluster.looks).toBe(0);
  });

  test('topics that are all kept for ever leave the retention unknown', async () => {
    const cluster = ordersCluster();
    cluster.configs = { 'topic/orders': { 'cleanup.policy': 'delete', 'retention.ms': '-1' } };
    const { clusters } = await bench(cluster).source.discover(startMs);
    expect(clusters[0]).not.toHaveProperty('retentionSeconds');
  });

  test('two readers at once share one look', async () => {
    const { cluster, source } = bench();
    const range = { fromMs: startMs - minute, toMs: startMs };
    const [one, other] = await Promise.all([source.read(range), source.read(range)]);
    expect(cluster.looks).toBe(1);
    expect(one).toEqual(other);
  });

  test('discovery names brokers, metadata mode, retention, and the rates that a second look will bring', async () => {
    const cluster = ordersCluster();
    cluster.brokers = [10, 9];
    cluster.topics.forever = [fakePartition(0, 0, 0)];
    cluster.topics.compacted = [fakePartition(0, 0, 0)];
    cluster.configs = {
      'broker/10': { 'process.roles': 'broker', 'inter.broker.protocol.version': '3.9-IV0' },
      'topic/orders': { 'cleanup.policy': 'compact,delete', 'retention.ms': '3600000' },
      'topic/forever': { 'cleanup.policy': 'delete', 'retention.ms': '-1' },
      'topic/compacted': { 'cleanup.policy': 'compact', 'retention.ms': '7200000' },
    };
    const { clusters, series, problems } = await bench(cluster).source.discover(startMs);
    expect(clusters).toEqual([
      {
        id: 'local/local/test',
        name: 'test',
        account: 'local',
        region: 'local',
        type: 'self_managed',
        brokerIds: ['9', '10'],
        metadata: 'kraft',
        kafkaVersion: '3.9',
        retentionSeconds: 3600,
      },
    ]);
    expect(series.map(({ key }) => key)).toContain(
      'topic_messages_in{cluster=local/local/test,topic=orders}',
    );
    expect(problems).toEqual([]);
  });

  test('a cluster known elsewhere keeps its id', async () => {
    const { source } = bench(ordersCluster(), { clusterId: '123456789012/eu-west-1/orders' });
    const { clusters } = await source.discover(startMs);
    expect(clusters).toMatchObject([
      { id: '123456789012/eu-west-1/orders', region: 'eu-west-1', name: 'orders' },
    ]);
  });

  test('after close nothing is asked any more', async () => {
    const { cluster, source, step } = bench();
    await source.close();
    expect((await step()).values).toEqual({});
    expect((await source.discover(startMs)).clusters).toEqual([]);
    expect(cluster.looks).toBe(0);
  });
});
