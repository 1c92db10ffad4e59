import assert from 'node:assert/strict';
import { DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { ListBucketsCommand } from '@aws-sdk/client-s3';
import { ListStateMachinesCommand } from '@aws-sdk/client-sfn';
import { ListTopicsCommand } from '@aws-sdk/client-sns';
import { ListQueuesCommand } from '@aws-sdk/client-sqs';
import { removeStacks, takeDown } from '../../../emulator/lifecycle/down.ts';
import { isRunning } from '../../../emulator/runtime/processes.ts';
import { readState } from '../../../emulator/runtime/state.ts';
import type { IntegrationTest } from '../harness/define-suite.ts';
import { type Local, stackNames } from './local.ts';
import type { Stage } from './stage.ts';

const destroyed: IntegrationTest<Stage> = {
  name: 'cdk destroy leaves nothing behind',
  limitMs: 180_000,
  async run({ local }) {
    await removeStacks({ places: local.places, say: local.tools.log });
    assert.deepEqual(await leftovers(local), []);
  },
};

/** What of ours is still in the account, by name. */
async function leftovers(local: Local): Promise<readonly string[]> {
  const { cloudwatch, dynamodb, lambda, s3, sfn, sns, sqs } = local.clients;
  const { TableNames = [] } = await dynamodb.send(new ListTablesCommand({}));
  const { Functions = [] } = await lambda.send(new ListFunctionsCommand({}));
  const { Buckets = [] } = await s3.send(new ListBucketsCommand({}));
  const { stateMachines = [] } = await sfn.send(new ListStateMachinesCommand({}));
  const { Topics = [] } = await sns.send(new ListTopicsCommand({}));
  const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({}));
  const AlarmTypes = ['MetricAlarm' as const, 'CompositeAlarm' as const];
  const alarms = await cloudwatch.send(new DescribeAlarmsCommand({ AlarmTypes, MaxRecords: 100 }));
  const names = [
    ...(await stackNames(local, 'tidewatch-')),
    ...TableNames,
    ...Functions.map(({ FunctionName }) => FunctionName),
    ...Buckets.map(({ Name }) => Name),
    ...stateMachines.map(({ name }) => name),
    ...Topics.map(({ TopicArn }) => TopicArn),
    ...QueueUrls,
    ...(alarms.MetricAlarms ?? []).map(({ AlarmName }) => AlarmName),
    ...(alarms.CompositeAlarms ?? []).map(({ AlarmName }) => AlarmName),
  ];
  return names.flatMap((name) => (name?.toLowerCase().includes('tidewatch') ? [name] : []));
}

const stopped: IntegrationTest<Stage> = {
  name: 'local:down leaves no process and no state',
  async run({ local }) {
    const state = await readState(local.places.stateDir);
    assert.ok(await takeDown({ places: local.places, say: local.tools.log, destroysStacks: false }));
    assert.deepEqual(state?.processes.filter(isRunning), []);
    assert.equal(await readState(local.places.stateDir), undefined);
  },
};

export const endTests: readonly IntegrationTest<Stage>[] = [destroyed, stopped];
