import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type IKey, Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription, SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { type Severity, severities } from '../../domain/catalogue/rule.ts';

/** Who is told of findings of one severity. */
export interface SeverityReceivers {
  /** E-mail addresses subscribed to the topic. @default - none */
  readonly emails?: readonly string[] | undefined;
  /** ARNs of existing SQS queues subscribed to the topic; their policy must let it send. @default - none */
  readonly queues?: readonly string[] | undefined;
  /** Name of the secret in Secrets Manager with PagerDuty's integration key. @default - nobody is paged */
  readonly pagerdutySecret?: string | undefined;
}
export type NotifyBySeverity = { readonly [severity in Severity]?: SeverityReceivers | undefined };

export interface SeverityTopicsProps {
  /** Name of the environment; topics are called `tidewatch-NAME-SEVERITY`. */
  readonly environmentName: string;
  readonly key: IKey;
  readonly notify: NotifyBySeverity;
}

/** One SNS topic a severity: encrypted, TLS only, open to CloudWatch's alarms of this account. */
export class SeverityTopics extends Construct {
  readonly bySeverity: Readonly<Record<Severity, Topic>>;
  /** ARNs of the topics, built of their names: a reference from any stack needs no export. */
  readonly arns: Readonly<Record<Severity, string>>;

  constructor(scope: Construct, id: string, props: SeverityTopicsProps) {
    super(scope, id);
    const key = Key.fromKeyArn(this, 'Key', props.key.keyArn);
    const topics = severities.map((severity) => [severity, this.createTopic(severity, key, props)] as const);
    this.bySeverity = Object.fromEntries(topics) as Record<Severity, Topic>;
    this.arns = topicArns(this, props.environmentName);
    for (const severity of severities) this.tell(severity, props.notify[severity] ?? {});
  }

  /** Subscribes e-mail addresses and queues to the topic of a severity. */
  tell(severity: Severity, { emails = [], queues = [] }: SeverityReceivers): void {
    const topic = this.bySeverity[severity];
    for (const email of emails) topic.addSubscription(new EmailSubscription(email));
    for (const arn of queues) {
      const queue = Queue.fromQueueArn(this, `${severity}-queue-${this.node.children.length}`, arn);
      topic.addSubscription(new SqsSubscription(queue, { rawMessageDelivery: true }));
    }
  }

  private createTopic(severity: Severity, key: IKey, props: SeverityTopicsProps): Topic {
    const topic = new Topic(this, severity, {
      // The router reads the severity of foreign alarms from the end of this name.
      topicName: topicName(props.environmentName, severity),
      displayName: `Tidewatch ${props.environmentName}: ${severity}`,
      masterKey: key,
      enforceSSL: true,
    });
    topic.addToResourcePolicy(
      new PolicyStatement({
        sid: 'AlarmsOfThisAccount',
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    );
    return topic;
  }
}

function topicName(environment: string, severity: Severity): string {
  return `tidewatch-${environment}-${severity}`;
}

/** ARNs of an environment's topics in the scope's account and region. */
export function topicArns(scope: Construct, environment: string): Readonly<Record<Severity, string>> {
  const arnOf = (severity: Severity) =>
    Stack.of(scope).formatArn({ service: 'sns', resource: topicName(environment, severity) });
  return Object.fromEntries(severities.map((severity) => [severity, arnOf(severity)])) as Record<
    Severity,
    string
  >;
}
