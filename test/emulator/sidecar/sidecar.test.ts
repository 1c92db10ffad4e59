import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  GetMetricDataCommand,
  type MetricAlarm,
  SetAlarmStateCommand,
  type StateValue,
} from '@aws-sdk/client-cloudwatch';
import { GetQueueAttributesCommand, GetQueueUrlCommand, SQSClient } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { judgeAlarms } from '../../../emulator/sidecar/index.ts';
import { createMetricValues } from '../../../emulator/sidecar/metric-values.ts';
import { createRuleJudge, type RuleJudge } from '../../../emulator/sidecar/rule-judge.ts';
import { rules } from '../../../lib/domain/catalogue/index.ts';
import { overriddenRules } from '../../../lib/domain/catalogue/rule-override.ts';
import type { Cluster } from '../../../lib/domain/cluster.ts';
import { alarmDescription } from '../../../lib/domain/incidents/alarm-name.ts';
import { createSeries } from '../../../lib/domain/series/series.ts';
import type { MetricSource } from '../../../lib/ports/metric-source.ts';

const minuteMs = 60_000;
const nowMs = Date.UTC(2026, 0, 5, 12);
const cluster: Cluster = {
  id: '1/us-east-1/orders',
  name: 'orders',
  account: '1',
  region: 'us-east-1',
  type: 'standard',
  brokerIds: ['1', '2'],
};

const ruleAlarm = (rule: string, state: StateValue, broker?: string): MetricAlarm => ({
  AlarmName: `tidewatch/local/orders/${rule}${broker ?? ''}`,
  AlarmDescription: alarmDescription('words', {
    rule,
    severity: 'error',
    cluster: cluster.id,
    ...(broker && { labels: { broker } }),
  }),
  Namespace: 'Local/Expression',
  StateValue: state,
});

const queueAlarm = (state: StateValue): MetricAlarm => ({
  AlarmName: 'tidewatch-local-route_failing',
  AlarmDescription: alarmDescription('words', {
    rule: 'tidewatch_route_failing',
    severity: 'error',
    cluster: '1/us-east-1/tidewatch',
  }),
  Namespace: 'Local/AWS/SQS',
  MetricName: 'ApproximateNumberOfMessagesVisible',
  Dimensions: [{ Name: 'QueueName', Value: 'dead-letters' }],
  Statistic: 'Maximum',
  Period: 300,
  EvaluationPeriods: 1,
  Threshold: 1,
  ComparisonOperator: 'GreaterThanOrEqualToThreshold',
  TreatMissingData: 'notBreaching',
  StateValue: state,
});

/** Offline partitions by minute, and under-replicated ones of broker 2. */
function sourceOf(offline: number, underReplicated: number): MetricSource {
  const timesMs = Float64Array.from({ length: 10 }, (_, i) => nowMs - (10 - i) * minuteMs);
  const fill = (value: number) => new Float64Array(10).fill(value);
  const ofCluster = createSeries('offline_partitions', { cluster: cluster.id });
  const ofBroker = createSeries('under_min_isr_partitions', { cluster: cluster.id, broker: '2' });
  return {
    id: 'fake',
    hasHistory: true,
    discover: async () => ({ clusters: [cluster], series: [ofCluster, ofBroker], problems: [] }),
    read: async () => ({
      samples: [
        { series: ofCluster, timesMs, values: fill(offline) },
        { series: ofBroker, timesMs, values: fill(underReplicated) },
      ],
      problems: [],
    }),
    close: async () => {},
  };
}

const cloudwatch = mockClient(CloudWatchClient);
const sqs = mockClient(SQSClient);
beforeEach(() => {
  cloudwatch.reset();
  sqs.reset();
});

const nothing: RuleJudge = { judge: async () => new Map() };
const judgeOf = (source: MetricSource) => createRuleJudge({ source, rules: overriddenRules(rules, {}) });
const run = (judge: RuleJudge) => {
  const callers = async () => ({ 'tidewatch-local-Collect': nowMs - 30 * minuteMs });
  const clients = { cloudwatch: new CloudWatchClient(), sqs: new SQSClient(), callers };
  return judgeAlarms({ cloudwatch: clients.cloudwatch, judge, values: createMetricValues(clients) }, nowMs);
};
const statesSet = () =>
  cloudwatch
    .commandCalls(SetAlarmStateCommand)
    .map(({ args: [{ input }] }) => [input.AlarmName, input.StateValue]);

test('a rule that holds puts its alarm in ALARM, with the evidence as its reason', async () => {
  cloudwatch.on(DescribeAlarmsCommand).resolves({ MetricAlarms: [ruleAlarm('offline_partitions', 'OK')] });
  const { transitions } = await run(judgeOf(sourceOf(4, 0)));
  expect(transitions).toMatchObject([{ from: 'OK', to: 'ALARM' }]);
  expect(transitions[0]?.reason).toContain('above the limit');
  expect(statesSet()).toEqual([['tidewatch/local/orders/offline_partitions', 'ALARM']]);
});

test('an alarm of one broker is put by that broker alone', async () => {
  const alarms = [ruleAlarm('under_min_isr', 'OK', '1'), ruleAlarm('under_min_isr', 'OK', '2')];
  cloudwatch.on(DescribeAlarmsCommand).resolves({ MetricAlarms: alarms });
  await run(judgeOf(sourceOf(0, 3)));
  expect(statesSet()).toEqual([['tidewatch/local/orders/under_min_isr2', 'ALARM']]);
});

test('what is as it was is not set again', async () => {
  cloudwatch.on(DescribeAlarmsCommand).resolves({ MetricAlarms: [ruleAlarm('offline_partitions', 'ALARM')] });
  expect((await run(judgeOf(sourceOf(4, 0)))).transitions).toEqual([]);
});

test('an alarm without data stays as it is', async () => {
  cloudwatch
    .on(DescribeAlarmsCommand)
    .resolves({ MetricAlarms: [ruleAlarm('disk_high', 'INSUFFICIENT_DATA')] });
  expect((await run(judgeOf(sourceOf(0, 0)))).transitions).toEqual([]);
});

test('the depth of a queue is asked of the queue', async () => {
  cloudwatch.on(DescribeAlarmsCommand).resolves({ MetricAlarms: [queueAlarm('OK')] });
  sqs.on(GetQueueUrlCommand, { QueueName: 'dead-letters' }).resolves({ QueueUrl: 'http://q' });
  sqs.on(GetQueueAttributesCommand).resolves({ Attributes: { ApproximateNumberOfMessages: '2' } });
  expect((await run(nothing)).transitions).toMatchObject([{ to: 'ALARM' }]);
});

test('other values are asked of CloudWatch by MetricStat, minute by minute', async () => {
  const alarm: MetricAlarm = {
    ...queueAlarm('OK'),
    Namespace: 'Local/AWS/Lambda',
    MetricName: 'Errors',
    Dimensions: [{ Name: 'FunctionName', Value: 'collect' }],
    Statistic: 'Sum',
    Threshold: 3,
  };
  cloudwatch.on(DescribeAlarmsCommand).resolves({ MetricAlarms: [alarm] });
  cloudwatch.on(GetMetricDataCommand).resolves({ MetricDataResults: [{ Id: 'm1', Values: [1, 1, 1] }] });
  expect((await run(nothing)).transitions).toMatchObject([{ to: 'ALARM' }]);
  const [query] = cloudwatch.commandCalls(GetMetricDataCommand).map(({ args: [{ input }] }) => input);
  expect(query?.MetricDataQueries?.[0]?.MetricStat).toMatchObject({
    Metric: { Namespace: 'AWS/Lambda', MetricName: 'Errors' },
    Period: 60,
  });
});

test.each([
  ['runs', 3600, 'OK'],
  ['has not run for longer than the window', 600, 'ALARM'],
] as const)('a function that %s is known by when it last called', async (_, Period, to) => {
  const alarm: MetricAlarm = {
    ...queueAlarm('INSUFFICIENT_DATA'),
    Namespace: 'Local/AWS/Lambda',
    MetricName: 'Invocations',
    Dimensions: [{ Name: 'FunctionName', Value: 'tidewatch-local-CollectFunction' }],
    ComparisonOperator: 'LessThanThreshold',
    TreatMissingData: 'breaching',
    Period,
  };
  cloudwatch.on(DescribeAlarmsCommand).resolves({ MetricAlarms: [alarm] });
  expect((await run(nothing)).transitions).toMatchObject([{ to }]);
});

test('alarms that are not of the stacks are left alone, and unknown expressions are named', async () => {
  const foreign = { ...queueAlarm('OK'), Namespace: 'AWS/SQS' };
  const expression: MetricAlarm = {
    AlarmName: 'mathematics',
    Namespace: 'Local/Expression',
    StateValue: 'OK',
  };
  cloudwatch.on(DescribeAlarmsCommand).resolves({ MetricAlarms: [foreign, expression] });
  expect(await run(nothing)).toEqual({ transitions: [], unknown: ['mathematics'] });
});
