import { backfill } from '../../lib/pipeline/backfill.ts';
import { collect } from '../../lib/pipeline/collect.ts';
import { discover } from '../../lib/pipeline/discover.ts';
import type { Clock } from '../../lib/ports/clock.ts';
import type { MetricSource } from '../../lib/ports/metric-source.ts';
import { saveClusters } from '../cluster-log.ts';
import { report, type StageLogger } from '../report.ts';
import type { Settings } from '../settings.ts';
import type { Stores } from '../stores.ts';
import { taskOf } from '../tasks.ts';

export interface CollectInput extends Stores {
  readonly settings: Pick<Settings, 'environment' | 'clusterArns'>;
  /** For collecting: asks each series at its own cadence. */
  readonly source: MetricSource;
  /** For the past: asks for exactly the range. */
  readonly history: MetricSource;
  readonly clock: Clock;
  readonly logger: StageLogger;
}

const dayMs = 86_400_000;
/** What models are trained on; CloudWatch keeps it for 63 days. */
const stepMs = 300_000;

/**
 * `{"task":"collect"}` discovers the clusters and reads what is new; `{"task":"backfill","days":3}` reads the
 * past, for a person to start after the first deploy: models learn from it at once.
 * @throws RangeError on another task, StoreError when a store cannot be reached
 */
export function createHandler(input: CollectInput): (event: unknown) => Promise<void> {
  return async (event) => {
    const task = taskOf(event, ['collect', 'backfill']);
    if (task === 'backfill') await runBackfill(input, daysOf(event));
    else await runCollect(input);
  };
}

async function runCollect({ source, store, models, clock, settings, logger }: CollectInput): Promise<void> {
  const found = await discover(source, clock);
  await saveClusters(models, settings.environment, found.clusters, settings.clusterArns);
  const { points, series, problems } = await collect({ source, store, models, clock });
  const numbers = { clusters: found.clusters.length, series, points };
  report(logger, 'collected', numbers, [...found.problems, ...problems]);
}

async function runBackfill(
  { history, store, models, clock, logger }: CollectInput,
  days: number,
): Promise<void> {
  const plan = [{ agoMs: days * dayMs, stepMs }];
  const { points, problems, isComplete } = await backfill({ source: history, store, models, clock, plan });
  report(
    logger,
    isComplete ? 'back-filled' : 'back-fill broke off: start it again',
    { days, points },
    problems,
  );
}

/** @throws RangeError when the event's days are no number from 1 to 63: older points are an hour apart */
function daysOf(event: unknown): number {
  const { days = 14 } = event as { days?: unknown };
  if (typeof days === 'number' && days >= 1 && days <= 63) return days;
  throw new RangeError(`event.days: got ${JSON.stringify(days)}, allowed: a number from 1 to 63`);
}
