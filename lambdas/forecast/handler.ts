import { project } from '../../lib/pipeline/project.ts';
import { train } from '../../lib/pipeline/train.ts';
import type { Clock } from '../../lib/ports/clock.ts';
import { report, type StageLogger } from '../report.ts';
import type { Stores } from '../stores.ts';
import { taskOf } from '../tasks.ts';

export interface ForecastInput extends Stores {
  readonly clock: Clock;
  readonly logger: StageLogger;
}

/**
 * `{"task":"train"}` fits models, `{"task":"project"}` forecasts with them.
 * @throws RangeError on another task, StoreError when a store cannot be reached
 */
export function createHandler(input: ForecastInput): (event: unknown) => Promise<void> {
  return async (event) => {
    const task = taskOf(event, ['train', 'project']);
    if (task === 'train') await runTrain(input);
    else await runProject(input);
  };
}

async function runTrain({ store, models, clock, logger }: ForecastInput): Promise<void> {
  const { trained, waiting, problems } = await train({ store, models, nowMs: clock.nowMs() });
  report(logger, 'trained', { trained, waiting }, problems);
}

async function runProject({ store, models, clock, logger }: ForecastInput): Promise<void> {
  const { forecasts, stale, untrained, problems } = await project({ store, models, nowMs: clock.nowMs() });
  report(logger, 'projected', { forecasts, stale, untrained: untrained.length }, problems);
}
