import type { SegmentAccuracy } from '../../lib/domain/forecast/accuracy/summary.ts';
import { report as makeReport } from '../../lib/pipeline/report.ts';
import type { Clock } from '../../lib/ports/clock.ts';
import type { IncidentStore } from '../../lib/ports/incident-store.ts';
import type { ModelStore } from '../../lib/ports/model-store.ts';
import { loadClusters } from '../cluster-log.ts';
import { report, type StageLogger } from '../report.ts';
import type { Settings } from '../settings.ts';
import { taskOf } from '../tasks.ts';

export interface ReportHandlerInput {
  readonly incidents: IncidentStore;
  readonly models: ModelStore;
  readonly settings: Pick<Settings, 'environment' | 'polling'>;
  /** Hours between two reports: what one looks back at. */
  readonly everyHours: number;
  readonly clock: Clock;
  readonly logger: StageLogger;
}

/** `{"task":"report"}` counts the incidents since the last report, sees how good forecasts are, and keeps the figures.
 *  @throws RangeError on another task, StoreError when a store cannot be reached */
export function createHandler(input: ReportHandlerInput): (event: unknown) => Promise<void> {
  return async (event) => {
    taskOf(event, ['report']);
    const { incidents, models, settings, everyHours, clock, logger } = input;
    const clusters = (await loadClusters(models, settings.environment)).map(({ id }) => id);
    const made = await makeReport({
      incidents,
      models,
      nowMs: clock.nowMs(),
      spanMs: everyHours * 3_600_000,
      clusters,
      parts: settings.polling.partsPerCluster,
    });
    const { opened, resolved, stillOpen, undelivered, drifting, forecasts } = made;
    const numbers = { opened, resolved, stillOpen, undelivered, drifting: drifting.length };
    report(logger, 'reported', { ...numbers, ...ratiosOf(forecasts) }, []);
  };
}

/** Of all series together, by hours ahead. */
function ratiosOf(forecasts: readonly SegmentAccuracy[]): Readonly<Record<string, number>> {
  const all = forecasts.filter(({ segment }) => segment === 'all');
  return Object.fromEntries(
    all.map(({ leadHours, errorRatioPercent }) => [`errorRatio${leadHours}h`, errorRatioPercent]),
  );
}
