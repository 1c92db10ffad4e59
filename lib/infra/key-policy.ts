import { ArnFormat, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Key } from 'aws-cdk-lib/aws-kms';

/**
 * Lets the services that handle data on our behalf use the key, for this account alone: CloudWatch (alarms
 * publish to encrypted topics), SNS (topics deliver to encrypted queues), Scheduler's and Lambda's dead
 * letters are sent by roles and need nothing here, CloudWatch Logs only for log groups of this account.
 * The statements name services and the account, never single topics: so no other stack changes the key.
 */
export function allowServices(key: Key): void {
  const { account, region, urlSuffix } = Stack.of(key);
  for (const service of ['cloudwatch', 'sns'])
    key.addToResourcePolicy(
      new PolicyStatement({
        sid: `Use${service}`,
        principals: [new ServicePrincipal(`${service}.amazonaws.com`)],
        actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],
        resources: ['*'],
        conditions: { StringEquals: { 'aws:SourceAccount': account } },
      }),
    );
  key.addToResourcePolicy(
    new PolicyStatement({
      sid: 'UseLogs',
      principals: [new ServicePrincipal(`logs.${region}.${urlSuffix}`)],
      actions: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey'],
      resources: ['*'],
      conditions: {
        ArnLike: {
          'kms:EncryptionContext:aws:logs:arn': Stack.of(key).formatArn({
            service: 'logs',
            resource: 'log-group',
            resourceName: '*',
            arnFormat: ArnFormat.COLON_RESOURCE_NAME,
          }),
        },
      },
    }),
  );
}
