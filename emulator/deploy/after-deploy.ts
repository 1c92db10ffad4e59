import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DescribeStackResourceCommand } from '@aws-sdk/client-cloudformation';
import { DeleteAlarmsCommand, PutCompositeAlarmCommand } from '@aws-sdk/client-cloudwatch';
import { DescribeTimeToLiveCommand, UpdateTimeToLiveCommand } from '@aws-sdk/client-dynamodb';
import { PutBucketTaggingCommand } from '@aws-sdk/client-s3';
import type { AfterDeploy, StackResource } from '../capability-aspect.ts';
import type { Clients } from './clients.ts';

/** What the app leaves for the steps after the deploy of an environment, in the state's folder. */
export function afterDeployFile(environment: string): string {
  return `after-deploy-${environment}.json`;
}

export async function readAfterDeploy(stateDir: string, environment = 'local'): Promise<AfterDeploy> {
  return JSON.parse(await readFile(join(stateDir, afterDeployFile(environment)), 'utf8')) as AfterDeploy;
}

/** What the emulator's CloudFormation leaves undone: times to live, tags of buckets, and composite alarms. Running it
 *  again changes nothing. */
export async function finishDeploy(clients: Clients, todo: AfterDeploy): Promise<void> {
  for (const one of todo.timesToLive) await setTimeToLive(clients, one);
  for (const one of todo.buckets) await tagBucket(clients, one);
  for (const composite of todo.composites)
    await clients.cloudwatch.send(new PutCompositeAlarmCommand({ ...composite, ActionsEnabled: false }));
}

/** What `finishDeploy` made and CloudFormation does not know. */
export async function undoDeploy({ cloudwatch }: Clients, { composites }: AfterDeploy): Promise<void> {
  const AlarmNames = composites.map(({ AlarmName }) => AlarmName);
  if (AlarmNames.length > 0) await cloudwatch.send(new DeleteAlarmsCommand({ AlarmNames }));
}

async function setTimeToLive(
  clients: Clients,
  { attribute, ...table }: AfterDeploy['timesToLive'][number],
): Promise<void> {
  const { dynamodb } = clients;
  const TableName = await nameOf(clients, table);
  const { TimeToLiveDescription } = await dynamodb.send(new DescribeTimeToLiveCommand({ TableName }));
  if (TimeToLiveDescription?.TimeToLiveStatus === 'ENABLED') return;
  const TimeToLiveSpecification = { AttributeName: attribute, Enabled: true };
  await dynamodb.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification }));
}

/** The CDK's function that empties a bucket touches none without this tag. */
async function tagBucket(clients: Clients, bucket: StackResource): Promise<void> {
  const Tagging = { TagSet: [{ Key: 'aws-cdk:auto-delete-objects', Value: 'true' }] };
  await clients.s3.send(new PutBucketTaggingCommand({ Bucket: await nameOf(clients, bucket), Tagging }));
}

async function nameOf({ cloudformation }: Clients, { stack, logicalId }: StackResource): Promise<string> {
  const { StackResourceDetail } = await cloudformation.send(
    new DescribeStackResourceCommand({ StackName: stack, LogicalResourceId: logicalId }),
  );
  return StackResourceDetail?.PhysicalResourceId ?? '';
}
