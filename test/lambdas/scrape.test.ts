import { saveClusters } from '../../lambdas/cluster-log.ts';
import { createHandler } from '../../lambdas/scrape/handler.ts';
import { loadScrape, saveScrape, scrapedSignals } from '../../lambdas/scrape/memory.ts';
import { keepInventory } from '../../lib/pipeline/inventory.ts';
import { serve, unusedUrl } from '../adapters/sources/prometheus/loopback.ts';
import { standardCluster } from '../infra/render/clusters.ts';
import { createMemoryMetricStore, createMemoryModelStore } from '../memory/index.ts';

const minute = 60_000;
const t0 = Date.UTC(2026, 10, 22, 12);
const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

async function setUp(openMonitoring = true) {
  const stores = { store: createMemoryMetricStore(), models: createMemoryModelStore() };
  const it = { nowMs: t0, bytes: 1000, scrapes: 0, problems: [] as Record<string, unknown>[] };
  const { url, close } = await serve((_, response) => {
    it.scrapes++;
    response.end(
      `kafka_server_BrokerTopicMetrics_Count{name="BytesInPerSec"} ${it.bytes}\nkafka_server_replicamanager_underreplicatedpartitions 2\nkafka_server_brokertopicmetrics_bytesin_total ${it.bytes}\n`,
    );
  });
  cleanups.push(close);
  const targets = [`1=${url}/metrics`, `2=${await unusedUrl()}/metrics`];
  await saveClusters(stores.models, 'dev', [standardCluster]);
  await keepInventory(
    stores.models,
    { cluster: standardCluster, series: [], isWhole: true, targets },
    new Map(),
  );
  /** Each run is a new process. */
  const run = () =>
    createHandler({
      ...stores,
      settings: {
        environment: 'dev',
        clusters: [{ arn: standardCluster.arn, ...(openMonitoring && { openMonitoring }) }],
      },
      clock: { nowMs: () => it.nowMs },
      logger: {
        info: () => undefined,
        warn: (_: unknown, about: unknown) => void it.problems.push(about as never),
      } as never,
    })({ task: 'scrape' });
  const latest = async (signal: string, broker = '1') => {
    const read = await stores.store.read({ signals: [signal], fromMs: 0, toMs: it.nowMs + 1 });
    return read.find(({ series }) => series.entity.broker === broker)?.values.at(-1);
  };
  return { ...stores, it, run, latest };
}

test('points of the brokers are stored under the cluster that they are of', async () => {
  const { run, latest, store } = await setUp();
  await run();
  expect(await latest('under_replicated_partitions')).toBe(2);
  expect((await store.series({ cluster: standardCluster.id })).length).toBeGreaterThan(0);
});

test('a cold start goes on with the counters of the last run: no interval is lost', async () => {
  const { run, latest, it } = await setUp();
  await run();
  expect(await latest('bytes_in')).toBeUndefined();
  it.nowMs += minute;
  it.bytes += 6000;
  await run();
  expect(await latest('bytes_in')).toBeCloseTo(100);
});

test('a broker that is gone is down and a problem, the others are scraped', async () => {
  const { run, latest, it } = await setUp();
  await run();
  expect([await latest('target_up', '1'), await latest('target_up', '2')]).toEqual([1, 0]);
  expect(it.problems).toMatchObject([{ kind: 'unreachable' }]);
});

test('what scraping gives counts as gathered while it is new', async () => {
  const { run, models, it } = await setUp();
  await run();
  const { id } = standardCluster;
  expect([...(await scrapedSignals(models, id, it.nowMs))]).toEqual([
    'target_up',
    'under_replicated_partitions',
  ]);
  expect((await scrapedSignals(models, id, it.nowMs + 16 * minute)).size).toBe(0);
  expect((await scrapedSignals(models, 'a/r/other', it.nowMs)).size).toBe(0);
});

test('a store that is down fails the run before the counters move on', async () => {
  const { run, store, models, it } = await setUp();
  await run();
  const before = await loadScrape(models, standardCluster.id);
  it.nowMs += minute;
  store.isDown = true;
  await expect(run()).rejects.toThrow('down');
  expect(await loadScrape(models, standardCluster.id)).toEqual(before);
});

test('only clusters that have open monitoring are scraped', async () => {
  const { run, it } = await setUp(false);
  await run();
  expect(it.scrapes).toBe(0);
});

test('a cluster whose endpoints are not known yet is a problem that says who finds them', async () => {
  const { run, it, models } = await setUp();
  await keepInventory(
    models,
    { cluster: standardCluster, series: [], isWhole: true, targets: [] },
    new Map(),
  );
  await run();
  expect(it.problems).toMatchObject([
    { kind: 'no_targets', reason: expect.stringContaining('discover finds them') },
  ]);
});

test('a damaged memory begins anew, and damaged counters are left out', async () => {
  const { models } = await setUp();
  await models.save(new Map([['scrape/x', { atMs: 'now' }]]));
  expect(await loadScrape(models, 'x')).toBeUndefined();
  await saveScrape(models, 'x', { atMs: 1, signals: ['a'], counters: [['k', 1, 2], ['bad', 1] as never] });
  expect(await loadScrape(models, 'x')).toEqual({ atMs: 1, signals: ['a'], counters: [['k', 1, 2]] });
});

test('refuses another task', async () => {
  const { store, models } = await setUp();
  const input = {
    store,
    models,
    settings: { environment: 'dev', clusters: [] },
    clock: { nowMs: () => t0 },
    logger: {} as never,
  };
  await expect(createHandler(input)({ task: 'collect' })).rejects.toThrow('allowed: "scrape"');
});
