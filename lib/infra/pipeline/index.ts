import { Duration, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { type Severity, severities } from '../../domain/catalogue/rule.ts';
import { findingText } from '../acknowledge.ts';
import { chunksOf } from '../chunks.ts';
import type { StageFactory } from '../stage-factory.ts';
import type { StageFunction } from '../stage-function.ts';
import { StageSchedule } from '../stage-schedule.ts';
import { type TidewatchStorage, trainRunPrefix } from '../storage/index.ts';
import type { FunctionNetwork } from '../storage/point-store.ts';
import { sendStatement, WorkQueue } from '../work-queue.ts';
import { sizes } from './sizes.ts';
import { Training } from './training.ts';

export interface TidewatchPipelineProps {
  readonly environmentName: string;
  readonly storage: TidewatchStorage;
  readonly factory: StageFactory;
  /** ARNs of the topics that findings go to. */
  readonly topicArns: Readonly<Record<Severity, string>>;
  /** ARNs, or patterns of them, of the clusters that may be described with the functions' own roles. */
  readonly clusterArns: readonly string[];
  /** ARNs of the reader roles in other accounts. @default - none */
  readonly readerRoleArns?: readonly string[];
  /** The VPC from which brokers' open monitoring is reachable. @default - nothing is scraped */
  readonly scrape?: FunctionNetwork | undefined;
  /** @default Duration.minutes(15) */
  readonly discoverEvery?: Duration;
  /** @default Duration.minutes(5) */
  readonly collectEvery?: Duration;
  /** @default Duration.hours(1) */
  readonly projectEvery?: Duration;
  /** How old a model grows before it is trained anew. @default Duration.days(1) */
  readonly trainEvery?: Duration;
  /** @default Duration.days(1) */
  readonly reportEvery?: Duration;
  /** @default RetentionDays.ONE_MONTH */
  readonly logRetention?: RetentionDays | undefined;
}

type ScheduledTask = 'discover' | 'states' | 'collect' | 'project' | 'report' | 'scrape';

/** The stages from discover to evaluate and report, the queues between them, and their schedules. */
export class TidewatchPipeline extends Construct {
  readonly discover: StageFunction;
  readonly collect: StageFunction;
  readonly assess: StageFunction;
  readonly evaluate: StageFunction;
  readonly project: StageFunction;
  readonly train: StageFunction;
  readonly report: StageFunction;
  /** Absent where no cluster is scraped. */
  readonly scrape?: StageFunction;
  readonly training: Training;
  readonly queues: Readonly<Record<'collect' | 'assess' | 'evaluate' | 'project', WorkQueue>>;
  /** How often each scheduled stage runs. */
  readonly every: Readonly<Record<'discover' | 'collect' | 'project' | 'train' | 'report', Duration>>;
  private readonly props: TidewatchPipelineProps;

  constructor(scope: Construct, id: string, props: TidewatchPipelineProps) {
    super(scope, id);
    this.props = props;
    this.every = {
      discover: props.discoverEvery ?? Duration.minutes(15),
      collect: props.collectEvery ?? Duration.minutes(5),
      project: props.projectEvery ?? Duration.hours(1),
      train: props.trainEvery ?? Duration.days(1),
      report: props.reportEvery ?? Duration.days(1),
    };
    this.queues = this.createQueues();
    this.discover = this.createDiscover();
    this.collect = this.createCollect();
    this.assess = this.createAssess();
    this.evaluate = this.createEvaluate();
    this.project = this.createProject();
    this.train = this.createTrain();
    this.report = this.createReport();
    if (props.scrape) this.scrape = this.createScrape(props.scrape);
    this.queues.collect.feed(this.collect, 1);
    this.queues.assess.feed(this.assess, 1);
    this.queues.evaluate.feed(this.evaluate, 1);
    this.queues.project.feed(this.project, 1);
    const { environmentName, storage, logRetention } = props;
    this.training = new Training(this, 'Training', {
      environmentName,
      stage: this.train,
      bucket: storage.modelBucket,
      key: storage.key,
      logRetention,
    });
    this.createSchedules();
  }

  private createQueues() {
    const { storage, factory } = this.props;
    const queue = (id: string, timeout: Duration, fifo = false) =>
      new WorkQueue(this, `${id}Queue`, { key: storage.key, timeout, fifo });
    return {
      collect: queue('Collect', factory.timeoutOf(sizes.collect)),
      assess: queue('Assess', factory.timeoutOf(sizes.assess)),
      // In order, and one at a time for a cluster: its rules have one memory.
      evaluate: queue('Evaluate', factory.timeoutOf(sizes.evaluate), true),
      project: queue('Project', factory.timeoutOf(sizes.project)),
    };
  }

  private createDiscover(): StageFunction {
    const stage = this.props.factory.create(this, 'Discover', {
      ...sizes.discover,
      description: 'Tidewatch: finds clusters and the series that each of them emits',
      models: true,
      scheduled: true,
      permissions: [...this.findStatements(), ...this.roleStatements(), sendStatement([this.queues.collect])],
      variables: { TIDEWATCH_COLLECT_QUEUE: this.queues.collect.queue.queueUrl },
    });
    for (const arn of this.props.clusterArns.filter((one) => one.endsWith('*')))
      stage.acknowledgeWildcard(
        `Resource::${findingText(this, arn)}`,
        'Clusters chosen by tags are not known at synth: they may be described, not changed.',
      );
    return stage;
  }

  private createCollect(): StageFunction {
    const { collect, assess } = this.queues;
    return this.props.factory.create(this, 'Collect', {
      ...sizes.collect,
      description: 'Tidewatch: reads new points from CloudWatch into the store',
      points: ['read', 'write'],
      models: true,
      scheduled: true,
      permissions: [
        new PolicyStatement({
          sid: 'ReadMetrics',
          actions: ['cloudwatch:GetMetricData'],
          resources: ['*'],
        }),
        ...this.roleStatements(),
        collect.takeStatement(),
        sendStatement([collect, assess]),
      ],
      variables: {
        TIDEWATCH_COLLECT_QUEUE: collect.queue.queueUrl,
        TIDEWATCH_ASSESS_QUEUE: assess.queue.queueUrl,
      },
    });
  }

  private createAssess(): StageFunction {
    const { assess, evaluate } = this.queues;
    return this.props.factory.create(this, 'Assess', {
      ...sizes.assess,
      description: 'Tidewatch: judges new points by the models',
      points: ['read', 'write'],
      models: true,
      permissions: [assess.takeStatement(), sendStatement([evaluate])],
      variables: { TIDEWATCH_EVALUATE_QUEUE: evaluate.queue.queueUrl },
    });
  }

  private createEvaluate(): StageFunction {
    const { topicArns } = this.props;
    return this.props.factory.create(this, 'Evaluate', {
      ...sizes.evaluate,
      description: 'Tidewatch: evaluates the rules of a cluster and publishes findings',
      points: ['read', 'write'],
      models: true,
      permissions: [
        this.queues.evaluate.takeStatement(),
        new PolicyStatement({
          sid: 'PublishFindings',
          actions: ['sns:Publish'],
          resources: severities.map((severity) => topicArns[severity]),
        }),
      ],
      variables: { TIDEWATCH_TOPICS: Stack.of(this).toJsonString(topicArns) },
    });
  }

  private createProject(): StageFunction {
    const { project } = this.queues;
    return this.props.factory.create(this, 'Project', {
      ...sizes.project,
      description: 'Tidewatch: forecasts each series ahead',
      points: ['read', 'write'],
      models: true,
      scheduled: true,
      permissions: [project.takeStatement(), sendStatement([project])],
      variables: { TIDEWATCH_PROJECT_QUEUE: project.queue.queueUrl },
    });
  }

  private createTrain(): StageFunction {
    const { factory } = this.props;
    return factory.create(this, 'Train', {
      ...sizes.train,
      description: 'Tidewatch: fits a model for each series of a batch',
      points: ['read'],
      models: true,
      keeps: trainRunPrefix,
      variables: {
        TIDEWATCH_TRAIN_PREFIX: trainRunPrefix,
        TIDEWATCH_TRAIN_HOURS: String(this.every.train.toHours()),
      },
    });
  }

  private createReport(): StageFunction {
    const { factory, storage } = this.props;
    return factory.create(this, 'Report', {
      ...sizes.report,
      description: 'Tidewatch: counts incidents',
      models: true,
      scheduled: true,
      permissions: [storage.incidentStatement(this, ['read'])],
      variables: {
        TIDEWATCH_INCIDENT_TABLE: storage.incidentTable.tableName,
        TIDEWATCH_REPORT_HOURS: String(this.every.report.toHours()),
      },
    });
  }

  private createScrape(network: FunctionNetwork): StageFunction {
    return this.props.factory.create(this, 'Scrape', {
      ...sizes.scrape,
      description: "Tidewatch: reads brokers' open monitoring in their VPC",
      points: ['read', 'write'],
      models: true,
      network,
    });
  }

  private createSchedules(): void {
    this.runEvery('discover', this.discover, this.every.discover, 'looks for clusters and series');
    // Maintenance must be known before its findings are: asking for the state alone is free.
    this.runEvery('states', this.discover, this.every.collect, 'asks how clusters are');
    this.runEvery('collect', this.collect, this.every.collect, 'collects new points');
    this.runEvery('project', this.project, this.every.project, 'forecasts');
    this.runEvery('report', this.report, this.every.report, 'counts incidents');
    if (this.scrape) this.runEvery('scrape', this.scrape, Duration.minutes(1), 'scrapes brokers');
    new StageSchedule(this, 'TrainSchedule', {
      target: this.training,
      // Only what is due is trained: a series that is new waits an hour and not a day.
      every: Duration.hours(1),
      key: this.props.storage.key,
      description: 'Tidewatch: trains models that are due',
    });
  }

  private runEvery(task: ScheduledTask, stage: StageFunction, every: Duration, words: string): void {
    const id = `${task.charAt(0).toUpperCase()}${task.slice(1)}Schedule`;
    const description = `Tidewatch: ${words}`;
    new StageSchedule(this, id, { target: stage, every, key: this.props.storage.key, task, description });
  }

  private findStatements(): readonly PolicyStatement[] {
    const { clusterArns } = this.props;
    return [
      new PolicyStatement({
        sid: 'FindSeries',
        actions: ['cloudwatch:ListMetrics', 'kafka:ListClustersV2'],
        resources: ['*'],
      }),
      ...chunksOf(clusterArns, describedTogether).map(
        (resources) =>
          new PolicyStatement({
            actions: ['kafka:DescribeClusterV2', 'kafka:ListNodes', 'kafka:ListTopics'],
            resources: [...resources],
          }),
      ),
    ];
  }

  private roleStatements(): readonly PolicyStatement[] {
    const { readerRoleArns = [] } = this.props;
    if (readerRoleArns.length === 0) return [];
    return [
      new PolicyStatement({
        sid: 'ReadElsewhere',
        actions: ['sts:AssumeRole'],
        resources: [...readerRoleArns],
      }),
    ];
  }
}

/** ARNs of one statement: a policy takes 6,144 letters, and the CDK moves whole statements to the next. */
const describedTogether = 40;
