import type { CfnAlarmProps } from 'aws-cdk-lib/aws-cloudwatch';
import { rules } from '../../../lib/domain/catalogue/index.ts';
import type { Condition, Expression, Rule } from '../../../lib/domain/catalogue/rule.ts';
import type { Cluster } from '../../../lib/domain/cluster.ts';
import { parseAlarmMarker, parseAlarmName } from '../../../lib/domain/incidents/alarm-name.ts';
import { alarmChunks } from '../../../lib/infra/alerting/alarm-group.ts';
import { renderAlarms, renderRule } from '../../../lib/infra/render/alarm.ts';
import { assignRules, type NativeAlarms } from '../../../lib/infra/render/assignment.ts';
import { nativePlan } from '../../../lib/infra/render/native.ts';
import { expressCluster, standardCluster } from './clusters.ts';

const minute = 60_000;
const signal = (id: string, statistic: 'Average' | 'Maximum' | 'Sum' = 'Average'): Expression => ({
  kind: 'signal',
  signal: id,
  statistic,
});
const number = (value: number): Expression => ({ kind: 'number', value });

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

function propsOf(rule: Rule, cluster = standardCluster) {
  const plan = nativePlan(rule, cluster);
  return plan.kind === 'ours' ? [] : renderRule({ rule, cluster, plan }, 'dev').map(({ props }) => props);
}

const home = { account: '111122223333', region: 'eu-west-1' };
const assigned = (clusters: readonly Cluster[], nativeAlarms: NativeAlarms = 'all') =>
  assignRules({ clusters, rules, nativeAlarms, home });

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
  const [alarm, ...more] = propsOf(ruleOf(above(signal('disk_used', 'Maximum'), number(85))));
  expect(more).toEqual([]);
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
  const [alarm] = propsOf(ruleOf(condition, { entity: 'cluster', periodMs: minute, missing: 'breaching' }));
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

test('a sum of two signals is a metric-math alarm for each broker, named and marked after it', () => {
  const both: Expression = { kind: 'add', left: signal('cpu_user'), right: signal('cpu_system') };
  const alarms = propsOf(ruleOf(above(both, number(60))));
  expect(alarms.map(({ alarmName }) => parseAlarmName(alarmName ?? '')?.labels)).toEqual([
    { broker: '1' },
    { broker: '2' },
    { broker: '3' },
  ]);
  expect(parseAlarmMarker(alarms[1]?.alarmDescription ?? '')).toEqual({
    rule: 'a_rule',
    severity: 'warning',
    cluster: '111122223333/eu-west-1/orders',
    labels: { broker: '2' },
  });
  const dimensions = [
    { name: 'Cluster Name', value: 'orders' },
    { name: 'Broker ID', value: '2' },
  ];
  expect(alarms[1]?.metrics).toEqual([
    {
      id: 'm1',
      returnData: false,
      metricStat: {
        metric: { namespace: 'AWS/Kafka', metricName: 'CpuUser', dimensions },
        period: 300,
        stat: 'Average',
      },
    },
    {
      id: 'm2',
      returnData: false,
      metricStat: {
        metric: { namespace: 'AWS/Kafka', metricName: 'CpuSystem', dimensions },
        period: 300,
        stat: 'Average',
      },
    },
    { id: 'result', expression: '(m1 + m2)', label: 'A rule', returnData: true },
  ]);
});

test('a limit of the cluster becomes its number', () => {
  const [alarm] = propsOf(
    ruleOf(above(signal('partition_count', 'Maximum'), { kind: 'limit', limit: 'partitions_recommended' })),
  );
  expect(alarm?.threshold).toBe(1000);
});

test('a limit that is itself measured becomes a difference from nought', () => {
  const limit: Expression = {
    kind: 'multiply',
    left: { kind: 'across', signal: 'bytes_in', statistic: 'Average', with: 'sum' },
    right: { kind: 'limit', limit: 'retention_seconds' },
  };
  const [alarm] = propsOf(
    ruleOf(above(signal('storage_used', 'Maximum'), limit), { entity: 'cluster' }),
    expressCluster,
  );
  expect(alarm?.threshold).toBe(0);
  expect(resultOf(alarm)).toBe('(m1 - (SUM([m2, m3]) * 3600))');
});

test('all thresholds at once are one where all hold', () => {
  const condition: Condition = {
    kind: 'all',
    of: [
      { kind: 'threshold', value: signal('cpu_user'), comparison: '>', limit: number(60) },
      { kind: 'threshold', value: signal('cpu_idle'), comparison: '<', limit: number(5) },
    ],
  };
  const [alarm] = propsOf(ruleOf(condition));
  expect(alarm).toMatchObject({ threshold: 1, comparisonOperator: 'GreaterThanOrEqualToThreshold' });
  expect(resultOf(alarm)).toBe('IF(m1 > 60 AND m2 < 5, 1, 0)');
});

test('a sum over a period longer than a minute is brought to a minute', () => {
  const rule = ruleOf(above(signal('client_connections', 'Sum'), number(2400)), { entity: 'broker_auth' });
  const [alarm] = propsOf(rule);
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
    ruleOf(above({ kind: 'across', signal: 'bytes_in', statistic: 'Average', with: 'sum' }, number(1)), {
      entity: 'cluster',
    }),
    'an alarm takes 10 metrics, and this takes 11',
  ],
  [
    'a limit that is not known',
    ruleOf(above(signal('disk_used'), { kind: 'limit', limit: 'retention_seconds' })),
    'the limit retention_seconds is not known when alarms are made',
  ],
];

test.each(ours)('leaves %s to our own evaluation', (_, rule, why) => {
  const brokerIds = Array.from({ length: 11 }, (_b, i) => String(i + 1));
  expect(nativePlan(rule, { ...standardCluster, brokerIds })).toEqual({ kind: 'ours', why });
});

test('a Metrics Insights alarm cannot call a vanished broker a breach: such rules are an alarm a broker', () => {
  const rule = ruleOf(above(signal('disk_used', 'Maximum'), number(85)), { missing: 'breaching' });
  expect(propsOf(rule)).toHaveLength(3);
});

test('names of alarms and constructs are unique, and every alarm is within the limits of CloudWatch', () => {
  const alarms = renderAlarms(assigned([standardCluster, expressCluster]), 'dev');
  expect(alarms.length).toBeGreaterThan(20);
  expect(new Set(alarms.map(({ props }) => props.alarmName)).size).toBe(alarms.length);
  expect(new Set(alarms.map(({ id }) => id)).size).toBe(alarms.length);
  for (const { props } of alarms) {
    expect(props.alarmName?.length).toBeLessThanOrEqual(255);
    expect(props.alarmDescription?.length).toBeLessThanOrEqual(1024);
    expect(Array.isArray(props.metrics) ? props.metrics.length : 1).toBeLessThanOrEqual(11);
    expect(props.datapointsToAlarm).toBeLessThanOrEqual(props.evaluationPeriods ?? 0);
  }
});

test.each([1, 10, 100])(
  'every rule on each of %d clusters is watched by exactly one: an alarm, or our own evaluation',
  (count) => {
    const clusters = fleet(count);
    const { native, alarmed } = assigned(clusters);
    const told = new Map(alarmed.flatMap(([ids, ruleIds]) => ids.map((id) => [id, ruleIds] as const)));
    for (const { id } of clusters) {
      const mine = native.filter(({ cluster }) => cluster.id === id).map(({ rule }) => rule.id);
      expect(told.get(id) ?? []).toEqual(mine);
      expect(new Set(mine).size).toBe(mine.length);
    }
  },
);

test('a region takes 200 query alarms: the worst severities have them, the rest is ours', () => {
  const { native, crowdedOut } = assigned(fleet(100));
  const queries = native.filter(({ plan }) => plan.kind === 'insights');
  expect(queries).toHaveLength(200);
  expect(crowdedOut).toBeGreaterThan(500);
  const severitiesIn = new Set(queries.map(({ rule }) => rule.severity));
  expect(severitiesIn).not.toContain('warning');
  expect(assigned(fleet(1)).crowdedOut).toBe(0);
});

test('clusters elsewhere, and rules that the configuration does not want as alarms, are ours', () => {
  const elsewhere = { ...standardCluster, id: '111122223333/eu-west-2/orders', region: 'eu-west-2' };
  expect(assigned([elsewhere]).native).toEqual([]);
  expect(assigned([standardCluster], 'none').alarmed).toEqual([]);
  const critical = assigned([standardCluster], 'critical').native;
  expect(critical.length).toBeGreaterThan(2);
  expect(new Set(critical.map(({ rule }) => rule.severity))).toEqual(new Set(['critical']));
});

test('groups of alarms are no larger than they may be, and hold all of them', () => {
  const alarms = renderAlarms(assigned(fleet(60)), 'dev');
  const groups = alarmChunks(alarms, 100);
  expect(groups.flat()).toHaveLength(alarms.length);
  for (const group of groups) expect(group.length).toBeLessThanOrEqual(100);
});
