import { ArnFormat, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type IKey, Key } from 'aws-cdk-lib/aws-kms';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Bucket, type IBucket } from 'aws-cdk-lib/aws-s3';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import {
  DefinitionBody,
  DistributedMap,
  JsonPath,
  LogLevel,
  Pass,
  Result,
  S3JsonItemReader,
  StateMachine,
  StateMachineType,
  TaskInput,
} from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';
import { acknowledge, arnSeenFrom, findingText } from '../acknowledge.ts';
import type { StageFunction } from '../stage-function.ts';
import { trainRunPrefix } from '../storage/index.ts';

export interface TrainingProps {
  readonly environmentName: string;
  readonly stage: StageFunction;
  readonly bucket: IBucket;
  readonly key: IKey;
  /** Batches of series that are trained at a time. @default 10 */
  readonly width?: number;
  /** @default RetentionDays.ONE_MONTH */
  readonly logRetention?: RetentionDays | undefined;
}

/** Source: Step Functions developer guide, tracing and logging. */
const tracing = [
  'xray:PutTraceSegments',
  'xray:PutTelemetryRecords',
  'xray:GetSamplingRules',
  'xray:GetSamplingTargets',
];
const logDelivery = [
  'logs:CreateLogDelivery',
  'logs:GetLogDelivery',
  'logs:UpdateLogDelivery',
  'logs:DeleteLogDelivery',
  'logs:ListLogDeliveries',
  'logs:PutResourcePolicy',
  'logs:DescribeResourcePolicies',
  'logs:DescribeLogGroups',
];

/** Trains all series: plans batches, trains them side by side, and says what became of all. */
export class Training extends Construct {
  readonly stateMachine: StateMachine;
  /** Runs that the schedule could not start. */
  readonly deadLetters: IQueue;

  constructor(scope: Construct, id: string, props: TrainingProps) {
    super(scope, id);
    const { stage } = props;
    this.deadLetters = stage.deadLetters;
    // Imported, so that no grant made here reaches back into the stack of the storage.
    const bucket = Bucket.fromBucketName(this, 'Bucket', props.bucket.bucketName);
    const stateMachineName = `tidewatch-${props.environmentName}-train`;
    this.stateMachine = new StateMachine(this, 'Machine', {
      stateMachineName,
      comment: 'Tidewatch: trains a model for each series',
      stateMachineType: StateMachineType.STANDARD,
      definitionBody: DefinitionBody.fromChainable(this.definition(stage, bucket, props.width ?? 10)),
      role: this.createRole(props, stateMachineName).withoutPolicyUpdates(),
      timeout: Duration.hours(12),
      tracingEnabled: true,
      logs: { level: LogLevel.ERROR, destination: this.createLogs(props) },
    });
    // What the CDK adds for a distributed map is in the role already, for this machine alone.
    this.stateMachine.node.tryRemoveChild('DistributedMapPolicy');
    acknowledge(
      this.stateMachine,
      'AwsSolutions-SF1',
      'Failures are logged; the functions themselves log what each batch did.',
    );
  }

  private createLogs({ key, logRetention, environmentName }: TrainingProps): LogGroup {
    return new LogGroup(this, 'Logs', {
      // Vended logs want this prefix, or a resource policy grows with each log group.
      logGroupName: `/aws/vendedlogs/states/tidewatch-${environmentName}-train`,
      retention: logRetention ?? RetentionDays.ONE_MONTH,
      encryptionKey: Key.fromKeyArn(this, 'LogKey', key.keyArn),
      removalPolicy: RemovalPolicy.DESTROY,
    });
  }

  /** What the machine needs, and no more: the CDK would let it read the whole bucket. */
  private createRole({ stage, bucket, key }: TrainingProps, name: string): Role {
    const stack = Stack.of(this);
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('states.amazonaws.com') });
    const allow = (sid: string, actions: readonly string[], ...resources: readonly string[]) =>
      role.addToPolicy(new PolicyStatement({ sid, actions: [...actions], resources: [...resources] }));
    const machine = { service: 'states', arnFormat: ArnFormat.COLON_RESOURCE_NAME };
    const runs = stack.formatArn({ ...machine, resource: 'execution', resourceName: `${name}:*` });
    const objects = `${arnSeenFrom(this, bucket, bucket.bucketArn)}/${trainRunPrefix}*`;
    allow('Train', ['lambda:InvokeFunction'], stage.function.functionArn);
    allow('ReadBatches', ['s3:GetObject'], objects);
    allow('UseKey', ['kms:Decrypt', 'kms:GenerateDataKey'], key.keyArn);
    allow(
      'RunBatches',
      ['states:StartExecution'],
      stack.formatArn({ ...machine, resource: 'stateMachine', resourceName: name }),
    );
    allow('FollowBatches', ['states:DescribeExecution', 'states:StopExecution'], runs);
    allow('Trace', tracing, '*');
    allow('DeliverLogs', logDelivery, '*');
    const explained = [
      ['*', 'Traces and the delivery of logs have no resource level.'],
      [findingText(this, runs), 'Runs of this one machine.'],
      [
        `${findingText(this, arnSeenFrom(this, bucket, bucket.bucketArn))}/${trainRunPrefix}*`,
        'The batches of runs.',
      ],
    ] as const;
    for (const [resource, reason] of explained)
      acknowledge(role, `AwsSolutions-IAM5[Resource::${resource}]`, reason);
    return role;
  }

  private definition(stage: StageFunction, bucket: IBucket, width: number) {
    const invoke = (id: string, payload: Record<string, unknown>) =>
      new LambdaInvoke(this, id, {
        lambdaFunction: stage.function,
        payload: TaskInput.fromObject(payload),
        payloadResponseOnly: true,
        retryOnServiceExceptions: true,
      });
    const batch = invoke('Train', { task: 'train', keys: JsonPath.listAt('$.keys') });
    batch.addRetry({
      errors: ['StoreError'],
      maxAttempts: 3,
      backoffRate: 2,
      interval: Duration.seconds(10),
    });
    // A batch that fails counts as failed; the others go on.
    batch.addCatch(new Pass(this, 'Failed', { result: Result.fromObject({ trained: 0, failed: 1 }) }));
    const map = new DistributedMap(this, 'Batches', {
      comment: 'A batch of series each',
      maxConcurrency: width,
      toleratedFailurePercentage: 100,
      itemReader: new S3JsonItemReader({ bucket, key: JsonPath.stringAt('$.key') }),
      resultPath: '$.results',
    });
    map.itemProcessor(batch);
    const summary = invoke('Summary', { task: 'summary', results: JsonPath.objectAt('$.results') });
    return invoke('Plan', { task: 'plan' }).next(map).next(summary);
  }
}
