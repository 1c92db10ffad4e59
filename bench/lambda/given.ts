import { settingsOf } from '../../lambdas/settings.ts';
import { cloudWatchMetricOf } from '../../lib/domain/catalogue/emission.ts';
import { signals } from '../../lib/domain/catalogue/index.ts';
import type { Cluster } from '../../lib/domain/cluster.ts';
import { expectedSeries } from '../../lib/domain/cost/expected-series.ts';
import { parseSeriesKey } from '../../lib/domain/series/series.ts';
import type { InventoryEntry } from '../../lib/ports/inventory.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

/** Of this cluster alone are there two weeks of points: those of every other are copies of them. */
export const templateCluster = '111122223333/eu-west-1/template';
export const templates = 8;

export const environment = 'bench';

/** A Standard cluster that emits all that one can; its nine brokers and its groups have 1,000 assessed series. */
export function benchCluster(name: string): Cluster {
  return {
    id: `111122223333/eu-west-1/${name}`,
    account: '111122223333',
    region: 'eu-west-1',
    name,
    type: 'standard',
    metadata: 'kraft',
    monitoring: 'PER_TOPIC_PER_BROKER',
    instanceType: 'kafka.m7g.large',
    brokerIds: Array.from({ length: 9 }, (_, i) => String(i + 1)),
    storageGib: 1000,
    volumeMibPerSecond: 250,
    tieredStorage: true,
    iamAuth: true,
    retentionSeconds: 7 * 86_400,
    state: 'ACTIVE',
  };
}

/** What of the cluster is polled: the first so many assessed series, every one of them at each poll. */
export function inventoryOf(cluster: Cluster, count: number): readonly InventoryEntry[] {
  const size = { topics: 3, partitionsPerTopic: 6, groups: 300, topicsPerGroup: 3 };
  const assessed = signals.filter((signal) => signal.assessed);
  const byId = new Map(assessed.map((signal) => [signal.id, signal]));
  const series = expectedSeries(cluster, size, assessed).slice(0, count);
  return series.flatMap(({ key, signal: id }): InventoryEntry[] => {
    const signal = byId.get(id);
    const emitted = signal && cloudWatchMetricOf(cluster, signal);
    if (emitted === undefined) return [];
    const { entity } = parseSeriesKey(key) ?? {};
    const dimensions = Object.entries(entity ?? {}).map(([name, value]) => [name, value] as const);
    return [{ key, cadence: 'critical', metric: emitted.metric, dimensions, statistic: emitted.statistic }];
  });
}

/** A value of a minute: two waves, a day and a week long, and noise; possible for every unit. */
export function valueAt(timeMs: number, seed: number): number {
  const noise = ((Math.floor(timeMs / minute) * 7919 + seed * 104_729) % 1000) / 1000;
  const turn = (periodMs: number) => Math.sin((2 * Math.PI * timeMs) / periodMs + seed);
  return 40 + 12 * turn(day) + 4 * turn(7 * day) + 3 * noise;
}

export const settings = settingsOf({
  environment,
  home: { account: '111122223333', region: 'eu-west-1', partition: 'aws' },
  clusters: [],
  select: [],
  overrides: {},
  alarmed: [],
  polling: {
    criticalMinutes: 5,
    normalMinutes: 15,
    slowMinutes: 60,
    signals: 'needed',
    partsPerCluster: 1,
    backfillDays: 14,
  },
  maintenance: [],
  respond: { mode: 'observe' },
  incidentDays: 365,
});
