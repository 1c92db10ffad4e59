import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { runbookOfRule } from '../../lib/domain/catalogue/index.ts';
import { respond } from '../../lib/pipeline/respond.ts';
import type { Clock } from '../../lib/ports/clock.ts';
import { report, type StageLogger } from '../report.ts';
import type { Settings } from '../settings.ts';

export interface RespondHandlerInput {
  readonly settings: Pick<Settings, 'rules'>;
  readonly clock: Clock;
  readonly logger: StageLogger;
}

/** Says what a playbook would do about each finding; what cannot be read ends among the dead letters. */
export function createHandler({
  settings,
  clock,
  logger,
}: RespondHandlerInput): (event: SQSEvent) => Promise<SQSBatchResponse> {
  return async ({ Records }) => {
    const batchItemFailures: { itemIdentifier: string }[] = [];
    for (const { messageId, body } of Records) {
      const { observed, problems } = respond({
        messages: [body],
        rules: settings.rules,
        runbookOf: runbookOfRule,
        clock,
      });
      for (const one of observed) logger.info('would respond', { ...one });
      if (problems.length > 0) batchItemFailures.push({ itemIdentifier: messageId });
      report(logger, 'observed', { findings: observed.length }, problems);
    }
    return { batchItemFailures };
  };
}
