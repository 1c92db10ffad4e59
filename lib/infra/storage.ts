import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AttributeType, BillingMode, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { type IKey, Key } from 'aws-cdk-lib/aws-kms';
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { CfnDatabase, CfnTable } from 'aws-cdk-lib/aws-timestream';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import { allowServices } from './key-policy.ts';

export interface TidewatchStorageProps {
  /** How long points stay in Timestream's memory store. @default Duration.hours(24) */
  readonly memoryRetention?: Duration;
  /** How long points are kept in all. @default Duration.days(400) */
  readonly magneticRetention?: Duration;
  /** How long a replaced model state is kept. @default Duration.days(7) */
  readonly modelVersionRetention?: Duration;
  /** Key for all data at rest. @default - a key of its own, rotated each year */
  readonly encryptionKey?: IKey;
  /** What becomes of the data when the stack goes. @default RemovalPolicy.RETAIN */
  readonly removalPolicy?: RemovalPolicy;
}

/** The names of the tables in the Timestream database, as the store's adapter knows them. */
export const timestreamTables = ['points', 'verdicts', 'forecasts'] as const;

/** Keys of the incident table, as the store's adapter knows them (lib/adapters/stores/dynamodb/item.ts). */
export const incidentKeys = { partitionKey: 'pk', sortKey: 'sk', expires: 'expires' } as const;

/** Where everything is kept: points in Timestream for LiveAnalytics, model state in S3, incidents in DynamoDB. */
export class TidewatchStorage extends Construct {
  readonly key: IKey;
  readonly modelBucket: Bucket;
  readonly incidentTable: Table;
  readonly database: CfnDatabase;
  readonly tables: readonly CfnTable[];

  constructor(scope: Construct, id: string, props: TidewatchStorageProps = {}) {
    super(scope, id);
    const removalPolicy = props.removalPolicy ?? RemovalPolicy.RETAIN;
    this.key = props.encryptionKey ?? this.createKey(removalPolicy);
    this.modelBucket = this.createBucket(props, removalPolicy);
    this.incidentTable = this.createIncidentTable(removalPolicy);
    this.database = new CfnDatabase(this, 'Points', { kmsKeyId: this.key.keyArn });
    this.database.applyRemovalPolicy(removalPolicy);
    acknowledge(this.database, maintenanceMode.id, maintenanceMode.reason);
    this.tables = timestreamTables.map((name) => this.createTable(name, props, removalPolicy));
  }

  private createKey(removalPolicy: RemovalPolicy): Key {
    const key = new Key(this, 'Key', {
      description: 'Tidewatch: data at rest',
      enableKeyRotation: true,
      removalPolicy,
    });
    allowServices(key);
    return key;
  }

  private createBucket(props: TidewatchStorageProps, removalPolicy: RemovalPolicy): Bucket {
    const bucket = new Bucket(this, 'Models', {
      encryption: BucketEncryption.KMS,
      encryptionKey: this.key,
      bucketKeyEnabled: true,
      enforceSSL: true,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      versioned: true,
      removalPolicy,
      lifecycleRules: [
        {
          noncurrentVersionExpiration: props.modelVersionRetention ?? Duration.days(7),
          abortIncompleteMultipartUploadAfter: Duration.days(1),
        },
        { prefix: rejectedPrefix, expiration: Duration.days(30) },
      ],
    });
    acknowledge(
      bucket,
      'AwsSolutions-S1',
      'It holds model states that the functions alone read and write; CloudTrail data events tell more than access logs where an account wants them.',
    );
    return bucket;
  }

  private createIncidentTable(removalPolicy: RemovalPolicy): Table {
    const { partitionKey, sortKey, expires } = incidentKeys;
    return new Table(this, 'Incidents', {
      partitionKey: { name: partitionKey, type: AttributeType.STRING },
      sortKey: { name: sortKey, type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      encryption: TableEncryption.CUSTOMER_MANAGED,
      encryptionKey: this.key,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      timeToLiveAttribute: expires,
      removalPolicy,
    });
  }

  /** Late points go straight to the magnetic store: without it a back-fill would be rejected. */
  private createTable(name: string, props: TidewatchStorageProps, removalPolicy: RemovalPolicy): CfnTable {
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
            BucketName: this.modelBucket.bucketName,
            EncryptionOption: 'SSE_KMS',
            KmsKeyId: this.key.keyArn,
            ObjectKeyPrefix: `${rejectedPrefix}${name}`,
          },
        },
      },
    });
    table.applyRemovalPolicy(removalPolicy);
    acknowledge(table, maintenanceMode.id, maintenanceMode.reason);
    return table;
  }

  /** ARN of a Timestream table. */
  tableArn(table: CfnTable): string {
    return Stack.of(this).formatArn({
      service: 'timestream',
      resource: 'database',
      resourceName: `${this.database.ref}/table/${table.tableName}`,
    });
  }
}

const maintenanceMode = {
  id: 'CloudFormation-Validate::W3697',
  reason: 'The store is chosen in the configuration, for accounts that have LiveAnalytics.',
};

/** Where Timestream puts records that it could not write late. */
const rejectedPrefix = 'rejected-records/';
