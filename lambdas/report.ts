import { Logger } from '@aws-lambda-powertools/logger';
import type { Problem } from '../lib/domain/series/samples.ts';

/** What a handler logs with. */
export type StageLogger = Pick<Logger, 'info' | 'warn'>;

/** Structured logs with the stage's name. @default level INFO, by POWERTOOLS_LOG_LEVEL otherwise */
export function createLogger(stage: string): Logger {
  return new Logger({ serviceName: `tidewatch-${stage}` });
}

/** Logs what a stage counted: one line for the numbers, one for each problem. @param about in every line */
export function report(
  logger: StageLogger,
  words: string,
  numbers: Readonly<Record<string, number>>,
  problems: readonly Problem[],
  about: Readonly<Record<string, string | number>> = {},
): void {
  for (const { kind, where, message, count } of problems)
    logger.warn('problem', { kind, where, reason: message, count, ...about });
  logger.info(words, { ...about, ...numbers, problems: problems.length });
}
