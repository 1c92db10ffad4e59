import { Duration } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { type IKey, Key } from 'aws-cdk-lib/aws-kms';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { StageFunction } from './stage-function.ts';

export interface WorkQueueProps {
  readonly key: IKey;
  /** Longest run of the function that takes the messages. */
  readonly timeout: Duration;
  /** One message of a group at a time, and a repeat within five minutes is dropped. @default false */
  readonly fifo?: boolean;
  /** How often a message is handed out before it is put with the dead letters. @default 5 */
  readonly maxReceiveCount?: number;
  /** How long a message waits before it is handed out. @default - not at all */
  readonly deliveryDelay?: Duration;
}

/** A queue between two stages, with its dead letters: encrypted, TLS only. */
export class WorkQueue extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, props: WorkQueueProps) {
    super(scope, id);
    const encryptionMasterKey = Key.fromKeyArn(this, 'Key', props.key.keyArn);
    const fifo = props.fifo ? { fifo: true } : {};
    const shared = { encryption: QueueEncryption.KMS, encryptionMasterKey, enforceSSL: true, ...fifo };
    this.deadLetters = new Queue(this, 'DeadLetters', { ...shared, retentionPeriod: Duration.days(14) });
    this.queue = new Queue(this, 'Queue', {
      ...shared,
      // Lambda advises six times the function's limit, for functions that are throttled. Here a message of a run
      // that was killed must come again soon, and in a FIFO queue nothing of its group comes before it has.
      visibilityTimeout: Duration.seconds(Math.ceil(props.timeout.toSeconds() * 1.5)),
      retentionPeriod: Duration.days(4),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: props.maxReceiveCount ?? 5 },
      ...(props.deliveryDelay && { deliveryDelay: props.deliveryDelay }),
    });
  }

  /** Hands the messages to a function, whose failed ones alone come again. @param batchSize at most so many at once */
  feed(stage: StageFunction, batchSize: number): void {
    stage.function.addEventSource(
      new SqsEventSource(this.queue, { batchSize, reportBatchItemFailures: true, maxConcurrency: 2 }),
    );
  }

  /** What the function that takes the messages needs. */
  takeStatement(): PolicyStatement {
    return new PolicyStatement({
      sid: 'TakeMessages',
      actions: [
        'sqs:ReceiveMessage',
        'sqs:DeleteMessage',
        'sqs:GetQueueAttributes',
        'sqs:ChangeMessageVisibility',
      ],
      resources: [this.queue.queueArn],
    });
  }
}

/** What a function that sends messages to the queues needs. */
export function sendStatement(queues: readonly WorkQueue[]): PolicyStatement {
  const resources = queues.map(({ queue }) => queue.queueArn);
  return new PolicyStatement({ sid: 'SendMessages', actions: ['sqs:SendMessage'], resources });
}
