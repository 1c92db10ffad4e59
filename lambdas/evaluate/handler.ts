import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type { RuleOptions } from '../../lib/domain/rules/options.ts';
import { evaluate } from '../../lib/pipeline/evaluate.ts';
import { notify } from '../../lib/pipeline/notify.ts';
import type { Clock } from '../../lib/ports/clock.ts';
import { StoreError } from '../../lib/ports/errors.ts';
import type { Notifier } from '../../lib/ports/notifier.ts';
import { loadClusters } from '../cluster-log.ts';
import { inMaintenance } from '../maintenance.ts';
import { report, type StageLogger } from '../report.ts';
import type { Settings } from '../settings.ts';
import type { Stores } from '../stores.ts';
import { type WorkMessage, workBatch } from '../work.ts';

export interface EvaluateInput extends Stores {
  readonly settings: Pick<Settings, 'environment' | 'rulesOf' | 'lateness' | 'maintenance' | 'lag'>;
  readonly notifier: Notifier;
  readonly clock: Clock;
  readonly logger: StageLogger;
}

/** Judges the rules of a cluster that no CloudWatch alarm watches, and publishes what has changed. */
export function createHandler(input: EvaluateInput): (event: SQSEvent) => Promise<SQSBatchResponse> {
  return (event) => workBatch(event, 'evaluate', input.logger, (work) => evaluateCluster(input, work));
}

/** @throws StoreError when nothing could be judged or published: the message comes again */
async function evaluateCluster(input: EvaluateInput, work: WorkMessage): Promise<void> {
  const { store, models, notifier, clock, settings, logger } = input;
  const cluster = (await loadClusters(models, settings.environment)).find(({ id }) => id === work.cluster);
  if (cluster === undefined) {
    logger.info('cluster is no longer watched', { cluster: work.cluster });
    return;
  }
  const { firing, held, problems } = await evaluate({
    store,
    models,
    clusters: [cluster],
    rules: settings.rulesOf(cluster),
    nowMs: clock.nowMs(),
    ...optionsOf(input),
  });
  const told = await notify({ models, notifier, clusters: [cluster] });
  const numbers = {
    firing: firing.length,
    held: held.length,
    published: told.published.length,
    pending: told.pending,
  };
  report(logger, 'evaluated', numbers, [...problems, ...told.problems], { cluster: cluster.id });
  const unread = problems.find(({ kind }) => kind === 'store_unreadable');
  if (unread) throw new StoreError(unread.message);
}

function optionsOf({ settings, clock }: EvaluateInput): RuleOptions {
  const window = inMaintenance(settings.maintenance, clock.nowMs());
  const { lateness, lag } = settings;
  return { lateness, ...(lag && { lag }), ...(window && { quietUntilMs: window.untilMs }) };
}
