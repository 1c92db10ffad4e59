import { Duration, type RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { CfnDatabase, CfnTable } from 'aws-cdk-lib/aws-timestream';
import { Construct, type IConstruct } from 'constructs';
import type { EntityKind } from '../../domain/series/entity.ts';
import { acknowledge } from '../acknowledge.ts';
import type { PointStore, StoreAccess } from './point-store.ts';
import { HourlyRollups } from './scheduled-queries.ts';

export interface LiveAnalyticsStoreProps {
  readonly key: IKey;
  /** Where records go that could not be written late. */
  readonly rejectedBucket: IBucket;
  /** How long points stay in the fast memory store. @default Duration.hours(24) */
  readonly memoryRetention?: Duration;
  /** How long points are kept in all. @default Duration.days(400) */
  readonly magneticRetention?: Duration;
  /** Kinds of entities whose points are rolled up by the hour into the table `points_hourly`. Each must have
   *  points in the table already: Timestream refuses a query on a column that no record has brought. So add
   *  them some hours after the first deployment. @default - none */
  readonly hourlyRollups?: readonly EntityKind[];
  readonly removalPolicy: RemovalPolicy;
}

/** The names of the tables in the database, as the store's adapter knows them. */
export const timestreamTables = ['points', 'verdicts', 'forecasts'] as const;

/** Points in Timestream for LiveAnalytics, for accounts that used it before 20 June 2025. */
export class LiveAnalyticsStore extends Construct implements PointStore {
  readonly database: CfnDatabase;
  readonly tables: readonly CfnTable[];
  readonly wildcards = [
    { finding: 'Resource::*', reason: 'Timestream DescribeEndpoints has no resource level.' },
  ];

  constructor(scope: Construct, id: string, props: LiveAnalyticsStoreProps) {
    super(scope, id);
    this.database = new CfnDatabase(this, 'Database', { kmsKeyId: props.key.keyArn });
    this.database.applyRemovalPolicy(props.removalPolicy);
    acknowledge(this.database, maintenanceMode.id, maintenanceMode.reason);
    this.tables = timestreamTables.map((name) => this.createTable(name, props));
    this.rollUp(props);
  }

  get variables(): Readonly<Record<string, string>> {
    return { TIDEWATCH_STORE: 'timestream-liveanalytics', TIDEWATCH_TIMESTREAM_DATABASE: this.database.ref };
  }

  statements(_scope: IConstruct, access: readonly StoreAccess[]): readonly PolicyStatement[] {
    const actions = [
      ...(access.includes('write') ? ['timestream:WriteRecords'] : []),
      ...(access.includes('read') ? ['timestream:Select', 'timestream:DescribeTable'] : []),
    ];
    return [
      new PolicyStatement({ sid: 'UseTables', actions, resources: this.tables.map((t) => this.tableArn(t)) }),
      new PolicyStatement({
        sid: 'FindTimestream',
        actions: ['timestream:DescribeEndpoints'],
        resources: ['*'],
      }),
    ];
  }

  private rollUp(props: LiveAnalyticsStoreProps): void {
    const { hourlyRollups: kinds = [], rejectedBucket: errorBucket, key } = props;
    const points = this.tables.find(({ tableName }) => tableName === 'points');
    if (points === undefined || kinds.length === 0) return;
    const hours = this.createTable('points_hourly', props);
    new HourlyRollups(this, 'Hourly', { points, hours, key, errorBucket, kinds });
  }

  /** Late points go straight to the magnetic store: without it a back-fill would be rejected. */
  private createTable(name: string, props: LiveAnalyticsStoreProps): CfnTable {
    const table = new CfnTable(this, `Table-${name}`, {
      databaseName: this.database.ref,
      tableName: name,
      retentionProperties: {
        MemoryStoreRetentionPeriodInHours: String((props.memoryRetention ?? Duration.hours(24)).toHours()),
        MagneticStoreRetentionPeriodInDays: String((props.magneticRetention ?? Duration.days(400)).toDays()),
      },
      magneticStoreWriteProperties: {
        EnableMagneticStoreWrites: true,
        MagneticStoreRejectedDataLocation: {
          S3Configuration: {
            BucketName: props.rejectedBucket.bucketName,
            EncryptionOption: 'SSE_KMS',
            KmsKeyId: props.key.keyArn,
            ObjectKeyPrefix: `${rejectedPrefix}${name}`,
          },
        },
      },
    });
    table.applyRemovalPolicy(props.removalPolicy);
    acknowledge(table, maintenanceMode.id, maintenanceMode.reason);
    return table;
  }

  private tableArn(table: CfnTable): string {
    return Stack.of(this).formatArn({
      service: 'timestream',
      resource: 'database',
      resourceName: `${this.database.ref}/table/${table.tableName}`,
    });
  }
}

/** Where Timestream puts records that it could not write late. */
export const rejectedPrefix = 'rejected-records/';

const maintenanceMode = {
  id: 'CloudFormation-Validate::W3697',
  reason: 'The store is chosen in the configuration, for accounts that have LiveAnalytics.',
};
