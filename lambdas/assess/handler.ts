import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { assess } from '../../lib/pipeline/assess.ts';
import type { Clock } from '../../lib/ports/clock.ts';
import { calendarFor } from '../calendar.ts';
import { report, type StageLogger } from '../report.ts';
import type { Settings } from '../settings.ts';
import type { StageMetrics } from '../stage-metrics.ts';
import type { Stores } from '../stores.ts';
import { type SendWork, type WorkMessage, workBatch } from '../work.ts';

export interface AssessInput extends Stores {
  readonly settings: Pick<Settings, 'polling' | 'lateness' | 'calendar' | 'maintenance' | 'alarmBudget'>;
  readonly clock: Clock;
  readonly logger: StageLogger;
  readonly metrics: StageMetrics;
  /** To the queue of the stage evaluate. */
  readonly send: SendWork;
}

/** Steps that are made up for are seldom older. */
const pastMs = 2 * 86_400_000;

/** Judges the new points of a part of a cluster, then asks for its rules to be evaluated. */
export function createHandler(input: AssessInput): (event: SQSEvent) => Promise<SQSBatchResponse> {
  return (event) => workBatch(event, 'assess', input.logger, (work) => assessPart(input, work));
}

async function assessPart(input: AssessInput, { cluster, part, atMs }: WorkMessage): Promise<void> {
  const { store, models, clock, logger, metrics, settings, send } = input;
  const nowMs = clock.nowMs();
  const { steps, verdicts, anomalies, untrained, assessed, problems } = await assess({
    store,
    models,
    nowMs,
    cluster,
    part: { index: part, of: settings.polling.partsPerCluster },
    // Slow signals are polled once an hour: an empty step is no gap before that has passed.
    patienceMs: settings.lateness.slow,
    calendar: calendarFor(settings, { fromMs: nowMs - pastMs, toMs: nowMs }),
    ...(settings.alarmBudget !== undefined && { alarmBudget: settings.alarmBudget }),
  });
  await send([{ task: 'evaluate', cluster, part: 0, atMs }]);
  const anomalous = new Set(anomalies.map(({ series }) => series.key)).size;
  if (assessed > 0) metrics.put('anomalousShare', (100 * anomalous) / assessed, { Cluster: nameOf(cluster) });
  const numbers = { steps, verdicts, anomalous, assessed, untrained: untrained.length };
  report(logger, 'assessed', numbers, problems, { cluster, part });
}

/** The name in a cluster's id. */
function nameOf(cluster: string): string {
  return cluster.slice(cluster.lastIndexOf('/') + 1);
}
