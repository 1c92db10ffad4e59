import { Duration, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { type Severity, severities } from '../domain/catalogue/rule.ts';
import { arnSeenFrom, findingText } from './acknowledge.ts';
import type { WatchedCluster } from './config/environment.ts';
import { alarmOnDeadLetters, alarmOnSilence } from './self-alarms.ts';
import { type FunctionOptions, StageFunction, type StageFunctionProps } from './stage-function.ts';
import { StageSchedule } from './stage-schedule.ts';
import type { TidewatchStorage } from './storage.ts';

export interface TidewatchPipelineProps {
  readonly environmentName: string;
  readonly clusters: readonly WatchedCluster[];
  readonly storage: TidewatchStorage;
  readonly topics: Readonly<Record<Severity, Topic>>;
  /** Clusters, rules and windows as the functions read them (`lambdas/settings.ts`). */
  readonly settings: Readonly<Record<string, string>>;
  /** @default Duration.minutes(5) */
  readonly collectEvery?: Duration;
  /** @default Duration.minutes(5) */
  readonly detectEvery?: Duration;
  /** @default Duration.hours(1) */
  readonly projectEvery?: Duration;
  /** @default Duration.days(1) */
  readonly trainEvery?: Duration;
  /** Sizes of the functions. @default - sizes for a few hundred series */
  readonly functions?: { readonly [stage in 'collect' | 'forecast' | 'detect']?: FunctionOptions };
  /** @default RetentionDays.ONE_MONTH */
  readonly logRetention?: RetentionDays;
}

/** The scheduled functions: collect points, train and project models, detect and notify. */
export class TidewatchPipeline extends Construct {
  readonly collect: StageFunction;
  readonly forecast: StageFunction;
  readonly detect: StageFunction;

  constructor(scope: Construct, id: string, props: TidewatchPipelineProps) {
    super(scope, id);
    this.collect = this.createCollect(props);
    this.forecast = this.createForecast(props);
    this.detect = this.createDetect(props);
    const { environmentName, topics } = props;
    for (const name of ['collect', 'forecast', 'detect'] as const)
      alarmOnDeadLetters(this, environmentName, name, this[name].deadLetters, topics);
    for (const name of ['collect', 'detect'] as const)
      alarmOnSilence(this, environmentName, name, this[name], topics);
    const run = (name: string, stage: StageFunction, every: Duration, task: string, description: string) =>
      new StageSchedule(this, name, {
        stage,
        every,
        input: { task },
        description: `Tidewatch: ${description}`,
      });
    const { collectEvery, detectEvery, projectEvery, trainEvery } = props;
    run(
      'CollectSchedule',
      this.collect,
      collectEvery ?? Duration.minutes(5),
      'collect',
      'collects new points',
    );
    run('DetectSchedule', this.detect, detectEvery ?? Duration.minutes(5), 'detect', 'looks at new points');
    run('ProjectSchedule', this.forecast, projectEvery ?? Duration.hours(1), 'project', 'forecasts');
    run('TrainSchedule', this.forecast, trainEvery ?? Duration.days(1), 'train', 'fits models');
  }

  private createCollect(props: TidewatchPipelineProps): StageFunction {
    const stage = this.createStage('Collect', props, {
      stage: 'collect',
      description: 'Tidewatch: reads new points of every signal from CloudWatch into the store',
      memoryMb: 512,
      timeout: Duration.minutes(4),
      permissions: [
        new PolicyStatement({
          sid: 'ReadMetrics',
          actions: ['cloudwatch:GetMetricData', 'cloudwatch:ListMetrics', 'kafka:ListClustersV2'],
          resources: ['*'],
        }),
        new PolicyStatement({
          sid: 'DescribeClusters',
          actions: [
            'kafka:DescribeClusterV2',
            'kafka:DescribeCluster',
            'kafka:ListNodes',
            'kafka:ListTopics',
          ],
          resources: props.clusters.map(({ arn }) => arn),
        }),
        ...timestreamStatements(props.storage, ['write', 'read']),
        ...this.modelStatements(props.storage),
      ],
    });
    stage.acknowledgeWildcard(
      'Resource::*',
      'CloudWatch reads, ListClustersV2 and Timestream DescribeEndpoints have no resource level.',
    );
    return stage;
  }

  private createForecast(props: TidewatchPipelineProps): StageFunction {
    const stage = this.createStage('Forecast', props, {
      stage: 'forecast',
      description: 'Tidewatch: fits a model per series and projects it ahead',
      memoryMb: 1769,
      timeout: Duration.minutes(15),
      permissions: [
        ...timestreamStatements(props.storage, ['write', 'read']),
        ...this.modelStatements(props.storage),
      ],
    });
    stage.acknowledgeWildcard('Resource::*', 'Timestream DescribeEndpoints has no resource level.');
    return stage;
  }

  private createDetect(props: TidewatchPipelineProps): StageFunction {
    const stage = this.createStage('Detect', props, {
      stage: 'detect',
      description: 'Tidewatch: judges new points, evaluates the rules and publishes findings',
      memoryMb: 1024,
      timeout: Duration.minutes(4),
      permissions: [
        ...timestreamStatements(props.storage, ['write', 'read']),
        ...this.modelStatements(props.storage),
        new PolicyStatement({
          sid: 'PublishFindings',
          actions: ['sns:Publish'],
          resources: severities.map((severity) => props.topics[severity].topicArn),
        }),
      ],
    });
    stage.acknowledgeWildcard('Resource::*', 'Timestream DescribeEndpoints has no resource level.');
    return stage;
  }

  private createStage(
    id: string,
    props: TidewatchPipelineProps,
    own: Omit<StageFunctionProps, 'key' | 'environment'> & {
      readonly stage: 'collect' | 'forecast' | 'detect';
    },
  ): StageFunction {
    const { storage } = props;
    const options = props.functions?.[own.stage] ?? {};
    const topicArns = Object.fromEntries(severities.map((s) => [s, props.topics[s].topicArn]));
    const stage = new StageFunction(this, id, {
      ...own,
      memoryMb: options.memoryMb ?? own.memoryMb,
      timeout: options.timeout ?? own.timeout,
      ...(options.reservedConcurrency && { reservedConcurrency: options.reservedConcurrency }),
      key: storage.key,
      ...(props.logRetention && { logRetention: props.logRetention }),
      environment: {
        ...props.settings,
        TIDEWATCH_TIMESTREAM_DATABASE: storage.database.ref,
        TIDEWATCH_MODEL_BUCKET: storage.modelBucket.bucketName,
        ...(own.stage === 'detect' && { TIDEWATCH_TOPICS: Stack.of(this).toJsonString(topicArns) }),
      },
    });
    stage.acknowledgeWildcard(
      `Resource::${findingText(this, this.bucketArn(storage))}/${modelObjects}`,
      'Model states are one object a shard, all under this prefix.',
    );
    return stage;
  }

  private modelStatements(storage: TidewatchStorage): readonly PolicyStatement[] {
    const bucket = this.bucketArn(storage);
    return [
      new PolicyStatement({
        sid: 'KeepModels',
        actions: ['s3:GetObject', 's3:PutObject'],
        resources: [`${bucket}/${modelObjects}`],
      }),
      // Without it S3 says "denied" of an object that is not there yet, instead of "not found".
      new PolicyStatement({ sid: 'FindModels', actions: ['s3:ListBucket'], resources: [bucket] }),
    ];
  }

  private bucketArn({ modelBucket }: TidewatchStorage): string {
    return arnSeenFrom(this, modelBucket, modelBucket.bucketArn);
  }
}

/** The prefix of the model store's objects (lib/adapters/stores/s3). */
const modelObjects = 'models/*';

function timestreamStatements(
  storage: TidewatchStorage,
  access: readonly ('read' | 'write')[],
): readonly PolicyStatement[] {
  const actions = [
    ...(access.includes('write') ? ['timestream:WriteRecords'] : []),
    ...(access.includes('read') ? ['timestream:Select', 'timestream:DescribeTable'] : []),
  ];
  return [
    new PolicyStatement({
      sid: 'UseTables',
      actions,
      resources: storage.tables.map((table) => storage.tableArn(table)),
    }),
    new PolicyStatement({
      sid: 'FindTimestream',
      actions: ['timestream:DescribeEndpoints'],
      resources: ['*'],
    }),
  ];
}
