import { type Command, Option } from 'commander';
import { brokerTypeOf, brokerTypes } from '../../lib/domain/capacity/broker-types.ts';
import type { Campaign } from '../../lib/domain/capacity/campaign.ts';
import type { PlanOptions } from '../../lib/domain/capacity/plan-types.ts';
import type { Cluster } from '../../lib/domain/cluster.ts';
import { prices as builtIn, type PriceTable } from '../../lib/domain/cost/prices.ts';
import { type PlanStageResult, plan } from '../../lib/pipeline/plan.ts';
import type { Clock } from '../../lib/ports/clock.ts';
import { ConfigError } from '../../lib/ports/errors.ts';
import { wallClock } from '../clocks.ts';
import { parseDuration, parseWhole } from '../durations.ts';
import { type CommandIo, processIo } from './command-io.ts';
import { optionValue, parseLevel } from './option-values.ts';
import { openHistory } from './plan/history.ts';
import {
  formatOf,
  type PlanCommandOptions,
  parseRateUnit,
  parseWithin,
  type ReportFormat,
  reportFormats,
} from './plan/options.ts';
import { renderPlan } from './plan/render.ts';
import { readPrices } from './price-file.ts';

const examples = `
Examples:
  tidewatch plan --simulated --out plan.html
  tidewatch plan --cluster arn:aws:kafka:eu-central-1:123456789012:cluster/orders/... --horizon 90d --out plan.html
  tidewatch plan --csv bytes-in.csv --unit MB/s --instance-type kafka.m7g.large --brokers 3 --storage-gib 1000
  tidewatch plan --store .tidewatch/watch.duckdb --campaigns campaigns.yaml --out plan.md --out plan.json`;

export function addPlanCommand(
  program: Command,
  io: CommandIo = processIo(),
  clock: Clock = wallClock,
): void {
  const command = program
    .command('plan')
    .description(
      'plan capacity: the next quarter of ingestion, the time to each limit, the cheapest cluster that holds it',
    );
  addSources(command);
  addAssumptions(command);
  command
    .addOption(new Option('--format <format>', 'of what is printed').choices(reportFormats))
    .option('--out <file...>', 'files to write in place of printing: .md, .html or .json')
    .addHelpText('after', examples)
    .action((options: PlanCommandOptions) => planCommand(options, io, clock));
}

function addSources(command: Command): void {
  command
    .option('--cluster <arn>', 'MSK cluster by ARN, through CloudWatch; with --store its name')
    .option('--region <region>', 'AWS region; by default that of the ARN')
    .option(
      '--csv <file...>',
      'bytes in as timestamp,value, or series of the catalogue as series,timestamp,value',
    )
    .option('--series <name>', 'of a file of several series only this one')
    .addOption(
      new Option('--unit <unit>', "of the file's values, like MB/s or GB/d")
        .argParser(optionValue('--unit', parseRateUnit))
        .default(1, 'B/s'),
    )
    .option('--store <file>', 'what tidewatch watch or start has gathered')
    .option('--simulated', 'a year of the simulated cluster, to try it', false)
    .option('--seed <number>', 'another simulated cluster', parseWhole(0, 2 ** 31), 1)
    .option('--name <name>', 'what to call the cluster of a file', 'kafka');
}

function addAssumptions(command: Command): void {
  const within = (name: string, least: number, most: number) => optionValue(name, parseWithin(least, most));
  command
    .addOption(
      new Option('--horizon <duration>', 'how far ahead, up to 365d')
        .argParser(optionValue('--horizon', parseDuration))
        .default(90 * 86_400_000, '90d'),
    )
    .option(
      '--campaigns <file>',
      'YAML or JSON list of {name, from, to, strength}, past and to come, or an environment file',
    )
    .option(
      '--growth <percent>',
      'scenarios of so much more and less at the end',
      within('--growth', 0, 500),
      10,
    )
    .option('--level <percent>', 'coverage of intervals', optionValue('--level', parseLevel), 95)
    .option('--headroom <percent>', 'share of each limit to leave free', within('--headroom', 0, 90), 20)
    .addOption(
      new Option('--survive <what>', 'what may be down without a limit being met')
        .choices(['none', 'broker', 'zone'])
        .default('broker'),
    )
    .option('--zones <number>', 'availability zones: brokers come in multiples', parseWhole(1, 6), 3)
    .option('--replication <number>', 'copies of each partition', parseWhole(1, 6), 3)
    .option(
      '--fan-out <number>',
      'bytes to consumers for each byte in; else as measured',
      within('--fan-out', 0, 1000),
    )
    .option(
      '--retention <duration>',
      'how long topics keep data, where no disk is measured',
      optionValue('--retention', parseDuration),
    )
    .option(
      '--peak-factor <number>',
      "highest hour over a day's mean, where only days are measured",
      within('--peak-factor', 1, 100),
      2,
    )
    .option('--instance-type <type>', "the brokers' type, where it is not known, like kafka.m7g.large")
    .option('--brokers <number>', 'how many there are, where it is not known', parseWhole(1, 300))
    .option('--storage-gib <number>', 'storage of each', parseWhole(1, 16_384))
    .option('--iam', 'clients authenticate by IAM: connections are limited', false)
    .option('--prices <file>', 'prices, as "tidewatch prices --refresh" writes them');
}

const dayMs = 86_400_000;

async function planCommand(options: PlanCommandOptions, io: CommandIo, clock: Clock): Promise<void> {
  const horizonDays = Math.round(options.horizon / dayMs);
  if (!(horizonDays >= 1 && horizonDays <= 365))
    throw new ConfigError([`--horizon: got ${options.horizon / dayMs} days: give 1d to 365d`]);
  const files = (options.out ?? []).map((path) => ({ path, format: formatOfFile(path) }));
  const given = options.campaigns === undefined ? [] : await campaignsOf(options.campaigns);
  const prices = options.prices === undefined ? builtIn : readPrices(options.prices);
  const known = knownOf(options);
  const history = await openHistory(options, clock);
  const progress = io.progress('planning');
  progress?.update(0.05, 'reading the past');
  try {
    const { from, cluster, nowMs, campaigns } = history;
    const stage = await plan({
      from,
      nowMs,
      known,
      ...(cluster !== undefined && { cluster }),
      plan: { ...planOptions(options, [...campaigns, ...given], prices), horizonDays },
    });
    progress?.end();
    await report(stage, options, files, io);
  } finally {
    await history.close();
  }
}

/** Loaded when it is asked for: holidays of all countries come with the calendar. */
async function campaignsOf(path: string): Promise<readonly Campaign[]> {
  const { readCampaigns } = await import('./plan/campaign-file.ts');
  return readCampaigns(path);
}

function planOptions(
  options: PlanCommandOptions,
  campaigns: readonly Campaign[],
  prices: PriceTable,
): PlanOptions {
  const { growth, level, headroom, survive, zones, replication, fanOut, retention, peakFactor } = options;
  return {
    campaigns,
    prices,
    growthShare: growth / 100,
    level: level / 100,
    headroom: headroom / 100,
    survive,
    zones,
    replication,
    peakFactor,
    ...(fanOut !== undefined && { fanOut }),
    ...(retention !== undefined && { retentionHours: retention / 3_600_000 }),
  };
}

/** What the options say of the cluster. @throws ConfigError on a type of broker that is not known */
function knownOf({ instanceType, brokers, storageGib, iam }: PlanCommandOptions): Partial<Cluster> {
  const type = instanceType?.startsWith('express.') ? 'express' : 'standard';
  if (instanceType !== undefined && brokerTypeOf(instanceType) === undefined)
    throw new ConfigError([
      `--instance-type: got ${instanceType}: give ${brokerTypes.map((one) => one.type).join(', ')}`,
    ]);
  return {
    ...(instanceType !== undefined && { instanceType, type }),
    ...(brokers !== undefined && { brokerIds: Array.from({ length: brokers }, (_, i) => String(i + 1)) }),
    ...(storageGib !== undefined && { storageGib }),
    ...(iam && { iamAuth: true }),
  };
}

interface OutFile {
  readonly path: string;
  readonly format: ReportFormat;
}

async function report(
  stage: PlanStageResult,
  { format = 'markdown', cluster }: PlanCommandOptions,
  files: readonly OutFile[],
  io: CommandIo,
): Promise<void> {
  for (const { where, message, count } of stage.problems)
    io.err(`${where}: ${message}${count > 1 ? ` (${count} times)` : ''}\n`);
  if (stage.kind === 'which_cluster') throw new ConfigError([whichCluster(stage, cluster)]);
  const { result } = stage;
  if (result.kind !== 'plan') throw new ConfigError([`${stage.cluster.name}: ${result.reason}`]);
  if (files.length === 0) io.out(renderPlan(result, format));
  for (const file of files) {
    await written(file, renderPlan(result, file.format), io);
    io.err(`${file.path} written: ${result.cluster.name}, ${result.horizonDays} days ahead\n`);
  }
}

function whichCluster(
  { clusters }: Extract<PlanStageResult, { kind: 'which_cluster' }>,
  given: string | undefined,
): string {
  const names = clusters.map(({ id, name }) =>
    clusters.filter((one) => one.name === name).length > 1 ? id : name,
  );
  if (clusters.length === 0)
    return 'no cluster was found: see what is said above, or whether the store has any series';
  if (given === undefined)
    return `there are ${clusters.length} clusters: give --cluster ${names.join(' or ')}`;
  return `--cluster: got ${given}: there are ${names.join(', ')}`;
}

async function written({ path }: OutFile, text: string, io: CommandIo): Promise<void> {
  try {
    await io.writeFile(path, text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ConfigError([`--out: ${path} cannot be written (${why})`], { cause: error });
  }
}

function formatOfFile(path: string): ReportFormat {
  const format = formatOf(path);
  if (format === undefined)
    throw new ConfigError([`--out: got ${path}: give a file that ends in .md, .html or .json`]);
  return format;
}
