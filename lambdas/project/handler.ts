import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { project } from '../../lib/pipeline/project.ts';
import type { Clock } from '../../lib/ports/clock.ts';
import { loadClusters } from '../cluster-log.ts';
import { report, type StageLogger } from '../report.ts';
import type { Settings } from '../settings.ts';
import type { StageMetrics } from '../stage-metrics.ts';
import type { Stores } from '../stores.ts';
import { taskOf } from '../tasks.ts';
import { isQueueEvent, type SendWork, type WorkMessage, workBatch, workOf } from '../work.ts';

export interface ProjectInput extends Stores {
  readonly settings: Pick<Settings, 'environment' | 'polling'>;
  readonly clock: Clock;
  readonly logger: StageLogger;
  readonly metrics: StageMetrics;
  /** To the queue of this stage. */
  readonly send: SendWork;
}

const hourMs = 3_600_000;

/**
 * `{"task":"project"}` asks for a forecast of every part of every cluster; a message of the queue makes one.
 * @throws RangeError on another task, StoreError when a store cannot be reached
 */
export function createHandler(
  input: ProjectInput,
): (event: SQSEvent | unknown) => Promise<SQSBatchResponse | undefined> {
  return async (event) => {
    if (isQueueEvent(event))
      return await workBatch(event, 'project', input.logger, (work) => projectPart(input, work));
    taskOf(event, ['project']);
    await fanOut(input);
    return undefined;
  };
}

async function fanOut({ models, settings, clock, logger, send }: ProjectInput): Promise<void> {
  const clusters = await loadClusters(models, settings.environment);
  const work = workOf('project', clusters, settings.polling.partsPerCluster, clock.nowMs());
  await send(work);
  report(logger, 'asked for forecasts', { clusters: clusters.length, messages: work.length }, []);
}

async function projectPart(input: ProjectInput, { cluster, part }: WorkMessage): Promise<void> {
  const { store, models, clock, logger, metrics, settings } = input;
  const { forecasts, stale, untrained, drifting, oldestTrainedMs, errorRatioPercent, problems } =
    await project({
      store,
      models,
      nowMs: clock.nowMs(),
      cluster,
      part: { index: part, of: settings.polling.partsPerCluster },
    });
  if (oldestTrainedMs !== undefined)
    metrics.put('oldestModelHours', (clock.nowMs() - oldestTrainedMs) / hourMs);
  if (errorRatioPercent !== undefined) metrics.put('forecastErrorRatio', errorRatioPercent);
  const numbers = { forecasts, stale, drifting, untrained: untrained.length };
  report(logger, 'projected', numbers, problems, { cluster, part });
}
