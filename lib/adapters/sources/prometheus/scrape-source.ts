import { signals as catalogue } from '../../../domain/catalogue/index.ts';
import type { Signal } from '../../../domain/catalogue/signal.ts';
import { type Cluster, clusterId } from '../../../domain/cluster.ts';
import { entityKey } from '../../../domain/series/entity.ts';
import type { Problem } from '../../../domain/series/samples.ts';
import { createSeries } from '../../../domain/series/series.ts';
import type { Clock } from '../../../ports/clock.ts';
import type { MetricSource, ReadRequest } from '../../../ports/metric-source.ts';
import { combine, mappingsByName } from './mapping.ts';
import { CounterMemory, type SeenCounter } from './rates.ts';
import { RecentPoints } from './recent-points.ts';
import { type Measured, type Scrape, scrape } from './scrape.ts';
import { parseTarget } from './targets.ts';

export interface ScrapeSourceOptions {
  /** Endpoints as `URL` or `BROKER=URL`; one broker may have several (JMX and node exporter). */
  readonly targets: readonly string[];
  readonly clock: Clock;
  /** @default 'kafka' */
  readonly clusterName?: string;
  /** The cluster that the targets are of. @default one of that name that AWS does not run */
  readonly cluster?: Cluster;
  /** Counters as an earlier source has left them (see `counters`), so that rates go on from there. @default none */
  readonly counters?: readonly SeenCounter[];
  /** A target that takes longer counts as down. @default 10_000 */
  readonly timeoutMs?: number;
  /** How long measured points can be asked for again. @default 900_000 */
  readonly keepMs?: number;
  /** @default the catalogue */
  readonly signals?: readonly Signal[];
}

export interface ScrapeSource extends MetricSource {
  /** The counters of the last `keepMs`: for the next process. */
  counters(): readonly SeenCounter[];
}

/**
 * Scrapes exposition endpoints (JMX exporter, node exporter, MSK open monitoring), one scrape of each a read.
 * @throws ConfigError when a target is no URL
 */
export function createScrapeSource(options: ScrapeSourceOptions): ScrapeSource {
  const { clock, clusterName = 'kafka', timeoutMs = 10_000, keepMs = 900_000 } = options;
  const targets = options.targets.map(parseTarget);
  const brokerIds = [...new Set(targets.map(({ broker }) => broker))].toSorted();
  const found = options.cluster ?? localCluster(clusterName, brokerIds);
  const cluster = found.id;
  const mappings = mappingsByName(options.signals ?? catalogue);
  const counters = new CounterMemory(options.counters);
  const recent = new RecentPoints(keepMs);
  let lastMs = Number.NEGATIVE_INFINITY;

  const scrapeAll = async (timeMs: number): Promise<Problem[]> => {
    lastMs = timeMs;
    const context = { cluster, mappings, counters, timeMs, timeoutMs };
    const scrapes = await Promise.all(targets.map((target) => scrape(target, context)));
    for (const { signal, entity, value } of acrossTargets(scrapes, cluster)) {
      recent.add(createSeries(signal, entity), timeMs, value);
    }
    return scrapes.flatMap(({ problems }) => problems);
  };

  return {
    id: 'prometheus',
    hasHistory: false,
    discover: async () => {
      const problems = lastMs === Number.NEGATIVE_INFINITY ? await scrapeAll(clock.nowMs()) : [];
      return { clusters: [found], series: recent.series(), problems };
    },
    read: async ({ fromMs, toMs, keys }: ReadRequest) => {
      // The scrape counts for the instant before the range's end, so that the range holds it.
      const timeMs = Math.min(clock.nowMs(), toMs - 1);
      const problems = timeMs > lastMs ? await scrapeAll(timeMs) : [];
      return { samples: recent.between(fromMs, toMs, keys), problems };
    },
    counters: () => counters.seenSince(lastMs - keepMs),
    close: async () => undefined,
  };
}

function localCluster(name: string, brokerIds: readonly string[]): Cluster {
  const place = { account: 'local', region: 'local' };
  return { id: clusterId('local', 'local', name), name, ...place, type: 'self_managed', brokerIds };
}

/** What several targets say of one entity as one value, as the mapping says (a topic's bytes are a sum over
 *  brokers, offline partitions the largest that any broker tells). */
function acrossTargets(scrapes: readonly Scrape[], cluster: string): Measured[] {
  const byEntity = new Map<string, Measured[]>();
  const up = scrapes.map(({ target, isUp }): Measured => {
    const entity = { cluster, broker: target.broker };
    // One silent exporter of a broker is enough to say so.
    return { signal: 'target_up', entity, value: isUp ? 1 : 0, combine: 'min' };
  });
  for (const one of [...up, ...scrapes.flatMap(({ values }) => values)]) {
    const key = `${one.signal} ${entityKey(one.entity)}`;
    byEntity.set(key, [...(byEntity.get(key) ?? []), one]);
  }
  return Array.from(byEntity.values()).flatMap((all) => {
    const [first] = all;
    const values = all.map(({ value }) => value);
    return first ? [{ ...first, value: combine(values, first.combine) }] : [];
  });
}
