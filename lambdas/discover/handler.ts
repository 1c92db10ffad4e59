import { inParallel } from '../../lib/adapters/aws/parallel.ts';
import { lineOf } from '../../lib/adapters/aws/retry.ts';
import { polledSignals } from '../../lib/domain/catalogue/needed-signals.ts';
import { signals } from '../../lib/domain/catalogue/signals/index.ts';
import { type Cluster, maintenanceStates } from '../../lib/domain/cluster.ts';
import { placeKey } from '../../lib/domain/place.ts';
import type { Problem } from '../../lib/domain/series/samples.ts';
import { keepInventory } from '../../lib/pipeline/inventory.ts';
import type { Clock } from '../../lib/ports/clock.ts';
import { StoreError } from '../../lib/ports/errors.ts';
import type { ClusterFinder, FoundCluster } from '../../lib/ports/inventory.ts';
import type { ModelStore } from '../../lib/ports/model-store.ts';
import { loadClusters, saveClusters } from '../cluster-log.ts';
import { report, type StageLogger } from '../report.ts';
import { scrapedSignals } from '../scrape/memory.ts';
import type { Settings } from '../settings.ts';
import type { StageMetrics } from '../stage-metrics.ts';
import { taskOf } from '../tasks.ts';
import { type SendWork, workOf } from '../work.ts';
import { mergeProblems } from './merge-problems.ts';
import { type PlaceToLook, placesOf } from './places.ts';

export type DiscoverSettings = Pick<
  Settings,
  'environment' | 'home' | 'clusters' | 'select' | 'polling' | 'rulesOf'
>;

export interface DiscoverInput {
  readonly settings: DiscoverSettings;
  readonly models: ModelStore;
  /** What looks for the clusters of a place. @param known those of the last run there */
  readonly finderOf: (place: PlaceToLook, known: readonly Cluster[]) => ClusterFinder;
  /** To the queue of the stage collect: the past of new clusters. */
  readonly send: SendWork;
  readonly clock: Clock;
  readonly logger: StageLogger;
  readonly metrics: StageMetrics;
}

/** Places looked at at the same time. */
const width = 4;

/**
 * `{"task":"discover"}` looks for the clusters in all accounts and regions, keeps what is polled of each, and asks
 * for the past of those seen for the first time; what cannot be reached stays as it was known.
 * `{"task":"states"}`, more often, only asks the known clusters whether MSK works on them.
 * @throws RangeError on another task, StoreError when the model store cannot be reached, PortError when the queue
 *   cannot
 */
export function createHandler(input: DiscoverInput): (event: unknown) => Promise<void> {
  return async (event) => {
    const task = taskOf(event, ['discover', 'states']);
    if (task === 'discover') await discoverAll(input);
    else await refreshStates(input);
  };
}

async function discoverAll(input: DiscoverInput): Promise<void> {
  const { models, settings, logger } = input;
  const known = await loadClusters(models, settings.environment);
  const looked = await inParallel(placesOf(settings), width, (place) => lookAt(input, place, known));
  const kept = looked.flatMap((one) => one.kept);
  const clusters = kept.map(({ cluster }) => cluster);
  await saveClusters(models, settings.environment, clusters);
  const newcomers = await backfillNew(input, kept);
  measure(input, clusters);
  const numbers = {
    places: looked.length,
    clusters: clusters.length,
    series: kept.reduce((sum, { series }) => sum + series, 0),
    changed: kept.filter(({ hasChanged }) => hasChanged).length,
    newcomers,
  };
  report(logger, 'discovered', numbers, mergeProblems(looked.flatMap(({ problems }) => problems)));
}

async function refreshStates(input: DiscoverInput): Promise<void> {
  const { models, settings, finderOf, logger } = input;
  const known = await loadClusters(models, settings.environment);
  const asked = await inParallel(placesOf(settings), width, (place) =>
    finderOf(place, [])
      .states()
      .catch((error: unknown) => ({ states: noStates, problems: [unreachable(place, error)] })),
  );
  const states = new Map(asked.flatMap((one) => [...one.states]));
  const clusters = known.map((cluster) => {
    const state = states.get(cluster.arn ?? '');
    return state === undefined ? cluster : { ...cluster, state };
  });
  const hasChanged = await saveClusters(models, settings.environment, clusters);
  measure(input, clusters);
  const numbers = { clusters: clusters.length, changed: hasChanged ? 1 : 0 };
  report(logger, 'states refreshed', numbers, mergeProblems(asked.flatMap(({ problems }) => problems)));
}

const noStates: ReadonlyMap<string, string> = new Map();

/** A cluster whose inventory is kept. */
interface Kept {
  readonly cluster: Cluster;
  /** Series that are polled. */
  readonly series: number;
  readonly hasChanged: boolean;
}

interface Looked {
  readonly kept: readonly Kept[];
  readonly problems: readonly Problem[];
}

async function lookAt(
  input: DiscoverInput,
  place: PlaceToLook,
  clusters: readonly Cluster[],
): Promise<Looked> {
  const known = clusters.filter((one) => placeKey(one) === placeKey(place));
  const kept: Kept[] = [];
  try {
    const problems = await input.finderOf(place, known).findEach(async (found) => {
      kept.push(await keep(input, found));
    });
    return { kept, problems };
  } catch (error) {
    if (error instanceof StoreError) throw error;
    // Whatever it is, the other places go on, and this one's clusters stay.
    const missed = known.filter(({ id }) => !kept.some(({ cluster }) => cluster.id === id));
    const unchanged = missed.map((cluster) => ({ cluster, series: 0, hasChanged: false }));
    return { kept: [...kept, ...unchanged], problems: [unreachable(place, error)] };
  }
}

function unreachable(place: PlaceToLook, error: unknown): Problem {
  const message = `cannot be looked at: ${lineOf(error)}; its clusters stay as they were known`;
  return { kind: 'unreachable', where: placeKey(place), message, count: 1 };
}

async function keep(input: DiscoverInput, found: FoundCluster): Promise<Kept> {
  const { models, settings, clock } = input;
  const cluster = withFacts(found.cluster, settings);
  const polled = polledSignals(cluster, {
    rules: settings.rulesOf(cluster),
    signals,
    mode: settings.polling.signals,
    gathered: await scrapedSignals(models, cluster.id, clock.nowMs()),
  });
  const { inventory, hasChanged } = await keepInventory(models, { ...found, cluster }, polled);
  return { cluster, series: inventory.series.length, hasChanged };
}

/** MSK's word first; what it does not tell comes from the configuration. */
function withFacts(cluster: Cluster, { clusters }: DiscoverSettings): Cluster {
  const declared = clusters.find(({ arn }) => arn === cluster.arn);
  return { ...declared?.facts, ...cluster };
}

const backfillKey = ({ id }: Cluster) => `backfill/${id}`;

/**
 * Asks for the past of clusters for which nobody has. The mark that somebody has is written after the messages:
 * a crash between the two makes them be sent twice, which costs calls and changes nothing.
 * @returns how many clusters
 */
async function backfillNew(input: DiscoverInput, kept: readonly Kept[]): Promise<number> {
  const { models, settings, send, clock } = input;
  const { backfillDays: days, partsPerCluster } = settings.polling;
  const found = kept.filter(({ series }) => series > 0).map(({ cluster }) => cluster);
  const asked = days > 0 && found.length > 0 ? await models.load(found.map(backfillKey)) : new Map();
  const newcomers = days > 0 ? found.filter((cluster) => !asked.has(backfillKey(cluster))) : [];
  if (newcomers.length === 0) return 0;
  const atMs = clock.nowMs();
  await send(workOf('backfill', newcomers, partsPerCluster, atMs).map((work) => ({ ...work, days })));
  await models.save(new Map(newcomers.map((cluster) => [backfillKey(cluster), { atMs, days }])));
  return newcomers.length;
}

/** Says of the declared clusters at home whether MSK works on them: their alarms are held back by it. */
function measure({ settings, metrics }: DiscoverInput, clusters: readonly Cluster[]): void {
  const declared = new Set(settings.clusters.map(({ arn }) => arn));
  for (const cluster of clusters) {
    if (placeKey(cluster) !== placeKey(settings.home) || !declared.has(cluster.arn ?? '')) continue;
    const isAtWork = maintenanceStates.has(cluster.state ?? '');
    metrics.put('clusterInMaintenance', isAtWork ? 1 : 0, { Cluster: cluster.name });
  }
}
