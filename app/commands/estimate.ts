import type { Command } from 'commander';
import { assumptions } from '../../lib/domain/cost/estimate/assumptions.ts';
import { prices as builtIn } from '../../lib/domain/cost/prices.ts';
import type { Environment } from '../../lib/infra/config/environment.ts';
import { EnvironmentError } from '../../lib/infra/config/errors.ts';
import { ConfigError } from '../../lib/ports/errors.ts';
import { parseWhole } from '../durations.ts';
import { type CommandIo, processIo } from './command-io.ts';
import { estimateText } from './estimate-text.ts';
import { readPrices } from './price-file.ts';

interface EstimateOptions {
  readonly env: string;
  readonly config: string;
  readonly topics: number;
  readonly groups: number;
  readonly topicsPerGroup: number;
  readonly partitions: number;
  readonly selectedClusters: number;
  readonly prices?: string;
  readonly json: boolean;
}

export function addEstimateCommand(program: Command, io: CommandIo = processIo()): void {
  const many = parseWhole(0, 100_000);
  program
    .command('estimate')
    .description('say what an environment costs in a month, by stage and resource, before it is deployed')
    .requiredOption('--env <name>', 'environment: a file NAME.yaml')
    .option('--config <folder>', 'folder of the environment files', 'config')
    .option('--topics <number>', 'topics of a cluster', many, 50)
    .option('--partitions <number>', 'partitions of a topic', many, 6)
    .option('--groups <number>', 'consumer groups of a cluster', many, 20)
    .option('--topics-per-group <number>', 'topics that a group reads', many, 1)
    .option('--selected-clusters <number>', 'clusters that the tags of `select` find', many, 0)
    .option('--prices <file>', 'prices, as "tidewatch prices --refresh" writes them')
    .option('--json', 'print JSON', false)
    .action(async (options: EstimateOptions) => estimate(options, io));
}

async function estimate(options: EstimateOptions, io: CommandIo): Promise<void> {
  const environment = await environmentOf(options);
  const prices = options.prices === undefined ? builtIn : readPrices(options.prices);
  const { estimateOf } = await loadEstimate();
  const { topics, groups, topicsPerGroup, partitions: partitionsPerTopic, selectedClusters } = options;
  const size = { topics, groups, topicsPerGroup, partitionsPerTopic, selectedClusters };
  const { estimate: result, budgetUsd } = estimateOf(environment, { size, prices });
  if (options.json) {
    const { name: env } = environment;
    const json = { env, size, ...result, ...(budgetUsd !== undefined && { budgetUsd }), assumptions };
    io.out(`${JSON.stringify(json, null, 2)}\n`);
    return;
  }
  io.out(estimateText(environment, result, prices, size));
}

/** What is rendered is counted, and rendering takes the CDK, which is there only where somebody deploys.
 *  @throws ConfigError when it is not there */
async function loadEstimate() {
  try {
    return await import('../../lib/infra/estimate/index.ts');
  } catch (error) {
    if (!String(error).includes('aws-cdk-lib')) throw error;
    throw new ConfigError(['an estimate needs the CDK: npm install aws-cdk-lib constructs'], {
      cause: error,
    });
  }
}

/** @throws ConfigError with what is wrong with the file */
async function environmentOf({ env, config }: EstimateOptions): Promise<Environment> {
  // Reading one takes the calendars of all countries, which other commands need not wait for.
  const { loadEnvironments } = await import('../../lib/infra/config/load.ts');
  try {
    const [environment] = loadEnvironments(config, env);
    if (environment === undefined) throw new ConfigError([`${config}: no environment "${env}"`]);
    return environment;
  } catch (error) {
    if (error instanceof EnvironmentError) throw new ConfigError(error.problems, { cause: error });
    throw error;
  }
}
