import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type IKey, Key } from 'aws-cdk-lib/aws-kms';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { CfnScheduledQuery, type CfnTable } from 'aws-cdk-lib/aws-timestream';
import { Construct } from 'constructs';
import type { EntityKind } from '../../domain/series/entity.ts';
import { acknowledge, findingText } from '../acknowledge.ts';
import { columnsOf, hourlySql, rollupMeasures } from './hourly-sql.ts';

export interface HourlyRollupsProps {
  /** Points are read from here … */
  readonly points: CfnTable;
  /** … and their hours written there. */
  readonly hours: CfnTable;
  readonly key: IKey;
  /** Where Timestream says which records it could not write. */
  readonly errorBucket: IBucket;
  /** What is rolled up: a query each. */
  readonly kinds: readonly EntityKind[];
}

/** Where in the bucket the error reports are. */
export const errorReportPrefix = 'rollup-errors/';

/**
 * Hourly rollups of points, for charts of months: Timestream itself reads the points of the last hours once an
 * hour, so that a query over a year scans a tenth. One query for each kind of entity: a column that no record
 * has brought makes the service refuse a query, so a kind must have points when its query is made.
 * Source: Timestream developer guide, scheduled queries.
 */
export class HourlyRollups extends Construct {
  readonly queries: readonly CfnScheduledQuery[];
  /** Told how each run went. */
  readonly topic: Topic;
  readonly role: Role;

  constructor(scope: Construct, id: string, props: HourlyRollupsProps) {
    super(scope, id);
    const masterKey = Key.fromKeyArn(this, 'Key', props.key.keyArn);
    this.topic = new Topic(this, 'Runs', { masterKey, enforceSSL: true });
    this.role = this.createRole(props);
    this.queries = props.kinds.map((kind) => this.createQuery(kind, props));
  }

  private createQuery(kind: EntityKind, props: HourlyRollupsProps): CfnScheduledQuery {
    const { points, hours, key, errorBucket } = props;
    const query = new CfnScheduledQuery(this, `Hourly-${kind}`, {
      queryString: hourlySql(`"${points.databaseName}"."${points.tableName}"`, kind),
      // Past the hour, when the slow cadence has brought its points.
      scheduleConfiguration: { scheduleExpression: 'cron(20 * * * ? *)' },
      scheduledQueryExecutionRoleArn: this.role.roleArn,
      notificationConfiguration: { snsConfiguration: { topicArn: this.topic.topicArn } },
      errorReportConfiguration: {
        s3Configuration: {
          bucketName: errorBucket.bucketName,
          objectKeyPrefix: `${errorReportPrefix}${kind}`,
          encryptionOption: 'SSE_KMS',
        },
      },
      kmsKeyId: key.keyArn,
      targetConfiguration: { timestreamConfiguration: targetOf(hours, kind) },
    });
    query.addResourceDependency(points);
    query.addResourceDependency(hours);
    // Its rights must be there when it is made: Timestream tries them.
    query.node.addDependency(this.role);
    acknowledge(
      query,
      'CloudFormation-Validate::W3697',
      'The store is chosen in the configuration, for accounts that have LiveAnalytics.',
    );
    return query;
  }

  /** What the queries need, and no more. */
  private createRole({ points, hours, key, errorBucket }: HourlyRollupsProps): Role {
    const { account } = Stack.of(this);
    const source = Stack.of(this).formatArn({
      service: 'timestream',
      resource: 'scheduled-query',
      resourceName: '*',
    });
    const role = new Role(this, 'Role', {
      description: 'Tidewatch: hourly rollups',
      assumedBy: new ServicePrincipal('timestream.amazonaws.com', {
        conditions: {
          StringEquals: { 'aws:SourceAccount': account },
          ArnLike: { 'aws:SourceArn': source },
        },
      }),
    });
    const allow = (sid: string, actions: readonly string[], resource: string) =>
      role.addToPolicy(new PolicyStatement({ sid, actions: [...actions], resources: [resource] }));
    const reports = `${errorBucket.bucketArn}/${errorReportPrefix}*`;
    allow('ReadPoints', ['timestream:Select'], points.attrArn);
    allow('WriteHours', ['timestream:WriteRecords'], hours.attrArn);
    allow('FindTimestream', ['timestream:DescribeEndpoints'], '*');
    allow('TellRuns', ['sns:Publish'], this.topic.topicArn);
    allow('ReportErrors', ['s3:PutObject'], reports);
    allow('FindBucket', ['s3:GetBucketAcl'], errorBucket.bucketArn);
    allow('UseKey', ['kms:Decrypt', 'kms:GenerateDataKey'], key.keyArn);
    const explained = [
      ['*', 'Timestream DescribeEndpoints has no resource level.'],
      [`${findingText(this, errorBucket.bucketArn)}/${errorReportPrefix}*`, 'The reports of these queries.'],
    ] as const;
    for (const [resource, reason] of explained)
      acknowledge(role, `AwsSolutions-IAM5[Resource::${resource}]`, reason);
    return role;
  }
}

function targetOf(hours: CfnTable, kind: EntityKind) {
  return {
    databaseName: hours.databaseName,
    tableName: hours.tableName ?? '',
    timeColumn: 'hour',
    measureNameColumn: 'measure_name',
    dimensionMappings: columnsOf(kind).map((name) => ({ name, dimensionValueType: 'VARCHAR' })),
    multiMeasureMappings: {
      multiMeasureAttributeMappings: Object.entries(rollupMeasures).map(([sourceColumn, { type }]) => ({
        sourceColumn,
        measureValueType: type,
      })),
    },
  };
}
