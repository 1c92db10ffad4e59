import { type CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { GetQueueAttributesCommand, GetQueueUrlCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { MetricAlarm } from './alarm.ts';

const minuteMs = 60_000;

export interface ValueClients {
  readonly cloudwatch: Pick<CloudWatchClient, 'send'>;
  readonly sqs: Pick<SQSClient, 'send'>;
  /** When each function last called anything, in ms, by the beginning of its name. */
  readonly callers: () => Promise<Readonly<Record<string, number>>>;
}

/** Gives the values that an alarm judges: one a period, oldest first, NaN where there is none. */
export type MetricValues = (alarm: MetricAlarm, nowMs: number) => Promise<readonly number[]>;

/**
 * Values by GetMetricData, with windows that end at the last full minute. The emulator publishes no AWS/SQS: how
 * deep a queue is now stands for each period. Of AWS/Lambda it counts only what is invoked by the API: that a
 * function has called anything since a period began stands for one invocation in it.
 */
export function createMetricValues({ cloudwatch, sqs, callers }: ValueClients): MetricValues {
  return async (alarm, nowMs) => {
    if (alarm.namespace === 'AWS/SQS') return queueValues(sqs, alarm);
    if (alarm.namespace === 'AWS/Lambda' && alarm.metric === 'Invocations')
      return runValues(await callers(), alarm, nowMs);
    return storedValues(cloudwatch, alarm, nowMs);
  };
}

function runValues(
  callers: Readonly<Record<string, number>>,
  { dimensions, periods, periodSeconds }: MetricAlarm,
  nowMs: number,
): readonly number[] {
  const name = dimensions.find(({ Name }) => Name === 'FunctionName')?.Value ?? '';
  const mine = Object.entries(callers).filter(([caller]) => caller !== '' && name.startsWith(caller));
  const lastMs = Math.max(...mine.map(([, ms]) => ms));
  return Array.from({ length: periods }, (_, i) =>
    lastMs >= nowMs - (periods - i) * periodSeconds * 1000 ? 1 : Number.NaN,
  );
}

async function storedValues(
  cloudwatch: ValueClients['cloudwatch'],
  alarm: MetricAlarm,
  nowMs: number,
): Promise<readonly number[]> {
  const periodMs = alarm.periodSeconds * 1000;
  const endMs = Math.ceil(nowMs / minuteMs) * minuteMs;
  const values: number[] = [];
  for (let i = alarm.periods; i > 0; i--)
    values.push(await valueInRange(cloudwatch, alarm, endMs - i * periodMs, endMs - (i - 1) * periodMs));
  return values;
}

/** One value for the range: by minutes, since CloudWatch aligns longer periods to the clock. */
async function valueInRange(
  cloudwatch: ValueClients['cloudwatch'],
  { namespace, metric, dimensions, statistic }: MetricAlarm,
  fromMs: number,
  toMs: number,
): Promise<number> {
  const Metric = { Namespace: namespace, MetricName: metric, Dimensions: [...dimensions] };
  const { MetricDataResults } = await cloudwatch.send(
    new GetMetricDataCommand({
      StartTime: new Date(fromMs),
      EndTime: new Date(toMs),
      MetricDataQueries: [{ Id: 'm1', MetricStat: { Metric, Period: 60, Stat: statistic } }],
    }),
  );
  return fold(statistic, MetricDataResults?.[0]?.Values ?? []);
}

function fold(statistic: string, values: readonly number[]): number {
  if (values.length === 0) return Number.NaN;
  const sum = values.reduce((total, value) => total + value, 0);
  if (statistic === 'Sum' || statistic === 'SampleCount') return sum;
  if (statistic === 'Minimum') return Math.min(...values);
  return statistic === 'Average' ? sum / values.length : Math.max(...values);
}

async function queueValues(sqs: ValueClients['sqs'], alarm: MetricAlarm): Promise<readonly number[]> {
  const QueueName = alarm.dimensions.find(({ Name }) => Name === 'QueueName')?.Value ?? '';
  const attribute = queueAttributes[alarm.metric];
  if (attribute === undefined) return Array.from({ length: alarm.periods }, () => Number.NaN);
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName }));
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
  const depth = Number(Attributes?.[attribute] ?? Number.NaN);
  return Array.from({ length: alarm.periods }, () => depth);
}

/** Metrics of AWS/SQS that a queue tells of itself. */
const queueAttributes: Readonly<
  Record<string, 'ApproximateNumberOfMessages' | 'ApproximateNumberOfMessagesNotVisible'>
> = {
  ApproximateNumberOfMessagesVisible: 'ApproximateNumberOfMessages',
  ApproximateNumberOfMessagesNotVisible: 'ApproximateNumberOfMessagesNotVisible',
};
