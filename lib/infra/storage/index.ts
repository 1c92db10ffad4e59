import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { type IKey, Key } from 'aws-cdk-lib/aws-kms';
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { EntityKind } from '../../domain/series/entity.ts';
import { acknowledge, arnSeenFrom } from '../acknowledge.ts';
import { allowServices } from '../key-policy.ts';
import { DynamoStore } from './dynamodb.ts';
import { InfluxStore, type InfluxStoreOptions } from './influxdb.ts';
import { LiveAnalyticsStore, rejectedPrefix } from './liveanalytics.ts';
import type { FunctionNetwork, PointStore, StoreAccess } from './point-store.ts';
import { errorReportPrefix } from './scheduled-queries.ts';

/** Where points, verdicts and forecasts are kept. */
export type PointStoreProps =
  | {
      /** For small installations: no VPC, no floor price. */
      readonly kind: 'dynamodb';
      /** How long points and verdicts are kept. @default Duration.days(63) */
      readonly keep?: Duration;
    }
  | ({
      /** Timestream for InfluxDB 2 or 3, in a VPC. */
      readonly kind: 'timestream-influxdb';
    } & InfluxStoreOptions)
  | {
      /** Timestream for LiveAnalytics, for accounts that used it before 20 June 2025. */
      readonly kind: 'timestream-liveanalytics';
      /** How long points stay in the fast memory store. @default Duration.hours(24) */
      readonly memoryRetention?: Duration;
      /** How long points are kept in all. @default Duration.days(400) */
      readonly magneticRetention?: Duration;
      /** Kinds of entities whose points are rolled up by the hour; each must have points already. @default - none */
      readonly hourlyRollups?: readonly EntityKind[];
    };

export interface TidewatchStorageProps {
  /** @default - DynamoDB */
  readonly store?: PointStoreProps;
  /** The VPC of a store that sits in one. @default - a small one is made when the store needs it */
  readonly network?: FunctionNetwork;
  /** How long a replaced model state is kept. @default Duration.days(7) */
  readonly modelVersionRetention?: Duration;
  /** Key for all data at rest. @default - a key of its own, rotated each year */
  readonly encryptionKey?: IKey;
  /** What becomes of the data when the stack goes. @default RemovalPolicy.RETAIN */
  readonly removalPolicy?: RemovalPolicy;
}

/** Keys of the incident table, as the store's adapter knows them (lib/adapters/stores/dynamodb/incidents/item.ts). */
export const incidentKeys = { partitionKey: 'pk', sortKey: 'sk', expires: 'expires' } as const;

/** Where the stage train keeps what it hands to its state machine. */
export const trainRunPrefix = 'train-runs/';

/** Keys of the table of runs, as Powertools' idempotency writes them. */
const runKeys = { partitionKey: 'id', expires: 'expiration' } as const;

/** Where everything is kept: points in the store chosen, model state in S3, incidents and runs in DynamoDB. */
export class TidewatchStorage extends Construct {
  readonly key: IKey;
  readonly modelBucket: Bucket;
  readonly incidentTable: Table;
  /** Which scheduled runs have been, so that one that is fired twice runs once. */
  readonly runTable: Table;
  readonly points: PointStore;

  constructor(scope: Construct, id: string, props: TidewatchStorageProps = {}) {
    super(scope, id);
    const removalPolicy = props.removalPolicy ?? RemovalPolicy.RETAIN;
    this.key = props.encryptionKey ?? this.createKey(removalPolicy);
    this.modelBucket = this.createBucket(props, removalPolicy);
    this.incidentTable = this.createIncidentTable(removalPolicy);
    this.runTable = this.createRunTable();
    this.points = this.createPoints(props, removalPolicy);
  }

  /** What a function may do with incidents. @param scope the function's construct */
  incidentStatement(scope: Construct, access: readonly StoreAccess[]): PolicyStatement {
    const actions = [
      ...(access.includes('read') ? ['dynamodb:Query'] : []),
      ...(access.includes('write') ? ['dynamodb:PutItem', 'dynamodb:DeleteItem'] : []),
    ];
    const resources = [arnSeenFrom(scope, this.incidentTable, this.incidentTable.tableArn)];
    return new PolicyStatement({ sid: 'UseIncidents', actions, resources });
  }

  private createPoints(
    { store = { kind: 'dynamodb' }, network }: TidewatchStorageProps,
    removalPolicy: RemovalPolicy,
  ): PointStore {
    const shared = { key: this.key, removalPolicy };
    switch (store.kind) {
      case 'dynamodb':
        return new DynamoStore(this, 'Points', { ...store, ...shared });
      case 'timestream-influxdb':
        return new InfluxStore(this, 'Points', { ...store, ...shared, ...(network && { network }) });
      case 'timestream-liveanalytics':
        return new LiveAnalyticsStore(this, 'Points', {
          ...store,
          ...shared,
          rejectedBucket: this.modelBucket,
        });
    }
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
      ...(removalPolicy === RemovalPolicy.DESTROY && { autoDeleteObjects: true }),
      lifecycleRules: [
        {
          noncurrentVersionExpiration: props.modelVersionRetention ?? Duration.days(7),
          abortIncompleteMultipartUploadAfter: Duration.days(1),
        },
        { prefix: rejectedPrefix, expiration: Duration.days(30) },
        { prefix: trainRunPrefix, expiration: Duration.days(30) },
        { prefix: errorReportPrefix, expiration: Duration.days(30) },
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

  private createRunTable(): Table {
    const table = new Table(this, 'Runs', {
      partitionKey: { name: runKeys.partitionKey, type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      encryption: TableEncryption.CUSTOMER_MANAGED,
      encryptionKey: this.key,
      timeToLiveAttribute: runKeys.expires,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    acknowledge(
      table,
      'AwsSolutions-DDB3',
      'It remembers for an hour which runs have been: nothing to restore.',
    );
    return table;
  }
}
