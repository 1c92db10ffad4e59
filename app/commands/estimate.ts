import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { assumptions } from '../../lib/domain/cost/estimate/assumptions.ts';
import type { Estimate } from '../../lib/domain/cost/estimate/index.ts';
import { parsePrices } from '../../lib/domain/cost/price-file.ts';
import { prices as builtIn, type PriceTable } from '../../lib/domain/cost/prices.ts';
import type { Environment } from '../../lib/infra/config/environment.ts';
import { EnvironmentError } from '../../lib/infra/config/errors.ts';
import { loadEnvironments } from '../../lib/infra/config/load.ts';
import { ConfigError } from '../../lib/ports/errors.ts';
import { parseWhole } from '../durations.ts';
import { type CommandIo, processIo } from './command-io.ts';
import { textTable } from './text-table.ts';

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
  const environment = environmentOf(options);
  const prices = options.prices === undefined ? builtIn : pricesOf(options.prices);
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
  io.out(printed(environment, result, prices, options));
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
function environmentOf({ env, config }: EstimateOptions): Environment {
  try {
    const [environment] = loadEnvironments(config, env);
    if (environment === undefined) throw new ConfigError([`${config}: no environment "${env}"`]);
    return environment;
  } catch (error) {
    if (error instanceof EnvironmentError) throw new ConfigError(error.problems, { cause: error });
    throw error;
  }
}

/** @throws ConfigError when the file cannot be read, or is none of prices */
function pricesOf(file: string): PriceTable {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new ConfigError([`--prices ${file}: cannot be read`], { cause: error });
  }
  const parsed = parsePrices(text, file);
  if (parsed.kind === 'refused') throw new ConfigError(parsed.problems);
  return parsed.prices;
}

function printed(
  environment: Environment,
  estimate: Estimate,
  prices: PriceTable,
  { topics, groups, partitions }: EstimateOptions,
): string {
  const { series } = estimate;
  return [
    `${environment.name}: ${dollars(estimate.usd)} a month${budgetWords(environment, estimate)}; ` +
      `${series.emitted} series, ${series.polled} of them polled, ${series.assessed} assessed ` +
      `(each cluster: ${topics} topics of ${partitions} partitions, ${groups} groups)\n`,
    lineTable(estimate),
    textTable(
      ['beside it', 'USD/month', 'times'],
      estimate.beside.map(({ what, usd }) => [what, usd.toFixed(2), (usd / estimate.usd).toFixed(1)]),
    ),
    `${[...assumptions, priceWords(estimate, prices)].map((line) => `- ${line}`).join('\n')}\n`,
  ].join('\n');
}

function lineTable({ lines, usd }: Estimate): string {
  const rows = lines.map((line) => [
    line.stage,
    line.resource,
    line.what,
    rounded(line.units),
    line.usd.toFixed(2),
    percent(line.usd, usd),
  ]);
  const total = ['total', '', '', '', usd.toFixed(2), percent(usd, usd)];
  return textTable(['stage', 'resource', 'what', 'units/month', 'USD/month', '%'], [...rows, total]);
}

function budgetWords({ budget }: Environment, { usd }: Estimate): string {
  if (budget === undefined) return '';
  return `, ${percent(usd, budget.monthlyUsd)} % of its budget of ${dollars(budget.monthlyUsd)}`;
}

/** Which of the prices used are not proven, said once for all of them. */
function priceWords({ lines, asOf }: Estimate, prices: PriceTable): string {
  const used = [...new Set(lines.map(({ price }) => price))];
  const count = (basis: string) => used.filter((name) => prices[name].basis === basis).length;
  const regions = [...new Set(used.map((name) => prices[name].region))].join(', ');
  return `${used.length} prices of ${regions}, the oldest of ${asOf}: ${count('price_list')} of the Price List API, ${count('document')} read in documents of AWS, ${count('quoted')} commonly quoted`;
}

function dollars(usd: number): string {
  return `$${usd.toFixed(2)}`;
}

function percent(part: number, whole: number): string {
  return whole > 0 ? ((100 * part) / whole).toFixed(1) : '0.0';
}

/** Whole where it is large, else three figures. */
function rounded(units: number): string {
  return units >= 100 ? String(Math.round(units)) : String(Number(units.toPrecision(3)));
}
