import { report as makeReport } from '../../lib/pipeline/report.ts';
import type { Clock } from '../../lib/ports/clock.ts';
import type { IncidentStore } from '../../lib/ports/incident-store.ts';
import type { ModelStore } from '../../lib/ports/model-store.ts';
import { report, type StageLogger } from '../report.ts';
import { taskOf } from '../tasks.ts';

export interface ReportHandlerInput {
  readonly incidents: IncidentStore;
  readonly models: ModelStore;
  /** Hours between two reports: what one looks back at. */
  readonly everyHours: number;
  readonly clock: Clock;
  readonly logger: StageLogger;
}

/** `{"task":"report"}` counts the incidents since the last report and keeps the figures.
 *  @throws RangeError on another task, StoreError when a store cannot be reached */
export function createHandler(input: ReportHandlerInput): (event: unknown) => Promise<void> {
  return async (event) => {
    taskOf(event, ['report']);
    const { everyHours, clock, logger, ...stores } = input;
    const made = await makeReport({ ...stores, nowMs: clock.nowMs(), spanMs: everyHours * 3_600_000 });
    const { opened, resolved, stillOpen, undelivered } = made;
    report(logger, 'reported', { opened, resolved, stillOpen, undelivered }, []);
  };
}
