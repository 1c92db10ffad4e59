import { Duration, Lazy, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import { type Severity, severities } from '../domain/catalogue/rule.ts';
import type { NotifyBySeverity, SeverityTopics } from './alerting/topics.ts';
import type { StageFactory } from './stage-factory.ts';
import type { StageFunction } from './stage-function.ts';
import { StageSchedule } from './stage-schedule.ts';
import type { TidewatchStorage } from './storage/index.ts';
import { WorkQueue } from './work-queue.ts';

export interface RouterProps {
  readonly storage: TidewatchStorage;
  readonly factory: StageFactory;
  readonly topics: SeverityTopics;
  readonly notify: NotifyBySeverity;
}

const size = { stage: 'route', memoryMb: 256, timeout: Duration.minutes(1) } as const;

/**
 * Topics to one queue to the router function, which makes incidents and pages people. It sits outside of any
 * VPC: receivers are on the internet, and it uses no store of points.
 */
export class Router extends Construct {
  readonly stage: StageFunction;
  readonly messages: WorkQueue;
  /** Names of secrets by the severities that they page for. */
  private readonly secretOf = new Map<Severity, string>();

  constructor(scope: Construct, id: string, props: RouterProps) {
    super(scope, id);
    const { storage, factory, topics } = props;
    this.messages = new WorkQueue(this, 'Messages', { key: storage.key, timeout: factory.timeoutOf(size) });
    const { queue, deadLetters } = this.messages;
    for (const severity of severities)
      topics.bySeverity[severity].addSubscription(
        new SqsSubscription(queue, { deadLetterQueue: deadLetters }),
      );
    this.stage = this.createStage(props);
    for (const severity of severities) {
      const secret = props.notify[severity]?.pagerdutySecret;
      if (secret !== undefined) this.page(severity, secret);
    }
    this.messages.feed(this.stage, 10);
    new StageSchedule(this, 'Retry', {
      target: this.stage,
      every: Duration.minutes(1),
      key: storage.key,
      description: 'Tidewatch: delivers again what a receiver did not take',
      task: 'retry',
    });
  }

  /** Pages by the key in the secret, for findings of the severity. */
  page(severity: Severity, secret: string): void {
    if (![...this.secretOf.values()].includes(secret))
      this.stage.role.addToPolicy(secretStatement(this, secret));
    this.secretOf.set(severity, secret);
  }

  private createStage({ storage, factory }: RouterProps): StageFunction {
    return factory.create(this, 'Route', {
      ...size,
      description: 'Tidewatch: makes incidents of findings and alarms, and delivers them to receivers',
      scheduled: true,
      permissions: [storage.incidentStatement(this, ['read', 'write']), this.messages.takeStatement()],
      variables: {
        TIDEWATCH_INCIDENT_TABLE: storage.incidentTable.tableName,
        // Secrets may be named after the construct was made.
        TIDEWATCH_PAGERDUTY_SECRETS: Lazy.string({
          produce: () => JSON.stringify(Object.fromEntries(this.secretOf)),
        }),
      },
    });
  }
}

function secretStatement(scope: Construct, name: string): PolicyStatement {
  const { partition, region, account } = Stack.of(scope);
  return new PolicyStatement({
    actions: ['secretsmanager:GetSecretValue'],
    // Secrets Manager puts a dash and six letters after the name.
    resources: [`arn:${partition}:secretsmanager:${region}:${account}:secret:${name}-??????`],
  });
}
