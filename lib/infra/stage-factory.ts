import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { acknowledge, arnSeenFrom, findingText } from './acknowledge.ts';
import type { StageName } from './config/names.ts';
import type { FunctionSettings } from './settings/index.ts';
import { type FunctionOptions, StageFunction, type StageFunctionProps } from './stage-function.ts';
import type { TidewatchStorage } from './storage/index.ts';
import type { FunctionNetwork, StoreAccess } from './storage/point-store.ts';

export type StageSizes = { readonly [stage in StageName]?: FunctionOptions };

export interface StageFactoryProps {
  readonly storage: TidewatchStorage;
  readonly settings: FunctionSettings;
  /** @default - sizes for a few thousand series */
  readonly functions?: StageSizes | undefined;
  /** @default true */
  readonly tracing?: boolean | undefined;
  /** @default RetentionDays.ONE_MONTH */
  readonly logRetention?: RetentionDays | undefined;
}

/** What a stage needs besides what all have: settings, logs, dead letters, the key. */
export interface StageNeeds
  extends Pick<StageFunctionProps, 'stage' | 'description' | 'memoryMb' | 'timeout'> {
  /** What it does with points, verdicts and forecasts. @default - nothing */
  readonly points?: readonly StoreAccess[];
  /** Whether it keeps model states. @default false */
  readonly models?: boolean;
  /** Whether a schedule runs it: a run that is handed over twice is then run once. @default false */
  readonly scheduled?: boolean;
  /** Prefix of other objects that it keeps in the bucket. @default - none */
  readonly keeps?: string;
  readonly permissions?: readonly PolicyStatement[];
  readonly variables?: Readonly<Record<string, string>>;
  /** @default - where the store of points wants it, when it uses that */
  readonly network?: FunctionNetwork | undefined;
}

/** Prefixes of the model store's objects (lib/adapters/stores/s3). */
const modelPrefixes = ['models/*', 'states/*'];

/** Makes the functions of an environment: what all of them share is said here once. */
export class StageFactory {
  private readonly props: StageFactoryProps;

  constructor(props: StageFactoryProps) {
    this.props = props;
  }

  create(scope: Construct, id: string, needs: StageNeeds): StageFunction {
    const { storage, settings, functions, tracing, logRetention } = this.props;
    const options = functions?.[needs.stage] ?? {};
    const usesPoints = needs.points !== undefined;
    const network = needs.network ?? (usesPoints ? storage.points.network : undefined);
    const stage = new StageFunction(scope, id, {
      stage: needs.stage,
      description: needs.description,
      memoryMb: options.memoryMb ?? needs.memoryMb,
      timeout: options.timeout ?? needs.timeout,
      ...(options.reservedConcurrency && { reservedConcurrency: options.reservedConcurrency }),
      key: storage.key,
      ...(network && { network }),
      ...(tracing !== undefined && { tracing }),
      ...(logRetention && { logRetention }),
      environment: {
        ...settings.variables,
        ...(usesPoints && storage.points.variables),
        ...(needs.models && { TIDEWATCH_MODEL_BUCKET: storage.modelBucket.bucketName }),
        ...(needs.scheduled && { TIDEWATCH_RUN_TABLE: storage.runTable.tableName }),
        ...needs.variables,
      },
      permissions: [
        settings.statement(scope),
        ...(needs.points ? storage.points.statements(scope, needs.points) : []),
        ...(needs.models ? this.modelStatements(scope) : []),
        ...(needs.scheduled ? [this.runStatement(scope)] : []),
        ...(needs.keeps ? [this.keepStatement(scope, needs.keeps)] : []),
        ...(needs.permissions ?? []),
      ],
    });
    this.explain(scope, stage, needs);
    return stage;
  }

  /** Longest run of a stage, as configured. */
  timeoutOf({ stage, timeout }: Pick<StageNeeds, 'stage' | 'timeout'>) {
    return this.props.functions?.[stage]?.timeout ?? timeout;
  }

  private explain(scope: Construct, stage: StageFunction, { points, models, keeps }: StageNeeds): void {
    if (points)
      for (const { finding, reason } of this.props.storage.points.wildcards)
        stage.acknowledgeWildcard(finding, reason);
    const bucket = findingText(scope, this.bucketArn(scope));
    for (const prefix of [...(models ? modelPrefixes : []), ...(keeps ? [`${keeps}*`] : [])])
      acknowledge(
        stage.role,
        `AwsSolutions-IAM5[Resource::${bucket}/${prefix}]`,
        'The objects of one kind, all under this prefix.',
      );
  }

  private keepStatement(scope: Construct, prefix: string): PolicyStatement {
    const resources = [`${this.bucketArn(scope)}/${prefix}*`];
    return new PolicyStatement({ sid: 'KeepObjects', actions: ['s3:PutObject'], resources });
  }

  private modelStatements(scope: Construct): readonly PolicyStatement[] {
    const bucket = this.bucketArn(scope);
    return [
      new PolicyStatement({
        sid: 'KeepModels',
        actions: ['s3:GetObject', 's3:PutObject'],
        resources: modelPrefixes.map((prefix) => `${bucket}/${prefix}`),
      }),
      // Without it S3 says "denied" of an object that is not there yet, instead of "not found".
      new PolicyStatement({ sid: 'FindModels', actions: ['s3:ListBucket'], resources: [bucket] }),
    ];
  }

  private runStatement(scope: Construct): PolicyStatement {
    const { runTable } = this.props.storage;
    return new PolicyStatement({
      sid: 'RememberRuns',
      actions: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem'],
      resources: [arnSeenFrom(scope, runTable, runTable.tableArn)],
    });
  }

  private bucketArn(scope: Construct): string {
    const { modelBucket } = this.props.storage;
    return arnSeenFrom(scope, modelBucket, modelBucket.bucketArn);
  }
}
