import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type { Cluster } from '../../lib/domain/cluster.ts';
import { cadencesOf } from '../../lib/domain/cost/poll-plan.ts';
import { roundUp } from '../../lib/domain/cost/poll-window.ts';
import { partOf } from '../../lib/domain/series/part.ts';
import { backfillSeries } from '../../lib/pipeline/backfill-series.ts';
import { collect } from '../../lib/pipeline/collect.ts';
import { loadInventory } from '../../lib/pipeline/inventory.ts';
import { loadWatermark } from '../../lib/pipeline/watermark.ts';
import type { Clock } from '../../lib/ports/clock.ts';
import { PortError } from '../../lib/ports/errors.ts';
import type { InventoryEntry } from '../../lib/ports/inventory.ts';
import type { MetricSource } from '../../lib/ports/metric-source.ts';
import { loadClusters } from '../cluster-log.ts';
import { report, type StageLogger } from '../report.ts';
import type { Settings } from '../settings.ts';
import type { Stores } from '../stores.ts';
import { taskOf } from '../tasks.ts';
import { isQueueEvent, type SendWork, type WorkMessage, workBatch, workOf } from '../work.ts';
import { clusterOfEvent, daysOf, scheduledAtOf } from './event.ts';

/** A part of a cluster to be read, and how. */
export interface PartToRead {
  /** Names the part's source, and so its watermark. */
  readonly id: string;
  readonly cluster: Cluster;
  readonly series: readonly InventoryEntry[];
  readonly polling: 'by_cadence' | 'every_read';
}

export interface CollectInput extends Stores {
  readonly settings: Pick<Settings, 'environment' | 'polling'>;
  readonly sourceOf: (part: PartToRead) => MetricSource;
  /** To the queue of this stage. */
  readonly send: SendWork;
  /** To the queue of the stage assess. */
  readonly sendAssess: SendWork;
  readonly clock: Clock;
  readonly logger: StageLogger;
}

/**
 * `{"task":"collect"}` asks for every part of every cluster to be collected, `{"task":"backfill","days":14}` for
 * the past of all clusters, or of the one that `"cluster"` names by its id; a message of the queue does one part.
 * @throws RangeError on another event, StoreError when a store cannot be reached, PortError when a queue cannot
 */
export function createHandler(
  input: CollectInput,
): (event: SQSEvent | unknown) => Promise<SQSBatchResponse | undefined> {
  return async (event) => {
    if (isQueueEvent(event))
      return await workBatch(event, ['collect', 'backfill'], input.logger, (work) =>
        work.task === 'collect' ? collectPart(input, work) : backfillPart(input, work),
      );
    const task = taskOf(event, ['collect', 'backfill']);
    await fanOut(input, event, task);
    return undefined;
  };
}

async function fanOut(input: CollectInput, event: unknown, task: 'collect' | 'backfill'): Promise<void> {
  const { models, settings, clock, logger, send } = input;
  const clusters = await loadClusters(models, settings.environment);
  const chosen = task === 'backfill' ? clusterOfEvent(event, clusters) : clusters;
  const days = task === 'backfill' && { days: daysOf(event, settings.polling.backfillDays) };
  const atMs = scheduledAtOf(event) ?? clock.nowMs();
  const work = workOf(task, chosen, settings.polling.partsPerCluster, atMs);
  await send(work.map((one) => ({ ...one, ...days })));
  const numbers = { clusters: chosen.length, messages: work.length };
  report(logger, `asked for ${task}`, numbers, [], days || {});
}

/**
 * Collects up to now, then asks for the part to be assessed. A message of a time that has been collected already
 * (it came twice, or late) asks for that alone: the first one may have broken off before.
 */
async function collectPart(input: CollectInput, work: WorkMessage): Promise<void> {
  const { store, models, clock, logger, sendAssess } = input;
  const { cluster, part, atMs } = work;
  const found = await partToRead(input, work, 'by_cadence');
  if (found === undefined) return;
  const mark = await loadWatermark(models, found.id);
  if (mark === undefined || mark.toMs < atMs) {
    const source = input.sourceOf(found);
    const { points, series, owed, problems } = await collect({ source, store, models, clock });
    const numbers = { inventory: found.series.length, series, points, owed };
    report(logger, 'collected', numbers, problems, { cluster, part });
  }
  await sendAssess([{ task: 'assess', cluster, part, atMs }]);
}

/** How long a back-fill begins with more series, in ms: then it hands the rest to a message of its own. */
const backfillMs = 60_000;

async function backfillPart(input: CollectInput, work: WorkMessage): Promise<void> {
  const { store, models, clock, logger, settings, send } = input;
  const { cluster, part, atMs, days = settings.polling.backfillDays } = work;
  const found = await partToRead(input, work, 'every_read');
  if (found === undefined) return;
  const untilMs = clock.nowMs() + backfillMs;
  const { series, points, problems, isComplete, hasFailed } = await backfillSeries({
    source: input.sourceOf(found),
    store,
    models,
    keys: found.series.map(({ key }) => key),
    toMs: atMs,
    days,
    fineMs: fineMs(settings.polling),
    hasTime: () => clock.nowMs() < untilMs,
  });
  const words = isComplete ? 'back-filled' : 'back-filled in part';
  report(logger, words, { inventory: found.series.length, series, points, days }, problems, {
    cluster,
    part,
  });
  if (hasFailed) throw new PortError(`the past of ${cluster} could not be read: ${problems[0]?.message}`);
  if (!isComplete) await send([work]);
}

/** How far back the first polls of a collector reach, in ms: see `backfillSeries`. */
function fineMs(polling: Settings['polling']): number {
  const slowMs = cadencesOf(polling).slow;
  return roundUp(2 * slowMs + 1_800_000, 300_000);
}

/** The part as discover has left it; `undefined`, and said so, when it is watched no longer or not found yet. */
async function partToRead(
  { models, settings, logger }: CollectInput,
  { cluster: id, part }: WorkMessage,
  polling: PartToRead['polling'],
): Promise<PartToRead | undefined> {
  const {
    environment,
    polling: { partsPerCluster: parts },
  } = settings;
  const cluster = (await loadClusters(models, environment)).find((one) => one.id === id);
  const inventory = cluster && (await loadInventory(models, id));
  if (cluster === undefined || inventory === undefined || part >= parts) {
    logger.info('part is not watched', { cluster: id, part });
    return undefined;
  }
  const series = inventory.series.filter(({ key }) => partOf(key, parts) === part);
  return { id: `cloudwatch/${id}/${part}of${parts}`, cluster, series, polling };
}
