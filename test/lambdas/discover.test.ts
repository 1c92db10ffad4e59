import { loadClusters, saveClusters } from '../../lambdas/cluster-log.ts';
import { createHandler, type DiscoverInput, type DiscoverSettings } from '../../lambdas/discover/handler.ts';
import { mergeProblems } from '../../lambdas/discover/merge-problems.ts';
import { type PlaceToLook, placesOf } from '../../lambdas/discover/places.ts';
import { saveScrape } from '../../lambdas/scrape/memory.ts';
import type { WorkMessage } from '../../lambdas/work.ts';
import { rules } from '../../lib/domain/catalogue/index.ts';
import type { Cluster } from '../../lib/domain/cluster.ts';
import { createSeries } from '../../lib/domain/series/series.ts';
import { loadInventory } from '../../lib/pipeline/inventory.ts';
import type { ClusterFinder, FoundCluster, InventoryEntry } from '../../lib/ports/inventory.ts';
import { standardCluster } from '../infra/render/clusters.ts';
import { createMemoryModelStore } from '../memory/index.ts';

const nowMs = Date.UTC(2026, 10, 22, 12);
const home = { account: '111122223333', region: 'eu-west-1', partition: 'aws' };
const other = { account: '444455556666', region: 'eu-central-1' };
const { openMonitoring: _, ...orders } = standardCluster;
const clicks: Cluster = {
  ...orders,
  ...other,
  id: '444455556666/eu-central-1/clicks',
  name: 'clicks',
  arn: 'arn:aws:kafka:eu-central-1:444455556666:cluster/clicks/9b1d5b64-7a53-4a8e-b5a4-6e0a5a0b1c22-9',
};
const polling = {
  criticalMinutes: 5,
  normalMinutes: 15,
  slowMinutes: 60,
  signals: 'needed',
  partsPerCluster: 2,
  backfillDays: 14,
} as const;

function entry(signal: string, cluster: Cluster): InventoryEntry {
  const { key } = createSeries(signal, { cluster: cluster.id, broker: '1' });
  return { key, cadence: 'critical', metric: signal, dimensions: [], statistic: 'Maximum' };
}

const foundOf = (cluster: Cluster, signals: readonly string[] = ['bytes_in']): FoundCluster => ({
  cluster,
  series: signals.map((signal) => entry(signal, cluster)),
  isWhole: true,
  targets: [],
});

/** A finder that has found these. */
const finder = (...found: readonly FoundCluster[]): ClusterFinder => ({
  findEach: async (visit) => {
    for (const one of found) await visit(one);
    return [];
  },
  states: async () => ({
    states: new Map(found.map(({ cluster }) => [cluster.arn ?? '', cluster.state ?? 'ACTIVE'])),
    problems: [],
  }),
});

function setUp(settings: Partial<DiscoverSettings> = {}) {
  const models = createMemoryModelStore();
  const sent: WorkMessage[] = [];
  const warnings: Record<string, unknown>[] = [];
  const metrics: (readonly [string, number, unknown])[] = [];
  const it = {
    models,
    sent,
    warnings,
    metrics,
    nowMs,
    asked: [] as { place: PlaceToLook; known: readonly Cluster[] }[],
    finders: new Map<string, ClusterFinder>([['eu-west-1', finder(foundOf(orders))]]),
  };
  const input: DiscoverInput = {
    settings: {
      environment: 'dev',
      home,
      clusters: [{ arn: orders.arn ?? '' }],
      select: [],
      polling,
      rulesOf: () => rules,
      ...settings,
    },
    models,
    finderOf: (place, known) => {
      it.asked.push({ place, known });
      return it.finders.get(place.region) ?? finder();
    },
    send: async (messages) => void sent.push(...messages),
    clock: { nowMs: () => it.nowMs },
    logger: {
      info: () => undefined,
      warn: (_words: unknown, about: unknown) => void warnings.push(about as never),
    } as never,
    metrics: { put: (name, value, dimensions) => void metrics.push([name, value, dimensions]) },
  };
  const handler = createHandler(input);
  return {
    ...it,
    it,
    input,
    discover: () => handler({ task: 'discover' }),
    states: () => handler({ task: 'states' }),
    handler,
  };
}

const named = async (it: { models: ReturnType<typeof createMemoryModelStore> }) =>
  (await loadClusters(it.models, 'dev')).map(({ name }) => name);

test('clusters and what is polled of each are kept for the other stages', async () => {
  const { models, discover } = setUp();
  await discover();
  expect(await loadClusters(models, 'dev')).toEqual([orders]);
  expect((await loadInventory(models, orders.id))?.series).toMatchObject([{ metric: 'bytes_in' }]);
});

test('signals that no rule of ours and no forecast needs are not polled', async () => {
  const it = setUp({ rulesOf: () => [] });
  it.finders.set('eu-west-1', finder(foundOf(orders, ['bytes_in', 'root_disk_used'])));
  await it.discover();
  expect((await loadInventory(it.models, orders.id))?.series.map(({ metric }) => metric)).toEqual([
    'bytes_in',
  ]);
});

test('everything is polled where the configuration says so', async () => {
  const it = setUp({ rulesOf: () => [], polling: { ...polling, signals: 'all' } });
  it.finders.set('eu-west-1', finder(foundOf(orders, ['bytes_in', 'root_disk_used'])));
  await it.discover();
  expect((await loadInventory(it.models, orders.id))?.series).toHaveLength(2);
});

test('what is scraped is not polled, until scraping stops', async () => {
  const it = setUp();
  it.finders.set('eu-west-1', finder(foundOf(orders, ['bytes_in', 'cpu_user'])));
  await saveScrape(it.models, orders.id, { atMs: nowMs - 60_000, signals: ['bytes_in'], counters: [] });
  const polled = async () => (await loadInventory(it.models, orders.id))?.series.map(({ metric }) => metric);
  await it.discover();
  expect(await polled()).toEqual(['cpu_user']);
  it.it.nowMs += 3_600_000;
  await it.discover();
  expect(await polled()).toEqual(['bytes_in', 'cpu_user']);
});

test("what MSK does not tell comes from the configuration, and MSK's word goes first", async () => {
  const facts = { retentionSeconds: 3600, metadata: 'zookeeper' } as const;
  const it = setUp({ clusters: [{ arn: orders.arn ?? '', facts }] });
  await it.discover();
  expect(await loadClusters(it.models, 'dev')).toEqual([{ ...orders, retentionSeconds: 3600 }]);
});

test('nothing is written when nothing has changed', async () => {
  const it = setUp();
  await it.discover();
  const { saves } = it.models;
  await it.discover();
  expect(it.models.saves).toBe(saves);
});

describe('several accounts and regions', () => {
  const settings = {
    clusters: [{ arn: orders.arn ?? '' }, { arn: clicks.arn ?? '' }],
    select: [{ tags: { team: 'data' }, places: [home, other, { ...other, region: 'us-east-1' }] }],
  };

  test('each place is looked at once, for its clusters and tags', () => {
    expect(placesOf(settings)).toEqual([
      { account: home.account, region: home.region, arns: [orders.arn], tags: [{ team: 'data' }] },
      { ...other, arns: [clicks.arn], tags: [{ team: 'data' }] },
      { ...other, region: 'us-east-1', arns: [], tags: [{ team: 'data' }] },
    ]);
  });

  test('a place that breaks takes nothing from the others, and its clusters stay as they were', async () => {
    const it = setUp(settings);
    it.finders.set('eu-central-1', finder(foundOf(clicks)));
    await it.discover();
    const broken = async () => {
      throw Object.assign(new Error('cannot assume the role'), { name: 'AccessDenied' });
    };
    it.finders.set('eu-central-1', { findEach: broken, states: broken });
    it.finders.set('eu-west-1', finder(foundOf({ ...orders, state: 'MAINTENANCE' })));
    await it.discover();
    expect(await loadClusters(it.models, 'dev')).toEqual([{ ...orders, state: 'MAINTENANCE' }, clicks]);
    expect(it.warnings).toContainEqual(
      expect.objectContaining({ kind: 'unreachable', where: '444455556666/eu-central-1' }),
    );
    await it.states();
    expect(await named(it)).toEqual(['orders', 'clicks']);
  });

  test('a finder is told what is known of its own place alone', async () => {
    const it = setUp(settings);
    await saveClusters(it.models, 'dev', [orders, clicks]);
    await it.discover();
    const known = it.it.asked.map(({ place, known: some }) => [place.region, some.map(({ name }) => name)]);
    expect(known).toEqual([
      ['eu-west-1', ['orders']],
      ['eu-central-1', ['clicks']],
      ['us-east-1', []],
    ]);
  });

  test('clusters of a place that is no longer looked at go', async () => {
    const it = setUp();
    await saveClusters(it.models, 'dev', [orders, clicks]);
    await it.discover();
    expect(await named(it)).toEqual(['orders']);
  });
});

describe('the past of a cluster', () => {
  test('is asked for once, part by part, when it is seen for the first time', async () => {
    const it = setUp();
    await it.discover();
    await it.discover();
    expect(it.sent).toEqual(
      [0, 1].map((part) => ({ task: 'backfill', cluster: orders.id, part, atMs: nowMs, days: 14 })),
    );
  });

  test('waits until something of it is found', async () => {
    const it = setUp();
    it.finders.set('eu-west-1', finder({ ...foundOf(orders, []), isWhole: false }));
    await it.discover();
    expect(it.sent).toEqual([]);
    it.finders.set('eu-west-1', finder(foundOf(orders)));
    await it.discover();
    expect(it.sent).toHaveLength(2);
  });

  test('is asked for again when the queue did not take it', async () => {
    const it = setUp();
    let isDown = true;
    const handler = createHandler({
      ...it.input,
      send: async (messages) => {
        if (isDown) throw new Error('queue is down');
        it.sent.push(...messages);
      },
    });
    await expect(handler({ task: 'discover' })).rejects.toThrow('queue is down');
    isDown = false;
    await handler({ task: 'discover' });
    expect(it.sent).toHaveLength(2);
  });

  test('is left alone with 0 days, so that more days later begin it', async () => {
    const it = setUp({ polling: { ...polling, backfillDays: 0 } });
    await it.discover();
    expect(it.sent).toEqual([]);
    expect(it.models.keys().filter((key) => key.startsWith('backfill/'))).toEqual([]);
  });
});

describe('states', () => {
  test('are refreshed between two looks, and nothing else is', async () => {
    const it = setUp();
    await it.discover();
    it.finders.set('eu-west-1', finder(foundOf({ ...orders, state: 'REBOOTING_BROKER', brokerIds: [] }, [])));
    await it.states();
    expect(await loadClusters(it.models, 'dev')).toEqual([{ ...orders, state: 'REBOOTING_BROKER' }]);
    expect((await loadInventory(it.models, orders.id))?.series).toHaveLength(1);
  });

  test('tell the alarms whether MSK is at work, of declared clusters at home alone', async () => {
    const it = setUp({ clusters: [{ arn: orders.arn ?? '' }, { arn: clicks.arn ?? '' }] });
    it.finders.set('eu-central-1', finder(foundOf({ ...clicks, state: 'MAINTENANCE' })));
    const chosen = {
      ...orders,
      id: `${home.account}/${home.region}/tagged`,
      name: 'tagged',
      arn: 'arn:tagged',
    };
    it.finders.set('eu-west-1', finder(foundOf({ ...orders, state: 'HEALING' }), foundOf(chosen)));
    await it.discover();
    expect(it.metrics).toEqual([['clusterInMaintenance', 1, { Cluster: 'orders' }]]);
    it.finders.set('eu-west-1', finder(foundOf(orders)));
    await it.states();
    expect(it.metrics.at(-1)).toEqual(['clusterInMaintenance', 0, { Cluster: 'orders' }]);
  });
});

test('a model store that is down fails the run, so that Lambda tries it again', async () => {
  const it = setUp();
  const store = it.finders.get('eu-west-1');
  it.finders.set('eu-west-1', {
    ...(store ?? finder()),
    findEach: async (visit) => {
      it.models.isDown = true;
      await visit(foundOf(orders));
      return [];
    },
  });
  await expect(it.discover()).rejects.toThrow('down');
});

test('refuses another task', async () => {
  await expect(setUp().handler({ task: 'collect' })).rejects.toThrow('allowed: "discover", "states"');
});

test('problems of one kind with one message are one line', () => {
  const denied = (where: string) => ({ kind: 'denied', where, message: 'no', count: 2 });
  const alone = { kind: 'denied', where: 'c', message: 'other', count: 1 };
  expect(mergeProblems([denied('a'), denied('b'), alone, denied('a')])).toEqual([
    { kind: 'denied', where: 'a and 1 more', message: 'no', count: 6 },
    alone,
  ]);
});
