import { dueKeys, train } from '../../lib/pipeline/train.ts';
import type { Clock } from '../../lib/ports/clock.ts';
import { calendarFor } from '../calendar.ts';
import { loadClusters } from '../cluster-log.ts';
import { report, type StageLogger } from '../report.ts';
import type { Settings } from '../settings.ts';
import type { Stores } from '../stores.ts';
import { taskOf } from '../tasks.ts';

/** Series that one run of the function trains. */
export interface TrainBatch {
  readonly keys: readonly string[];
}

/** Where the batches of a run are, for the state machine's map to read. */
export interface TrainPlan {
  readonly bucket: string;
  readonly key: string;
  readonly batches: number;
}

export interface TrainCounts {
  readonly trained: number;
  readonly failed: number;
}

export interface TrainInput extends Stores {
  readonly settings: Pick<Settings, 'environment' | 'polling' | 'calendar' | 'maintenance' | 'alarmBudget'>;
  /** Hours after which a model is trained anew. */
  readonly everyHours: number;
  readonly clock: Clock;
  /** Time in ms that only grows, to end a fit that takes long. */
  readonly elapsedMs: () => number;
  readonly logger: StageLogger;
  /** Keeps the batches as a JSON list. @param name unique to the run */
  readonly keepBatches: (name: string, batches: readonly TrainBatch[]) => Promise<Omit<TrainPlan, 'batches'>>;
}

/** Series of a batch: seconds of work even where the model is dear, and few enough batches that the results of
 *  100,000 series fit the 256 kB that a state may hold. */
const batchSize = 50;
const hourMs = 3_600_000;
/** Maintenance is known as far back as models look, and ahead until they are trained anew for certain. */
const pastMs = 63 * 24 * hourMs;
const aheadMs = 30 * 24 * hourMs;
/** A model that comes due before the next run is due now. */
const slackMs = hourMs / 2;

/**
 * `{"task":"plan"}` leaves batches of series for the map; `{"task":"train","keys":[…]}` trains one of them;
 * `{"task":"summary","results":[…]}` says what became of all.
 * @throws RangeError on another task or a malformed event, StoreError when a store cannot be reached
 */
export function createHandler(input: TrainInput): (event: unknown) => Promise<TrainPlan | TrainCounts> {
  return async (event) => {
    const task = taskOf(event, ['plan', 'train', 'summary']);
    if (task === 'plan') return await plan(input);
    return task === 'train' ? await trainBatch(input, keysOf(event)) : summarise(input, resultsOf(event));
  };
}

/** Plans those series alone whose model is old or has become bad, or that have none: so newcomers are trained within
 *  the hour. */
async function plan(input: TrainInput): Promise<TrainPlan> {
  const { store, models, settings, clock, everyHours, keepBatches, logger } = input;
  const nowMs = clock.nowMs();
  const olderThanMs = everyHours * hourMs - slackMs;
  const parts = settings.polling.partsPerCluster;
  const clusters = await loadClusters(models, settings.environment);
  const batches: TrainBatch[] = [];
  // A batch is of one cluster, so that it touches few objects of model states.
  for (const { id } of clusters) {
    const keys = await dueKeys({ store, models, nowMs, olderThanMs, cluster: id, parts });
    for (let i = 0; i < keys.length; i += batchSize) batches.push({ keys: keys.slice(i, i + batchSize) });
  }
  const kept = await keepBatches(new Date(nowMs).toISOString(), batches);
  report(logger, 'planned', { clusters: clusters.length, batches: batches.length }, []);
  return { ...kept, batches: batches.length };
}

async function trainBatch(
  { store, models, settings, clock, elapsedMs, logger }: TrainInput,
  keys: readonly string[],
): Promise<TrainCounts> {
  // Saved at once: the runs beside this one write to the same objects, and each save reads one anew.
  const saveEvery = keys.length;
  const nowMs = clock.nowMs();
  const calendar = calendarFor(settings, { fromMs: nowMs - pastMs, toMs: nowMs + aheadMs });
  const { trained, problems } = await train({
    store,
    models,
    nowMs,
    keys,
    saveEvery,
    elapsedMs,
    calendar,
    ...(settings.alarmBudget !== undefined && { alarmBudget: settings.alarmBudget }),
  });
  report(logger, 'trained', { series: keys.length, trained }, problems);
  return { trained, failed: keys.length - trained };
}

function summarise({ logger }: TrainInput, results: readonly TrainCounts[]): TrainCounts {
  const sum = (of: (one: TrainCounts) => number) => results.reduce((total, one) => total + of(one), 0);
  const counts = { trained: sum(({ trained }) => trained), failed: sum(({ failed }) => failed) };
  report(logger, 'trained all', { batches: results.length, ...counts }, []);
  return counts;
}

function keysOf(event: unknown): readonly string[] {
  const { keys } = event as { keys?: unknown };
  if (Array.isArray(keys) && keys.every((key) => typeof key === 'string')) return keys;
  throw new RangeError(
    `event.keys: got ${JSON.stringify(keys)?.slice(0, 80)}, allowed: a list of series keys`,
  );
}

/** A batch that failed as a whole comes as what the state machine knows of it: how many series it had. */
function resultsOf(event: unknown): readonly TrainCounts[] {
  const { results } = event as { results?: unknown };
  if (!Array.isArray(results)) throw new RangeError('event.results: allowed: the list that the map gives');
  return results.map((one: { trained?: unknown; failed?: unknown } | null) => ({
    trained: Number(one?.trained ?? 0),
    failed: Number(one?.failed ?? 0),
  }));
}
