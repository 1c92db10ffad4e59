import { Duration } from 'aws-cdk-lib';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { arnSeenFrom, findingText } from '../acknowledge.ts';
import type { FunctionSettings } from '../settings/index.ts';
import { type FunctionOptions, StageFunction } from '../stage-function.ts';
import type { PointStore } from '../storage/point-store.ts';

/** What the widget function reads. */
export interface WidgetStorage {
  readonly key: IKey;
  readonly points: PointStore;
  readonly incidentTable: ITable;
  readonly modelBucket: IBucket;
}

export interface WidgetFunctionProps extends FunctionOptions {
  readonly storage: WidgetStorage;
  readonly settings: FunctionSettings;
  /** @default RetentionDays.ONE_MONTH */
  readonly logRetention?: RetentionDays;
  /** Whether X-Ray traces it. @default true */
  readonly tracing?: boolean;
}

/** What is kept of an environment and not of a series (lib/adapters/stores/s3/objects.ts). */
const statePrefix = 'states/*';

/**
 * The function that draws custom widgets. It only reads. CloudWatch calls it with the rights of the person who
 * looks at the dashboard: grant them `lambda:InvokeFunction` on it by `grantView`.
 */
export class WidgetFunction extends Construct {
  readonly stage: StageFunction;

  constructor(scope: Construct, id: string, props: WidgetFunctionProps) {
    super(scope, id);
    const { storage, settings, logRetention, reservedConcurrency, tracing } = props;
    const { points, incidentTable, modelBucket } = storage;
    const incidents = arnSeenFrom(this, incidentTable, incidentTable.tableArn);
    const models = arnSeenFrom(this, modelBucket, modelBucket.bucketArn);
    this.stage = new StageFunction(this, 'Function', {
      stage: 'widget',
      description: 'Tidewatch: draws forecasts, incidents and capacity on dashboards',
      memoryMb: props.memoryMb ?? 256,
      timeout: props.timeout ?? Duration.seconds(20),
      ...(reservedConcurrency !== undefined && { reservedConcurrency }),
      ...(logRetention !== undefined && { logRetention }),
      ...(tracing !== undefined && { tracing }),
      ...(points.network && { network: points.network }),
      key: storage.key,
      environment: {
        ...settings.variables,
        ...points.variables,
        TIDEWATCH_MODEL_BUCKET: modelBucket.bucketName,
        TIDEWATCH_INCIDENT_TABLE: incidentTable.tableName,
      },
      permissions: [
        settings.statement(this),
        ...points.statements(this, ['read']),
        new PolicyStatement({
          sid: 'ReadIncidents',
          actions: ['dynamodb:Query'],
          resources: [incidents],
        }),
        // Where discover keeps what it knows of the clusters: their limits follow from it.
        new PolicyStatement({
          sid: 'ReadClusters',
          actions: ['s3:GetObject'],
          resources: [`${models}/${statePrefix}`],
        }),
        // Without it S3 says "denied" of an object that is not there yet, instead of "not found".
        new PolicyStatement({ sid: 'FindClusters', actions: ['s3:ListBucket'], resources: [models] }),
      ],
    });
    this.stage.acknowledgeWildcard(
      `Resource::${findingText(this, models)}/${statePrefix}`,
      'The objects of one kind, all under this prefix; it only reads them.',
    );
    for (const { finding, reason } of points.wildcards) this.stage.acknowledgeWildcard(finding, reason);
  }

  /** Lets somebody see the widgets: CloudWatch invokes the function as the person who looks. */
  grantView(grantee: IGrantable): void {
    this.stage.function.grantInvoke(grantee);
  }
}
