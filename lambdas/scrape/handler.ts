import { inParallel } from '../../lib/adapters/aws/parallel.ts';
import { createScrapeSource } from '../../lib/adapters/sources/prometheus/index.ts';
import type { Cluster } from '../../lib/domain/cluster.ts';
import type { Problem } from '../../lib/domain/series/samples.ts';
import { loadInventory } from '../../lib/pipeline/inventory.ts';
import { transfer } from '../../lib/pipeline/transfer.ts';
import type { Clock } from '../../lib/ports/clock.ts';
import { loadClusters } from '../cluster-log.ts';
import { report, type StageLogger } from '../report.ts';
import type { Settings } from '../settings.ts';
import type { Stores } from '../stores.ts';
import { taskOf } from '../tasks.ts';
import { loadScrape, saveScrape } from './memory.ts';

export interface ScrapeInput extends Stores {
  readonly settings: Pick<Settings, 'environment' | 'clusters'>;
  readonly clock: Clock;
  readonly logger: StageLogger;
  /** A target that takes longer counts as down. @default 10_000 */
  readonly timeoutMs?: number;
}

/** Clusters scraped at the same time. */
const width = 8;

/**
 * `{"task":"scrape"}`: scrapes the open monitoring of each cluster that has it, one scrape a run. What discover
 * has found of its endpoints is taken: no call goes to AWS's control plane, which a VPC may not reach.
 * @throws RangeError on another task, StoreError when a store cannot be reached
 */
export function createHandler(input: ScrapeInput): (event: unknown) => Promise<void> {
  return async (event) => {
    taskOf(event, ['scrape']);
    const { models, settings, logger } = input;
    const arns = new Set(settings.clusters.filter((one) => one.openMonitoring).map(({ arn }) => arn));
    const clusters = (await loadClusters(models, settings.environment)).filter(({ arn = '' }) =>
      arns.has(arn),
    );
    const scraped = await inParallel(clusters, width, (cluster) => scrapeCluster(input, cluster));
    const sum = (of: (one: Scraped) => number) => scraped.reduce((total, one) => total + of(one), 0);
    const numbers = {
      clusters: clusters.length,
      targets: sum(({ targets }) => targets),
      points: sum(({ points }) => points),
    };
    report(
      logger,
      'scraped',
      numbers,
      scraped.flatMap(({ problems }) => problems),
    );
  };
}

interface Scraped {
  readonly targets: number;
  readonly points: number;
  readonly problems: readonly Problem[];
}

/** Writes points before the counters: a run that breaks off between the two only measures a longer interval. */
async function scrapeCluster(input: ScrapeInput, cluster: Cluster): Promise<Scraped> {
  const { models, store, clock, timeoutMs } = input;
  const targets = (await loadInventory(models, cluster.id))?.targets ?? [];
  if (targets.length === 0) return { targets: 0, points: 0, problems: [noTargets(cluster)] };
  const before = await loadScrape(models, cluster.id);
  const source = createScrapeSource({
    targets,
    cluster,
    clock,
    counters: before?.counters ?? [],
    ...(timeoutMs !== undefined && { timeoutMs }),
  });
  const atMs = clock.nowMs();
  const { points, problems, signals } = await transfer(source, store, { fromMs: atMs, toMs: atMs + 1 });
  await saveScrape(models, cluster.id, { atMs, signals, counters: source.counters() });
  return { targets: targets.length, points, problems };
}

function noTargets({ name }: Cluster): Problem {
  const message = `no endpoint of open monitoring is known of ${name}: discover finds them at its next run, if it is on`;
  return { kind: 'no_targets', where: name, message, count: 1 };
}
