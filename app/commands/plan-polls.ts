import { type Command, Option } from 'commander';
import { signalById, signals } from '../../lib/domain/catalogue/index.ts';
import { type Cluster, clusterId, monitoringLevels } from '../../lib/domain/cluster.ts';
import { expectedSeries } from '../../lib/domain/cost/expected-series.ts';
import { planPolls } from '../../lib/domain/cost/poll-plan.ts';
import { pollTable } from '../../lib/domain/cost/price-polls.ts';
import type { Series } from '../../lib/domain/series/series.ts';
import { wallClock } from '../clocks.ts';
import { parseWhole } from '../durations.ts';
import { createCloudWatchSources } from '../sources.ts';

interface PlanPollsOptions {
  readonly cluster?: readonly string[];
  readonly region?: string;
  readonly type: 'standard' | 'express' | 'serverless';
  readonly level: Cluster['monitoring'] & string;
  readonly brokers: number;
  readonly topics: number;
  readonly partitions: number;
  readonly groups: number;
  readonly topicsPerGroup: number;
  readonly json: boolean;
}

export function addPlanPollsCommand(program: Command): void {
  const many = parseWhole(0, 100_000);
  program
    .command('plan-polls')
    .description('say how CloudWatch will be polled and what that costs, before it is enabled')
    .option('--cluster <arn...>', 'MSK clusters as they are now; else one of the size given below')
    .option('--region <region>', 'AWS region; by default that of the ARN')
    .addOption(
      new Option('--type <type>', 'kind of cluster')
        .choices(['standard', 'express', 'serverless'])
        .default('standard'),
    )
    .addOption(new Option('--level <level>', 'monitoring level').choices(monitoringLevels).default('DEFAULT'))
    .option('--brokers <number>', 'brokers', parseWhole(1, 90), 3)
    .option('--topics <number>', 'topics', many, 50)
    .option('--partitions <number>', 'partitions of a topic', many, 6)
    .option('--groups <number>', 'consumer groups', many, 20)
    .option('--topics-per-group <number>', 'topics that a group reads', many, 1)
    .option('--json', 'print JSON', false)
    .action(planPollsOf);
}

async function planPollsOf(options: PlanPollsOptions): Promise<void> {
  const series = options.cluster ? await discovered(options) : described(options);
  const queries = series.map(({ key, signal }) => ({
    key,
    cadence: signalById(signal)?.cadence ?? 'normal',
  }));
  const { lines, json } = pollTable(planPolls(queries));
  process.stdout.write(options.json ? `${JSON.stringify(json, null, 2)}\n` : `${lines.join('\n')}\n`);
}

async function discovered(options: PlanPollsOptions): Promise<readonly Series[]> {
  const sources = await createCloudWatchSources(options, wallClock);
  const found = await Promise.all(sources.map((source) => source.discover(wallClock.nowMs())));
  for (const { kind, message, count } of found.flatMap(({ problems }) => problems)) {
    process.stderr.write(`${kind} (${count}): ${message}\n`);
  }
  return found.flatMap(({ series }) => series);
}

function described(options: PlanPollsOptions): readonly Series[] {
  const cluster: Cluster = {
    id: clusterId('account', 'region', options.type),
    name: options.type,
    account: 'account',
    region: 'region',
    type: options.type,
    metadata: 'kraft',
    monitoring: options.level,
    brokerIds:
      options.type === 'serverless' ? [] : Array.from({ length: options.brokers }, (_, i) => `${i + 1}`),
    iamAuth: true,
  };
  const { topics, partitions: partitionsPerTopic, groups, topicsPerGroup } = options;
  return expectedSeries(cluster, { topics, partitionsPerTopic, groups, topicsPerGroup }, signals);
}
