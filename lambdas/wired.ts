import { SSMClient } from '@aws-sdk/client-ssm';
import type { Context } from 'aws-lambda';
import type { Clock } from '../lib/ports/clock.ts';
import { systemClock } from './clock.ts';
import { createOnce } from './once.ts';
import { createLogger, type StageLogger } from './report.ts';
import { loadSettings, type Settings } from './settings.ts';
import { createMetrics, type StageMetrics } from './stage-metrics.ts';
import { VariableReader } from './variables.ts';

/** What every function has to build its handler from. */
export interface Wiring {
  readonly reader: VariableReader;
  readonly settings: Settings;
  readonly clock: Clock;
  readonly logger: StageLogger;
  readonly metrics: StageMetrics;
}

/**
 * The Lambda handler of a stage. What `make` builds is built once, at the first event: a failure there is
 * that event's failure, and the next one tries again. A scheduled run that has been is not run again.
 */
export function wiredHandler<Event, Result>(
  stage: string,
  make: (wiring: Wiring) => Promise<(event: Event) => Promise<Result>> | ((event: Event) => Promise<Result>),
): (event: Event, context: Context) => Promise<Result | undefined> {
  const logger = createLogger(stage);
  const metrics = createMetrics(stage, process.env.TIDEWATCH_ENVIRONMENT ?? 'unknown');
  const once = createOnce(process.env.TIDEWATCH_RUN_TABLE, stage);
  let made: Promise<(event: Event) => Promise<Result>> | undefined;

  async function build() {
    const reader = new VariableReader(process.env);
    const settings = await loadSettings(new SSMClient(), reader);
    return await make({ reader, settings, clock: systemClock, logger, metrics });
  }

  return async (event, context) => {
    logger.addContext(context);
    made ??= build();
    const run = await made.catch((error: unknown) => {
      made = undefined;
      throw error;
    });
    return await once(event, context, () => run(event));
  };
}
