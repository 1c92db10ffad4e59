import type { CfnAlarm, CfnAlarmProps } from 'aws-cdk-lib/aws-cloudwatch';
import { rules } from '../../../lib/domain/catalogue/index.ts';
import type { Condition, Expression, Rule } from '../../../lib/domain/catalogue/rule.ts';
import type { Cluster } from '../../../lib/domain/cluster.ts';
import { parseAlarmMarker } from '../../../lib/domain/incidents/alarm-name.ts';
import { alarmChunks } from '../../../lib/infra/alerting/alarm-group.ts';
import { renderAlarms, renderRule } from '../../../lib/infra/render/alarm.ts';
import { assignRules } from '../../../lib/infra/render/assignment.ts';
import { nativePlan } from '../../../lib/infra/render/native.ts';
import { expressCluster, standardCluster } from './clusters.ts';

const minute = 60_000;
const signal = (id: string, statistic: 'Average' | 'Maximum' | 'Sum' = 'Average'): Expression => ({
  kind: 'signal',
  signal: id,
  statistic,
});
const number = (value: number): Expression => ({ kind: 'number', value });
const elevenTimes = (one: Expression): Expression =>
  Array.from({ length: 10 }).reduce<Expression>((left) => ({ kind: 'add', left, right: one }), one);

function ruleOf(condition: Condition, changes: Partial<Rule> = {}): Rule {
  return {
    id: 'a_rule',
    title: 'A rule',
    severity: 'warning',
    appliesTo: ['standard', 'express'],
    entity: 'broker',
    condition,
    periodMs: 5 * minute,
    periods: 3,
    breaching: 2,
    recoveryMs: minute,
    missing: 'hold',
    runbook: 'disk_full',
    cause: { id: 'a', rank: 0 },
    source: 'test',
    ...changes,
  };
}

/** The alarm of a rule; `undefined` where our own evaluation has it. */
function alarmOf(rule: Rule, cluster = standardCluster): CfnAlarmProps | undefined {
  const plan = nativePlan(rule, cluster);
  return plan.kind === 'ours' ? undefined : renderRule({ rule, cluster, plan }, 'dev').props;
}

const home = { account: '111122223333', region: 'eu-west-1' };
const assigned = (clusters: readonly Cluster[]) =>
  assignRules({ clusters, rules, nativeAlarms: 'all', home });

function fleet(count: number): readonly Cluster[] {
  return Array.from({ length: count }, (_, i) => ({
    ...standardCluster,
    id: `111122223333/eu-west-1/c${i}`,
    name: `c${i}`,
  }));
}

/** The expression of a metric-math alarm's result. */
const resultOf = (alarm: CfnAlarmProps | undefined) =>
  ((alarm?.metrics ?? []) as readonly { expression?: string }[]).at(-1)?.expression;

const above = (value: Expression, limit: Expression): Condition => ({
  kind: 'threshold',
  value,
  comparison: '>',
  limit,
});

test('a threshold on a signal of brokers is one Metrics Insights alarm that follows scale-out', () => {
  const alarm = alarmOf(ruleOf(above(signal('disk_used', 'Maximum'), number(85))));
  expect(alarm).toMatchObject({
    alarmName: 'tidewatch/dev/orders/a_rule',
    comparisonOperator: 'GreaterThanThreshold',
    threshold: 85,
    evaluationPeriods: 3,
    datapointsToAlarm: 2,
    treatMissingData: 'ignore',
    metrics: [
      {
        id: 'q1',
        period: 300,
        returnData: true,
        expression:
          'SELECT MAX("KafkaDataLogsDiskUsed") FROM SCHEMA("AWS/Kafka", "Cluster Name", "Broker ID") ' +
          'WHERE "Cluster Name" = \'orders\' GROUP BY "Broker ID"',
      },
    ],
  });
});

test('a threshold on a signal of the cluster is an alarm on one metric', () => {
  const condition: Condition = {
    kind: 'threshold',
    value: signal('active_controllers', 'Maximum'),
    comparison: '<',
    limit: number(1),
  };
  const alarm = alarmOf(ruleOf(condition, { entity: 'cluster', periodMs: minute, missing: 'breaching' }));
  expect(alarm).toMatchObject({
    namespace: 'AWS/Kafka',
    metricName: 'ActiveControllerCount',
    statistic: 'Maximum',
    period: 60,
    dimensions: [{ name: 'Cluster Name', value: 'orders' }],
    comparisonOperator: 'LessThanThreshold',
    treatMissingData: 'breaching',
  });
  expect(alarm).not.toHaveProperty('metrics');
});

test('a sum of two signals of the cluster is a metric-math alarm, marked with its rule and cluster', () => {
  const both: Expression = {
    kind: 'add',
    left: signal('offline_partitions'),
    right: signal('global_topic_count'),
  };
  const alarm = alarmOf(ruleOf(above(both, number(60)), { entity: 'cluster' }));
  expect(parseAlarmMarker(alarm?.alarmDescription ?? '')).toEqual({
    rule: 'a_rule',
    severity: 'warning',
    cluster: '111122223333/eu-west-1/orders',
  });
  const inputOf = (id: string, metricName: string) => ({
    id,
    returnData: false,
    metricStat: {
      metric: {
        namespace: 'AWS/Kafka',
        metricName,
        dimensions: [{ name: 'Cluster Name', value: 'orders' }],
      },
      period: 300,
      stat: 'Average',
    },
  });
  expect(alarm?.metrics).toEqual([
    inputOf('m1', 'OfflinePartitionsCount'),
    inputOf('m2', 'GlobalTopicCount'),
    { id: 'result', expression: '(m1 + m2)', label: 'A rule', returnData: true },
  ]);
});

test('the worst of all brokers is one query without groups: new brokers are in it', () => {
  const worst: Expression = { kind: 'across', signal: 'disk_used', statistic: 'Maximum', with: 'max' };
  expect(resultOf(alarmOf(ruleOf(above(worst, number(85)), { entity: 'cluster' })))).toBe(
    'SELECT MAX("KafkaDataLogsDiskUsed") FROM SCHEMA("AWS/Kafka", "Cluster Name", "Broker ID") ' +
      'WHERE "Cluster Name" = \'orders\'',
  );
});

test('a limit of the cluster becomes its number', () => {
  const alarm = alarmOf(
    ruleOf(above(signal('partition_count', 'Maximum'), { kind: 'limit', limit: 'partitions_recommended' })),
  );
  expect(alarm?.threshold).toBe(1000);
});

test('a limit that is itself measured becomes a difference from nought', () => {
  const limit: Expression = {
    kind: 'multiply',
    left: signal('global_topic_count', 'Maximum'),
    right: { kind: 'limit', limit: 'retention_seconds' },
  };
  const rule = ruleOf(above(signal('offline_partitions', 'Maximum'), limit), { entity: 'cluster' });
  const alarm = alarmOf(rule, { ...standardCluster, retentionSeconds: 3600 });
  expect(alarm?.threshold).toBe(0);
  expect(resultOf(alarm)).toBe('(m1 - (m2 * 3600))');
});

test('all thresholds at once are one where all hold', () => {
  const condition: Condition = {
    kind: 'all',
    of: [
      { kind: 'threshold', value: signal('offline_partitions'), comparison: '>', limit: number(60) },
      { kind: 'threshold', value: signal('active_controllers'), comparison: '<', limit: number(1) },
    ],
  };
  const alarm = alarmOf(ruleOf(condition, { entity: 'cluster' }));
  expect(alarm).toMatchObject({ threshold: 1, comparisonOperator: 'GreaterThanOrEqualToThreshold' });
  expect(resultOf(alarm)).toBe('IF(m1 > 60 AND m2 < 1, 1, 0)');
});

test('a sum over a period longer than a minute is brought to a minute', () => {
  const rule = ruleOf(above(signal('client_connections', 'Sum'), number(2400)), { entity: 'broker_auth' });
  const alarm = alarmOf(rule);
  // ClientConnectionCount has a point a minute: five of them are added up.
  expect(alarm?.threshold).toBe(12_000);
});

const ours: readonly (readonly [string, Rule, string])[] = [
  ['anomalies', ruleOf({ kind: 'anomaly', signal: 'bytes_in', direction: 'low' }), 'judged by our detectors'],
  [
    'times to a limit',
    ruleOf({ kind: 'time_to_limit', signal: 'disk_used', limit: number(85), withinMs: 1 }),
    'judged on our forecasts',
  ],
  [
    'absence',
    ruleOf({ kind: 'absence', signal: 'bytes_in', silentMs: minute }),
    'CloudWatch cannot tell an entity gone silent from one that never was',
  ],
  [
    "what MSK's maintenance makes",
    ruleOf(above(signal('disk_used'), number(1)), { expectedInMaintenance: true }),
    "expected in MSK's own maintenance, which an alarm cannot know",
  ],
  [
    'windows of more than a day',
    ruleOf(above(signal('disk_used'), number(1)), { periods: 289 }),
    'it looks back further than an alarm does',
  ],
  [
    'periods that are no whole minutes',
    ruleOf(above(signal('disk_used'), number(1)), { periodMs: 90_000 }),
    'its period is no whole number of minutes',
  ],
  [
    'more than ten metrics at once',
    ruleOf(above(elevenTimes(signal('offline_partitions')), number(1)), { entity: 'cluster' }),
    'an alarm takes 10 metrics, and this takes 11',
  ],
  [
    'sums of a broker, which would have to name it',
    ruleOf(above({ kind: 'add', left: signal('cpu_user'), right: signal('cpu_system') }, number(60))),
    'it takes several metrics of one broker, and an alarm that names one misses those to come',
  ],
  [
    'sums over brokers, which would have to name them',
    ruleOf(above({ kind: 'across', signal: 'bytes_in', statistic: 'Average', with: 'sum' }, number(1)), {
      entity: 'cluster',
    }),
    'bytes_in is measured on each broker, and an alarm that names them misses those to come',
  ],
  [
    'thresholds on a broker that must hold at once',
    ruleOf({
      kind: 'all',
      of: [{ kind: 'threshold', value: signal('cpu_user'), comparison: '>', limit: number(60) }],
    }),
    'it takes several metrics of one broker, and an alarm that names one misses those to come',
  ],
  [
    'groups and topics, of which there may be thousands',
    ruleOf(above(signal('lag_max', 'Maximum'), number(1)), { entity: 'group_topic' }),
    'an alarm is billed for each group topic, and there may be any number',
  ],
  [
    'brokers whose silence is a breach',
    ruleOf(above(signal('disk_used', 'Maximum'), number(85)), { missing: 'breaching' }),
    'a query does not see a broker that is gone',
  ],
  [
    'windows on brokers of more than three hours',
    ruleOf(above(signal('disk_used', 'Maximum'), number(85)), { periods: 37 }),
    'it looks back further than a query does',
  ],
  [
    'a limit on brokers that is itself measured',
    ruleOf(above(signal('disk_used'), signal('cpu_user'))),
    'its limit is itself measured',
  ],
  [
    'what the cluster does not send',
    ruleOf(above(signal('storage_used', 'Maximum'), number(1)), { entity: 'cluster' }),
    'storage_used is no metric that this cluster sends to CloudWatch',
  ],
  [
    'a limit that is not known',
    ruleOf(above(signal('disk_used'), { kind: 'limit', limit: 'retention_seconds' })),
    'the limit retention_seconds is not known when alarms are made',
  ],
];

test.each(ours)('leaves %s to our own evaluation', (_, rule, why) => {
  expect(nativePlan(rule, standardCluster)).toEqual({ kind: 'ours', why });
});

test('no alarm names a broker: another one is watched as soon as it sends data', () => {
  const grown = { ...standardCluster, brokerIds: ['1', '2', '3', '4', '5', '6'] };
  const alarms = (cluster: Cluster) => renderAlarms(assigned([cluster]), 'dev');
  expect(alarms(grown)).toEqual(alarms(standardCluster));
});

test('each cluster at home has one alarm more, on the share of its series that are anomalous', () => {
  const elsewhere = {
    ...standardCluster,
    id: '111122223333/eu-west-2/far',
    region: 'eu-west-2',
    name: 'far',
  };
  const none = assignRules({ clusters: [standardCluster, elsewhere], rules, nativeAlarms: 'none', home });
  expect(none.native).toEqual([]);
  expect(renderAlarms(none, 'dev').map(({ props }) => props.alarmName)).toEqual([
    'tidewatch/dev/orders/broad_anomaly',
  ]);
});

test('alarms are in the order of the clusters, those of a cluster together', () => {
  const clusters = renderAlarms(assigned([standardCluster, expressCluster]), 'dev').map((one) => one.cluster);
  const last = clusters.lastIndexOf(standardCluster.id);
  expect(clusters.slice(0, last + 1)).toEqual(Array(last + 1).fill(standardCluster.id));
  expect(new Set(clusters.slice(last + 1))).toEqual(new Set([expressCluster.id]));
});

test('names of alarms and constructs are unique, and every alarm is within the limits of CloudWatch', () => {
  const named = { ...standardCluster, id: '111122223333/eu-west-1/long', name: 'x'.repeat(64) };
  const alarms = renderAlarms(assigned([standardCluster, expressCluster, named]), 'e'.repeat(40));
  expect(alarms.length).toBeGreaterThan(30);
  expect(new Set(alarms.map(({ props }) => props.alarmName)).size).toBe(alarms.length);
  expect(new Set(alarms.map(({ id }) => id)).size).toBe(alarms.length);
  for (const { props } of alarms)
    expect([props.alarmName, limitsBroken(props)]).toEqual([props.alarmName, []]);
});

/** Source: CloudWatch API reference, PutMetricAlarm. */
function limitsBroken(props: CfnAlarmProps): readonly string[] {
  const metrics = (props.metrics ?? []) as readonly CfnAlarm.MetricDataQueryProperty[];
  const periods = metrics.map(({ metricStat, period }) =>
    Number(period ?? (metricStat as CfnAlarm.MetricStatProperty | undefined)?.period ?? 0),
  );
  const period = Math.max(props.period ?? 0, ...periods);
  const { evaluationPeriods = 0, datapointsToAlarm = 0 } = props;
  const seconds = period * evaluationPeriods;
  const inputs = metrics.filter(({ metricStat }) => metricStat !== undefined);
  const broken: Readonly<Record<string, boolean>> = {
    name: (props.alarmName?.length ?? 0) > 255,
    description: (props.alarmDescription?.length ?? 0) > 1024,
    metrics: inputs.length > 10,
    expression: metrics.some(({ expression }) => (expression?.length ?? 0) > 2048),
    period: period % 60 !== 0 || period < 60,
    window: seconds > (period >= 3600 ? 7 * 86_400 : 86_400),
    query: metrics.some(({ expression }) => expression?.startsWith('SELECT')) && seconds > 3 * 3600,
    datapoints: datapointsToAlarm > evaluationPeriods,
  };
  return Object.keys(broken).filter((limit) => broken[limit]);
}

test('groups of alarms are no larger than they may be, and hold all of them', () => {
  const alarms = renderAlarms(assigned(fleet(60)), 'dev');
  const groups = alarmChunks(alarms, 100);
  expect(groups.flat()).toHaveLength(alarms.length);
  for (const group of groups) expect(group.length).toBeLessThanOrEqual(100);
});
