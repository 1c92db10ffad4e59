import assert from 'node:assert/strict';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DescribeExecutionCommand, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { finishDeploy, readAfterDeploy, undoDeploy } from '../../../emulator/deploy/after-deploy.ts';
import { deploy, destroy } from '../../../emulator/deploy/cdk.ts';
import { clockFile } from '../../../emulator/engine/index.ts';
import type { CallCount } from '../../../emulator/gateway/index.ts';
import { localEnvironment } from '../../../emulator/local-environment.ts';
import { countedCost } from '../../../lib/domain/cost/counted-cost.ts';
import { priceOf, prices } from '../../../lib/domain/cost/prices.ts';
import { estimateOf } from '../../../lib/infra/estimate/index.ts';
import type { IntegrationTest } from '../harness/define-suite.ts';
import { until } from '../harness/wait.ts';
import { countedDescribed, createCountedMetrics, emitted } from './counted-cluster.ts';
import { callCounts, forgetCalls, invoke, type Local, physicalId, resourcesOf, scheduled } from './local.ts';
import type { Stage } from './stage.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const prefix = 'tidewatch-counted-';

/** What an hour of the schedules calls, and what the runs of a day call. */
interface Counted {
  readonly hour: readonly CallCount[];
  readonly hourInvocations: number;
  readonly day: readonly CallCount[];
  readonly dayInvocations: number;
}

const counted: IntegrationTest<Stage> = {
  name: 'calls of a day are counted on an hour of schedules, and cost under a tenth of anomaly alarms',
  limitMs: 600_000,
  async run({ local }) {
    const file = join(local.places.rootDir, 'test', 'integration', 'deploy', 'counted.yaml');
    const cdk = { places: local.places, engineUrl: local.endpoints.engine, onLine: () => {}, file };
    await fetch(`${local.endpoints.kafka}/control/clusters`, {
      method: 'POST',
      body: JSON.stringify([countedDescribed]),
    });
    await deploy(cdk);
    await finishDeploy(local.clients, await readAfterDeploy(local.places.stateDir, 'counted'));
    try {
      tell(local, await countHour(local), file);
    } finally {
      await rm(join(local.places.stateDir, clockFile), { force: true });
      await undoDeploy(local.clients, await readAfterDeploy(local.places.stateDir, 'counted'));
      await destroy(cdk);
    }
  },
};

/**
 * The functions' clock runs through an hour of schedules, which this invokes as they would. Their own real
 * schedules are five minutes apart and more, longer than this takes; only the router's fires beside it, a few
 * times.
 */
async function countHour(local: Local): Promise<Counted> {
  const startMs = Math.floor((Date.now() - 2 * hourMs) / hourMs) * hourMs;
  const publish = createCountedMetrics(local.clients.cloudwatch, startMs - 3 * dayMs);
  await publish(startMs - 2 * dayMs, startMs - hourMs, 5 * minuteMs);
  await publish(startMs - hourMs, startMs);
  await warmUp(local, startMs);
  await forgetCalls(local);
  let hourInvocations = 0;
  for (let minute = 5; minute <= 60; minute += 5) {
    const nowMs = startMs + minute * minuteMs;
    await publish(nowMs - 5 * minuteMs, nowMs);
    hourInvocations += await runSchedules(local, nowMs, minute);
  }
  const hour = await countsOf(local);
  await forgetCalls(local);
  const dayInvocations = await runDaily(local, startMs + hourMs + minuteMs);
  return { hour, hourInvocations, day: await countsOf(local), dayInvocations };
}

/** Everything has run once: no cold start, no back-fill and no first model is counted. */
async function warmUp(local: Local, startMs: number): Promise<void> {
  await setClock(local, startMs - 5 * minuteMs);
  await invoke(local, 'discover', scheduled('discover', startMs - 5 * minuteMs), prefix);
  await idle(local);
  await train(local);
  await setClock(local, startMs);
  await runSchedules(local, startMs, 60);
}

/** What the schedules run at a time, by counted.yaml's defaults. @returns how many runs they began */
async function runSchedules(local: Local, nowMs: number, minute: number): Promise<number> {
  await setClock(local, nowMs + 20_000);
  const due = [
    ['discover', 'states'] as const,
    ['collect', 'collect'] as const,
    ...(minute % 15 === 0 ? [['discover', 'discover'] as const] : []),
    ...(minute % 60 === 0 ? [['project', 'project'] as const] : []),
  ];
  for (const [stage, task] of due) await invoke(local, stage, scheduled(task, nowMs), prefix);
  const retries = 5;
  for (let i = 0; i < retries; i++)
    await invoke(local, 'route', scheduled('retry', nowMs + i * minuteMs), prefix);
  await idle(local);
  return due.length + retries;
}

async function runDaily(local: Local, nowMs: number): Promise<number> {
  await setClock(local, nowMs);
  await train(local);
  await invoke(local, 'report', scheduled('report', nowMs), prefix);
  await idle(local);
  return 1;
}

async function train(local: Local): Promise<void> {
  const { sfn } = local.clients;
  const stateMachineArn = physicalId(
    await resourcesOf(local, prefix),
    'AWS::StepFunctions::StateMachine',
    /Machine/,
  );
  const { executionArn } = await sfn.send(new StartExecutionCommand({ stateMachineArn, input: '{}' }));
  const isOver = async () =>
    (await sfn.send(new DescribeExecutionCommand({ executionArn }))).status !== 'RUNNING';
  await until('the end of the training', isOver, { limitMs: 90_000 });
}

/** Moves the clock of the counted functions, and of no others. */
async function setClock({ places }: Local, toMs: number): Promise<void> {
  await writeFile(join(places.stateDir, clockFile), `${toMs - Date.now()} ${prefix}`);
}

/** Until no queue of the environment holds a message, twice in a row. */
async function idle(local: Local): Promise<void> {
  const queues = (await resourcesOf(local, prefix)).filter(
    ({ type, logicalId }) => type === 'AWS::SQS::Queue' && !logicalId.includes('DeadLetters'),
  );
  let quiet = 0;
  await until(
    'idle queues',
    async () => {
      const depths = await Promise.all(queues.map(({ physicalId: url }) => depthOf(local, url)));
      quiet = depths.every((depth) => depth === 0) ? quiet + 1 : 0;
      return quiet >= 2;
    },
    { limitMs: 60_000, everyMs: 250 },
  );
}

async function depthOf({ clients }: Local, QueueUrl: string): Promise<number> {
  const command = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] });
  const { Attributes = {} } = await clients.sqs.send(command);
  return (
    Number(Attributes.ApproximateNumberOfMessages ?? 0) +
    Number(Attributes.ApproximateNumberOfMessagesNotVisible ?? 0)
  );
}

async function countsOf(local: Local): Promise<readonly CallCount[]> {
  return (await callCounts(local)).filter(({ caller }) => caller.startsWith(prefix));
}

/** Calls a day, as `countedCost` names them. */
function callsADay({
  hour,
  hourInvocations,
  day,
  dayInvocations,
}: Counted): Readonly<Record<string, number>> {
  const calls: Record<string, number> = {};
  const add = (name: string, count: number) => {
    if (count > 0) calls[name] = (calls[name] ?? 0) + count;
  };
  for (const [counts, times] of [
    [hour, 24],
    [day, 1],
  ] as const) {
    for (const one of counts) {
      add(`${one.service} ${one.operation}`, one.calls * times);
      if (one.operation === 'GetMetricData') add('cloudwatch metrics requested', one.items * times);
      add('dynamodb WRU', one.writeUnits * times);
      add('dynamodb RRU', one.readUnits * times);
      // A message is a run of the function that takes it, and is received and deleted there.
      if (one.operation === 'SendMessageBatch')
        for (const name of ['lambda Invoke', 'sqs ReceiveMessage', 'sqs DeleteMessage'])
          add(name, one.items * times);
    }
  }
  const runs = hourInvocations * 24 + dayInvocations;
  add('lambda Invoke', runs);
  add('scheduler runs', runs);
  return calls;
}

/** Names of prices that counting takes the place of. */
const countedPrices: ReadonlySet<string> = new Set([
  'getMetricData',
  'cloudwatchRequest',
  'dynamoWrite',
  'dynamoRead',
  'snsPublish',
  's3Put',
  's3Get',
  'secretRequest',
  'lambdaRequest',
  'schedule',
]);

function tell({ tools, endpoints }: Local, counted: Counted, file: string): void {
  const calls = callsADay(counted);
  const cost = countedCost(calls);
  tools.log('calls a day (an hour of schedules by 24, and the daily runs), and their price a month:');
  for (const { call, perMonth, usd } of cost.lines)
    tools.log(
      `  ${call.padEnd(32)} ${Math.round(perMonth / 30)
        .toLocaleString('en-US')
        .padStart(10)}  $${usd.toFixed(2)}`,
    );
  if (cost.unknown.length > 0) tools.log(`  without a price: ${cost.unknown.join(', ')}`);
  const { estimate } = estimateOf(localEnvironment(endpoints.sink, undefined, file));
  const rest = estimate.lines.filter(({ price }) => !countedPrices.has(price));
  const restUsd = rest.reduce((sum, { usd }) => sum + usd, 0);
  tools.log(`what no call tells, estimated: $${restUsd.toFixed(2)}`);
  for (const { stage, resource, what, usd } of rest.slice(0, 8))
    tools.log(`  ${resource}: ${what} (${stage})  $${usd.toFixed(2)}`);
  const series = emitted().length;
  const anomalyUsd = priceOf(series, prices.anomalyAlarm);
  const totalUsd = cost.usd + restUsd;
  tools.log(
    `together $${totalUsd.toFixed(2)} a month; anomaly-detection alarms on the same ${series} series: $${anomalyUsd.toFixed(2)}; the estimate said $${estimate.usd.toFixed(2)}`,
  );
  assert.deepEqual(cost.unknown, []);
  assert.ok(
    totalUsd < anomalyUsd / 10,
    `$${totalUsd.toFixed(2)} is not under a tenth of $${anomalyUsd.toFixed(2)}`,
  );
}

export const countTests: readonly IntegrationTest<Stage>[] = [counted];
