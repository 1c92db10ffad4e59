import type { Rule } from '../../../lib/domain/catalogue/rule.ts';
import { alarmDescription, alarmName } from '../../../lib/domain/incidents/alarm-name.ts';
import type { Finding } from '../../../lib/domain/incidents/finding.ts';
import { findingMessage, type ParsedMessage, parseMessage } from '../../../lib/domain/incidents/message.ts';

const t0 = Date.UTC(2026, 10, 22, 18);
const context = {
  nowMs: t0 + 60_000,
  account: '222222222222',
  region: 'eu-west-1',
  rules: [{ id: 'disk_high', title: 'Disk is filling up', severity: 'error' }] as Rule[],
};
const finding: Finding = {
  rule: 'disk_high',
  entity: { cluster: 'a/r/orders', broker: '2' },
  status: 'firing',
  severity: 'error',
  sinceMs: t0 - 900_000,
  atMs: t0,
  evidence: { words: 'disk of broker 2 is 87.4 % full', values: { value: 87.4 } },
};

/** As the CloudWatch user guide has it ("Schema of Amazon SNS notifications when alarms change state"). */
const metricAlarm = {
  AlarmName: alarmName({
    environment: 'prod',
    clusterName: 'orders',
    rule: 'disk_high',
    labels: { broker: '2' },
  }),
  AlarmDescription: 'The disk of a broker is filling up.',
  AWSAccountId: '111111111111',
  AlarmConfigurationUpdatedTimestamp: '2026-11-20T08:00:00.000+0000',
  NewStateValue: 'ALARM',
  NewStateReason:
    'Threshold Crossed: 3 out of the last 3 datapoints [91.2 (22/11/26 17:55:00), 90.1 (22/11/26 17:50:00)] were greater than the threshold (85.0).',
  StateChangeTime: '2026-11-22T18:00:00.000+0000',
  Region: 'US East (N. Virginia)',
  AlarmArn: 'arn:aws:cloudwatch:us-east-1:111111111111:alarm:any',
  OldStateValue: 'OK',
  OKActions: [],
  AlarmActions: [],
  InsufficientDataActions: [],
  Trigger: {
    MetricName: 'KafkaDataLogsDiskUsed',
    Namespace: 'AWS/Kafka',
    StatisticType: 'Statistic',
    Statistic: 'MAXIMUM',
    Unit: null,
    Dimensions: [
      { value: 'orders', name: 'Cluster Name' },
      { value: '2', name: 'Broker ID' },
    ],
    Period: 300,
    EvaluationPeriods: 3,
    DatapointsToAlarm: 3,
    ComparisonOperator: 'GreaterThanThreshold',
    Threshold: 85,
    TreatMissingData: 'missing',
    EvaluateLowSampleCountPercentile: '',
  },
};

function parse(message: object): ParsedMessage {
  return parseMessage(JSON.stringify(message), context);
}

function findingOf(message: object): Finding {
  const parsed = parse(message);
  const [first] = parsed.kind === 'alarm' ? parsed.findings : [];
  if (first === undefined) throw new Error(`no finding in ${JSON.stringify(parsed)}`);
  return first;
}

test('a finding comes back as it was sent, bare, as an SQS body and as a Lambda record', () => {
  const message = findingMessage(finding);
  const envelope = {
    Type: 'Notification',
    MessageId: 'm',
    TopicArn: 'arn:aws:sns:us-east-1:1:t',
    Message: message,
  };
  expect(JSON.parse(message)).toMatchObject({ kind: 'tidewatch.finding', version: 1 });
  for (const text of [
    message,
    JSON.stringify(envelope),
    JSON.stringify({ EventSource: 'aws:sns', Sns: envelope }),
  ]) {
    expect(parseMessage(text, context)).toEqual({ kind: 'finding', finding });
  }
});

test.each<[string, unknown]>([
  ['rule', ''],
  ['entity', { cluster: 'a/r/orders', partition: '1' }],
  ['entity', { broker: '1' }],
  ['status', 'open'],
  ['severity', 'loud'],
  ['sinceMs', 'yesterday'],
  ['atMs', null],
  ['evidence', { words: 'x' }],
])('refuses a finding without a usable %s: %j', (part, value) => {
  const broken = JSON.parse(findingMessage(finding));
  broken.finding[part] = value;
  expect(parse(broken)).toEqual({ kind: 'unreadable', reason: `a finding without a usable ${part}` });
});

test.each([
  ['not JSON', /not a JSON object/],
  ['[]', /not a JSON object/],
  ['{}', /neither a finding nor an alarm/],
  ['{"kind":"tidewatch.finding","version":9,"finding":{}}', /version 9/],
  ['{"Type":"SubscriptionConfirmation","Message":"x"}', /SubscriptionConfirmation/],
  ['{"Type":"Notification","Message":"hello"}', /not a JSON object/],
])('refuses %s with a reason', (text, reason) => {
  expect(parseMessage(text, context)).toEqual({ kind: 'unreadable', reason: expect.stringMatching(reason) });
});

test('a rendered alarm gives the finding of its rule, cluster and broker', () => {
  expect(findingOf(metricAlarm)).toEqual({
    rule: 'disk_high',
    entity: { cluster: '111111111111/us-east-1/orders', broker: '2' },
    status: 'firing',
    severity: 'error',
    sinceMs: t0,
    atMs: t0,
    evidence: {
      words: `Disk is filling up (broker 2): ${metricAlarm.NewStateReason}`,
      values: { value: 91.2, limit: 85 },
    },
    origin: 'alarm',
  });
});

test('OK resolves and INSUFFICIENT_DATA is never a page', () => {
  expect(findingOf({ ...metricAlarm, NewStateValue: 'OK' }).status).toBe('resolved');
  expect(parse({ ...metricAlarm, NewStateValue: 'INSUFFICIENT_DATA' })).toMatchObject({
    kind: 'alarm',
    findings: [],
  });
});

test('the OK of a new alarm ends nothing', () => {
  const created = { ...metricAlarm, NewStateValue: 'OK', OldStateValue: 'INSUFFICIENT_DATA' };
  expect(parse(created)).toMatchObject({ wasFiring: false });
  expect(parse({ ...created, OldStateValue: 'ALARM' })).toMatchObject({ wasFiring: true });
});

test.each([
  'tidewatch/prod/orders/any_alarm',
  'tidewatch/prod/orders/any_alarm_2',
  'tidewatch/prod/orders/any_alarm_group_2_1',
  'tidewatch/prod/orders/in_maintenance',
])('%s is an alarm that says nothing of its own: its children speak for themselves', (name) => {
  const composite = {
    AlarmName: name,
    AlarmDescription: 'Something is wrong with cluster orders.',
    AWSAccountId: '111111111111',
    NewStateValue: 'ALARM',
    NewStateReason: 'ALARM("tidewatch/prod/orders/disk_high") transitioned to ALARM',
    StateChangeTime: '2026-11-22T18:00:00.000+0000',
    AlarmRule: 'ALARM("tidewatch/prod/orders/disk_high")',
    OldStateValue: 'OK',
  };
  expect(parse(composite)).toEqual({ kind: 'alarm', alarm: name, findings: [], wasFiring: true });
});

test('an alarm of somebody else that is called like a lamp is a finding', () => {
  for (const name of ['orders/any_alarm', 'tidewatch/prod/orders/any_alarming', 'any_alarm'])
    expect(findingOf({ ...metricAlarm, AlarmName: name }).status).toBe('firing');
});

test('the shape of the emulator is read too: no ARN, Name and Value, time in Z', () => {
  const { AlarmArn: _arn, AlarmConfigurationUpdatedTimestamp: _at, ...rest } = metricAlarm;
  const Dimensions = [
    { Name: 'Cluster Name', Value: 'orders' },
    { Name: 'Broker ID', Value: '2' },
  ];
  const emulated = {
    ...rest,
    Region: 'us-east-1',
    StateChangeTime: '2026-11-22T18:00:00Z',
    Trigger: { ...metricAlarm.Trigger, Dimensions },
  };
  expect(findingOf(emulated)).toEqual(findingOf(metricAlarm));
  expect(findingOf({ ...emulated, Region: undefined }).entity.cluster).toBe('111111111111/eu-west-1/orders');
  expect(findingOf({ ...emulated, StateChangeTime: 'soon' }).atMs).toBe(context.nowMs);
});

test('metric math is read by the dimensions on which its metrics agree', () => {
  const metric = (MetricName: string, broker: string) => ({
    Id: MetricName.toLowerCase(),
    MetricStat: {
      Metric: {
        MetricName,
        Dimensions: [
          { value: 'orders', name: 'Cluster Name' },
          { value: broker, name: 'Broker ID' },
        ],
      },
    },
  });
  const math = (second: string) => ({
    ...metricAlarm,
    AlarmName: 'cpu',
    Trigger: {
      Threshold: 60,
      Metrics: [{ Expression: 'a+b' }, metric('CpuUser', '1'), metric('CpuSystem', second)],
    },
  });
  expect(findingOf(math('1')).entity).toEqual({ cluster: '111111111111/us-east-1/orders', broker: '1' });
  expect(findingOf(math('2')).entity).toEqual({ cluster: '111111111111/us-east-1/orders' });
});

test('a metric of another account names the cluster of that account', () => {
  const Trigger = {
    Metrics: [
      { AccountId: '333333333333', MetricStat: { Metric: { Dimensions: metricAlarm.Trigger.Dimensions } } },
    ],
  };
  expect(findingOf({ ...metricAlarm, Trigger }).entity.cluster).toBe('333333333333/us-east-1/orders');
});

test('a Metrics Insights contributor names its broker', () => {
  const message = {
    ...metricAlarm,
    AlarmName: alarmName({ environment: 'prod', clusterName: 'orders', rule: 'disk_high' }),
    AlarmContributorId: 'abc',
    AlarmContributorAttributes: { 'Broker ID': '7' },
    Trigger: {
      Metrics: [
        { Expression: 'SELECT MAX(KafkaDataLogsDiskUsed) FROM SCHEMA("AWS/Kafka") GROUP BY "Broker ID"' },
      ],
    },
  };
  expect(findingOf(message).entity).toEqual({ cluster: '111111111111/us-east-1/orders', broker: '7' });
});

test('a composite alarm is a finding of the cluster in its name', () => {
  const { Trigger: _trigger, ...rest } = metricAlarm;
  const composite = {
    ...rest,
    AlarmName: alarmName({ environment: 'prod', clusterName: 'orders', rule: 'cluster_unhealthy' }),
    AlarmRule: 'ALARM(a) OR ALARM(b)',
    TriggeringChildren: [
      { Arn: 'arn:aws:cloudwatch:us-east-1:111111111111:alarm:a', State: { Value: 'ALARM' } },
    ],
  };
  expect(findingOf(composite)).toMatchObject({
    rule: 'cluster_unhealthy',
    entity: { cluster: '111111111111/us-east-1/orders' },
    severity: 'error',
  });
});

test("the marker in the description outdoes name, dimensions and the rule's severity", () => {
  const AlarmDescription = alarmDescription('words', {
    rule: 'disk_high',
    severity: 'critical',
    cluster: '9/eu-west-1/orders',
    labels: { broker: '3' },
  });
  expect(findingOf({ ...metricAlarm, AlarmDescription })).toMatchObject({
    severity: 'critical',
    entity: { cluster: '9/eu-west-1/orders', broker: '3' },
  });
});

test('foreign alarms become findings of a rule made of their name, apart where their names differ', () => {
  const foreign = (AlarmName: string) =>
    findingOf({ ...metricAlarm, AlarmName, Trigger: { Dimensions: [{ name: 'FunctionName', value: 'f' }] } });
  expect(foreign('queue_depth')).toMatchObject({
    rule: 'alarm_queue_depth',
    entity: { cluster: '111111111111/us-east-1/unknown' },
  });
  expect(foreign('Queue depth').rule).not.toBe(foreign('queue-depth').rule);
  expect(foreign('Queue depth').rule).toMatch(/^alarm_queue_depth_[0-9a-f]{8}$/);
});

test("a topic named after a severity gives a foreign alarm's severity", () => {
  const envelope = {
    Type: 'Notification',
    TopicArn: 'arn:aws:sns:us-east-1:1:tidewatch-prod-warning',
    Message: JSON.stringify({ ...metricAlarm, AlarmName: 'mine' }),
  };
  expect(findingOf(envelope).severity).toBe('warning');
});
