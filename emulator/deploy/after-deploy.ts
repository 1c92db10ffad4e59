import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DescribeStackResourceCommand } from '@aws-sdk/client-cloudformation';
import { DeleteAlarmsCommand, PutCompositeAlarmCommand } from '@aws-sdk/client-cloudwatch';
import { DescribeTimeToLiveCommand, UpdateTimeToLiveCommand } from '@aws-sdk/client-dynamodb';
import type { AfterDeploy } from '../capability-aspect.ts';
import type { Clients } from './clients.ts';

/** What the app leaves for the steps after the deploy, in the state's folder. */
export const afterDeployFile = 'after-deploy.json';

export async function readAfterDeploy(stateDir: string): Promise<AfterDeploy> {
  return JSON.parse(await readFile(join(stateDir, afterDeployFile), 'utf8')) as AfterDeploy;
}

/** What the emulator's CloudFormation leaves undone: times to live, and composite alarms. Running it again changes nothing. */
export async function finishDeploy(clients: Clients, todo: AfterDeploy): Promise<void> {
  for (const one of todo.timesToLive) await setTimeToLive(clients, one);
  for (const composite of todo.composites)
    await clients.cloudwatch.send(new PutCompositeAlarmCommand({ ...composite, ActionsEnabled: false }));
}

/** What `finishDeploy` made and CloudFormation does not know. */
export async function undoDeploy({ cloudwatch }: Clients, { composites }: AfterDeploy): Promise<void> {
  const AlarmNames = composites.map(({ AlarmName }) => AlarmName);
  if (AlarmNames.length > 0) await cloudwatch.send(new DeleteAlarmsCommand({ AlarmNames }));
}

async function setTimeToLive(
  { cloudformation, dynamodb }: Clients,
  { stack, logicalId, attribute }: AfterDeploy['timesToLive'][number],
): Promise<void> {
  const described = await cloudformation.send(
    new DescribeStackResourceCommand({ StackName: stack, LogicalResourceId: logicalId }),
  );
  const TableName = described.StackResourceDetail?.PhysicalResourceId ?? '';
  const { TimeToLiveDescription } = await dynamodb.send(new DescribeTimeToLiveCommand({ TableName }));
  if (TimeToLiveDescription?.TimeToLiveStatus === 'ENABLED') return;
  const TimeToLiveSpecification = { AttributeName: attribute, Enabled: true };
  await dynamodb.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification }));
}
