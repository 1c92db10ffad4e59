import { Duration, Stack } from 'aws-cdk-lib';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { type IKey, Key } from 'aws-cdk-lib/aws-kms';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { type Severity, severities } from '../domain/catalogue/rule.ts';
import { type FunctionOptions, StageFunction } from './stage-function.ts';
import { StageSchedule } from './stage-schedule.ts';
import type { NotifyBySeverity } from './topics.ts';

export interface RouterProps extends FunctionOptions {
  readonly environmentName: string;
  readonly key: IKey;
  readonly topics: Readonly<Record<Severity, Topic>>;
  readonly incidentTable: ITable;
  /** How long an incident is kept once it is over. @default Duration.days(365) */
  readonly incidentRetention?: Duration;
  readonly notify: NotifyBySeverity;
  /** Clusters, rules and windows as the function reads them (`lambdas/settings.ts`). */
  readonly settings: Readonly<Record<string, string>>;
  readonly logRetention?: RetentionDays;
}

/** Topics to one queue to the router function, which makes incidents and pages people. */
export class Router extends Construct {
  readonly stage: StageFunction;
  readonly queue: Queue;
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, props: RouterProps) {
    super(scope, id);
    const key = Key.fromKeyArn(this, 'Key', props.key.keyArn);
    const timeout = props.timeout ?? Duration.seconds(60);
    const queueProps = { encryption: QueueEncryption.KMS, encryptionMasterKey: key, enforceSSL: true };
    this.deadLetters = new Queue(this, 'Undeliverable', {
      ...queueProps,
      retentionPeriod: Duration.days(14),
    });
    this.queue = new Queue(this, 'Messages', {
      ...queueProps,
      // Six times the function's limit, as Lambda advises, so that a slow batch is not handed out twice.
      visibilityTimeout: Duration.seconds(timeout.toSeconds() * 6),
      retentionPeriod: Duration.days(4),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: 5 },
    });
    for (const severity of severities)
      props.topics[severity].addSubscription(
        new SqsSubscription(this.queue, { deadLetterQueue: this.deadLetters }),
      );
    this.stage = this.createStage(props, timeout);
    this.stage.function.addEventSource(
      new SqsEventSource(this.queue, { batchSize: 10, reportBatchItemFailures: true, maxConcurrency: 2 }),
    );
    new StageSchedule(this, 'Retry', {
      stage: this.stage,
      every: Duration.minutes(1),
      description: 'Tidewatch: delivers again what a receiver did not take',
      input: { task: 'retry' },
    });
  }

  private createStage(props: RouterProps, timeout: Duration): StageFunction {
    const secrets = secretsBySeverity(props.notify);
    return new StageFunction(this, 'Route', {
      stage: 'route',
      description: 'Tidewatch: makes incidents of findings and alarms, and delivers them to receivers',
      memoryMb: props.memoryMb ?? 256,
      timeout,
      ...(props.reservedConcurrency && { reservedConcurrency: props.reservedConcurrency }),
      key: props.key,
      ...(props.logRetention && { logRetention: props.logRetention }),
      environment: {
        ...props.settings,
        TIDEWATCH_INCIDENT_TABLE: props.incidentTable.tableName,
        TIDEWATCH_INCIDENT_DAYS: String((props.incidentRetention ?? Duration.days(365)).toDays()),
        TIDEWATCH_PAGERDUTY_SECRETS: JSON.stringify(secrets),
      },
      permissions: [
        new PolicyStatement({
          sid: 'KeepIncidents',
          actions: ['dynamodb:PutItem', 'dynamodb:DeleteItem', 'dynamodb:Query'],
          resources: [props.incidentTable.tableArn],
        }),
        new PolicyStatement({
          sid: 'TakeMessages',
          actions: [
            'sqs:ReceiveMessage',
            'sqs:DeleteMessage',
            'sqs:GetQueueAttributes',
            'sqs:ChangeMessageVisibility',
          ],
          resources: [this.queue.queueArn],
        }),
        ...this.secretStatement([...new Set(Object.values(secrets))]),
      ],
    });
  }

  private secretStatement(names: readonly string[]): readonly PolicyStatement[] {
    if (names.length === 0) return [];
    const stack = Stack.of(this);
    // Secrets Manager puts a dash and six letters after the name.
    const resources = names.map(
      (name) =>
        `arn:${stack.partition}:secretsmanager:${stack.region}:${stack.account}:secret:${name}-??????`,
    );
    return [
      new PolicyStatement({
        sid: 'ReadPagerDutyKeys',
        actions: ['secretsmanager:GetSecretValue'],
        resources,
      }),
    ];
  }
}

function secretsBySeverity(notify: NotifyBySeverity): Readonly<Record<string, string>> {
  const pairs = severities.flatMap((severity) => {
    const name = notify[severity]?.pagerdutySecret;
    return name === undefined ? [] : [[severity, name] as const];
  });
  return Object.fromEntries(pairs);
}
