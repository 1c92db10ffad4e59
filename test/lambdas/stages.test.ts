import { loadClusters } from '../../lambdas/cluster-log.ts';
import { createHandler as createCollect } from '../../lambdas/collect/handler.ts';
import { createHandler as createDetect } from '../../lambdas/detect/handler.ts';
import { createHandler as createForecast } from '../../lambdas/forecast/handler.ts';
import { rules } from '../../lib/domain/catalogue/index.ts';
import type { Finding } from '../../lib/domain/incidents/finding.ts';
import { createSeries } from '../../lib/domain/series/series.ts';
import type { Discovery, MetricSource } from '../../lib/ports/metric-source.ts';
import { standardCluster } from '../infra/render/clusters.ts';
import { createMemoryMetricStore, createMemoryModelStore } from '../memory/index.ts';

const logger = { info: () => undefined, warn: () => undefined };
const nowMs = Date.UTC(2026, 10, 22, 12);
const clock = { nowMs: () => nowMs };
const minute = 60_000;
const settings = { environment: 'dev', clusterArns: [standardCluster.arn], alarmedRules: new Map(), rules };
const disk = createSeries('disk_used', { cluster: standardCluster.id, broker: '1' });

/** A source that tells of one broker's disk, 91 % full, each minute of what it is asked for. */
function sourceOf(discovery: Partial<Discovery> = {}): MetricSource {
  return {
    id: 'fake',
    hasHistory: true,
    discover: async () => ({ clusters: [standardCluster], series: [disk], problems: [], ...discovery }),
    read: async ({ fromMs, toMs, stepMs = minute }) => {
      const first = Math.ceil(fromMs / stepMs) * stepMs;
      const timesMs = Float64Array.from(
        { length: Math.max(0, Math.ceil((toMs - first) / stepMs)) },
        (_, i) => first + i * stepMs,
      );
      return { samples: [{ series: disk, timesMs, values: timesMs.map(() => 91) }], problems: [] };
    },
    close: async () => {},
  };
}

function setup() {
  const stores = { store: createMemoryMetricStore(), models: createMemoryModelStore() };
  const collect = (source = sourceOf()) =>
    createCollect({ ...stores, settings, source, history: source, clock, logger });
  return { ...stores, collect };
}

test('collect reads new points and remembers the clusters as it saw them', async () => {
  const { store, models, collect } = setup();
  await collect()({ task: 'collect' });
  expect(await loadClusters(models, 'dev')).toEqual([standardCluster]);
  const [samples] = await store.read({ fromMs: 0, toMs: nowMs });
  expect(samples?.timesMs.length).toBe(15);
});

test('a cluster that could not be described stays known', async () => {
  const { models, collect } = setup();
  await collect()({ task: 'collect' });
  await collect(sourceOf({ clusters: [] }))({ task: 'collect' });
  expect(await loadClusters(models, 'dev')).toEqual([standardCluster]);
});

test('a back-fill reads as many days as it is asked for', async () => {
  const { store, collect } = setup();
  await collect()({ task: 'backfill', days: 2 });
  const [samples] = await store.read({ fromMs: 0, toMs: nowMs });
  expect(samples?.timesMs.length).toBe(2 * 288);
  await expect(collect()({ task: 'backfill', days: 90 })).rejects.toThrow(
    'event.days: got 90, allowed: a number from 1 to 63',
  );
});

test('detect publishes what its rules find, and leaves alarmed rules to CloudWatch', async () => {
  const { store, models, collect } = setup();
  await collect()({ task: 'backfill', days: 1 });
  await collect()({ task: 'collect' });
  const published: Finding[] = [];
  const notifier = { publish: async (findings: readonly Finding[]) => void published.push(...findings) };
  const alarmed = { ...settings, alarmedRules: new Map([['orders', new Set(['disk_high'])]]) };
  await createDetect({ store, models, clock, logger, notifier, settings: alarmed })({ task: 'detect' });
  expect(published.filter(({ rule }) => rule === 'disk_high')).toEqual([]);
  await createDetect({ store, models, clock, logger, notifier, settings })({ task: 'detect' });
  expect(published.filter(({ rule }) => rule === 'disk_high')).toMatchObject([
    { status: 'firing', entity: disk.entity },
  ]);
});

test('forecast fits models and then projects them', async () => {
  const { store, models, collect } = setup();
  await collect()({ task: 'backfill', days: 14 });
  const forecast = createForecast({ store, models, clock, logger });
  await forecast({ task: 'train' });
  await forecast({ task: 'project' });
  expect(await store.readForecasts({})).toMatchObject([{ series: disk }]);
});

test('a store that is down fails the run, so that Lambda tries it again', async () => {
  const { store, collect } = setup();
  store.isDown = true;
  await expect(collect()({ task: 'collect' })).rejects.toThrow();
});
