#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { addBacktestCommand } from '../app/commands/backtest.ts';
import { addDetectCommand } from '../app/commands/detect.ts';
import { addEstimateCommand } from '../app/commands/estimate.ts';
import { addFeedbackCommand } from '../app/commands/feedback.ts';
import { addFitCommand } from '../app/commands/fit.ts';
import { addForecastCommand } from '../app/commands/forecast.ts';
import { addPlanCommand } from '../app/commands/plan.ts';
import { addPlanPollsCommand } from '../app/commands/plan-polls.ts';
import { addPricesCommand } from '../app/commands/prices.ts';
import { addStartCommand } from '../app/commands/start.ts';
import { addStationarityCommand } from '../app/commands/stationarity.ts';
import { addWatchCommand } from '../app/commands/watch.ts';
import { packageRoot } from '../app/package-root.ts';
import { PortError } from '../lib/ports/errors.ts';

const { version } = JSON.parse(readFileSync(`${packageRoot()}/package.json`, 'utf8')) as { version: string };

const program = new Command('tidewatch')
  .description('Monitoring for Kafka ingestion services: forecasts, anomaly checks, few and rightful pages')
  .version(version)
  .showHelpAfterError('(tidewatch COMMAND --help lists the options)');
addStartCommand(program);
addWatchCommand(program);
addPlanCommand(program);
addPlanPollsCommand(program);
addEstimateCommand(program);
addPricesCommand(program);
addFitCommand(program);
addForecastCommand(program);
addBacktestCommand(program);
addDetectCommand(program);
addFeedbackCommand(program);
addStationarityCommand(program);

// Whoever reads has read enough, as `head` does: that is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

try {
  await program.parseAsync();
} catch (error) {
  // What the user can mend is one clear line each; only a mistake of ours shows its stack.
  const text =
    error instanceof PortError ? error.message : error instanceof Error ? error.stack : String(error);
  for (const line of String(text).split('\n')) process.stderr.write(`tidewatch: ${line}\n`);
  process.exitCode = error instanceof PortError ? 2 : 1;
}
