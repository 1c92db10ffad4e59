import { Duration } from 'aws-cdk-lib';
import type { IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { SelfAlarm } from './self-alarm.ts';

export interface WatchedQueue {
  readonly name: string;
  readonly queue: IQueue;
  readonly deadLetters: IQueue;
}

/** Messages may wait so long, in seconds, before somebody must look: three runs of the collector. */
const behindSeconds = 900;

/** What is watched of a queue: messages that were given up, and messages that wait. */
export function queueAlarms({ name, queue, deadLetters }: WatchedQueue): readonly SelfAlarm[] {
  return [
    {
      rule: `tidewatch_${name}_rejecting`,
      // A message for the router is a finding that nobody was told of.
      severity: name === 'route' ? 'critical' : 'error',
      words: `messages for ${name} could not be worked on and wait among the dead letters`,
      metric: deepest(deadLetters),
    },
    {
      rule: `tidewatch_${name}_behind`,
      severity: name === 'route' ? 'critical' : 'error',
      words: `messages for ${name} wait longer than ${behindSeconds / 60} minutes`,
      metric: queue.metricApproximateAgeOfOldestMessage({
        period: Duration.minutes(5),
        statistic: 'Maximum',
      }),
      limit: behindSeconds,
    },
  ];
}

/** Most messages that were in the queue at a time. */
export function deepest(queue: IQueue): IMetric {
  return queue.metricApproximateNumberOfMessagesVisible({
    period: Duration.minutes(5),
    statistic: 'Maximum',
  });
}
