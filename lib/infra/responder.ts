import { Duration } from 'aws-cdk-lib';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import { severities } from '../domain/catalogue/rule.ts';
import type { SeverityTopics } from './alerting/topics.ts';
import type { StageFactory } from './stage-factory.ts';
import type { StageFunction } from './stage-function.ts';
import type { TidewatchStorage } from './storage/index.ts';
import { WorkQueue } from './work-queue.ts';

export interface ResponderProps {
  readonly storage: TidewatchStorage;
  readonly factory: StageFactory;
  readonly topics: SeverityTopics;
}

const size = { stage: 'respond', memoryMb: 256, timeout: Duration.minutes(1) } as const;

/** Topics to a queue to the function that says what a playbook would do. It may read its messages, no more. */
export class Responder extends Construct {
  readonly stage: StageFunction;
  readonly messages: WorkQueue;

  constructor(scope: Construct, id: string, { storage, factory, topics }: ResponderProps) {
    super(scope, id);
    this.messages = new WorkQueue(this, 'Messages', { key: storage.key, timeout: factory.timeoutOf(size) });
    const { queue, deadLetters } = this.messages;
    for (const severity of severities)
      topics.bySeverity[severity].addSubscription(
        new SqsSubscription(queue, { deadLetterQueue: deadLetters }),
      );
    this.stage = factory.create(this, 'Respond', {
      ...size,
      description: 'Tidewatch: says what a playbook would do about findings',
      permissions: [this.messages.takeStatement()],
    });
    this.messages.feed(this.stage, 10);
  }
}
