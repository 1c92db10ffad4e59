import { Duration, type RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Construct, type IConstruct } from 'constructs';
import { acknowledge, arnSeenFrom } from '../acknowledge.ts';
import type { PointStore, StoreAccess } from './point-store.ts';

export interface DynamoStoreProps {
  readonly key: IKey;
  /** How long points and verdicts are kept. @default Duration.days(63) */
  readonly keep?: Duration;
  readonly removalPolicy: RemovalPolicy;
}

/** Keys of the table of points, as the store's adapter knows them (lib/adapters/stores/dynamodb). */
export const pointKeys = { partitionKey: 'pk', sortKey: 'sk', expires: 'expires' } as const;

const actionsOf: Readonly<Record<StoreAccess, readonly string[]>> = {
  read: ['dynamodb:BatchGetItem', 'dynamodb:Query'],
  // A write merges what is there with what is new.
  write: ['dynamodb:BatchGetItem', 'dynamodb:PutItem'],
};

/** Points in one DynamoDB table: no VPC, no floor price. What is old goes by its TTL. */
export class DynamoStore extends Construct implements PointStore {
  readonly table: Table;
  readonly wildcards = [];
  private readonly keep: Duration;

  constructor(scope: Construct, id: string, props: DynamoStoreProps) {
    super(scope, id);
    this.keep = props.keep ?? Duration.days(63);
    const { partitionKey, sortKey, expires } = pointKeys;
    this.table = new Table(this, 'Table', {
      partitionKey: { name: partitionKey, type: AttributeType.STRING },
      sortKey: { name: sortKey, type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      encryption: TableEncryption.CUSTOMER_MANAGED,
      encryptionKey: props.key,
      timeToLiveAttribute: expires,
      removalPolicy: props.removalPolicy,
    });
    acknowledge(
      this.table,
      'AwsSolutions-DDB3',
      'CloudWatch still has what the points were made of: a back-fill brings them again, at a fraction of the price of backups.',
    );
  }

  get variables(): Readonly<Record<string, string>> {
    return {
      TIDEWATCH_STORE: 'dynamodb',
      TIDEWATCH_POINT_TABLE: this.table.tableName,
      TIDEWATCH_POINT_DAYS: String(this.keep.toDays()),
    };
  }

  statements(scope: IConstruct, access: readonly StoreAccess[]): readonly PolicyStatement[] {
    const resources = [arnSeenFrom(scope, this.table, this.table.tableArn)];
    const actions = [...new Set(access.flatMap((one) => actionsOf[one]))];
    return [new PolicyStatement({ sid: 'UsePoints', actions, resources })];
  }
}
