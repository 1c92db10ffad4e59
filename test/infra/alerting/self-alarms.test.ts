import { metricNamespace, stageMetricNames } from '../../../lambdas/stage-metrics.ts';
import { workBatch } from '../../../lambdas/work.ts';
import { selfRules } from '../../../lib/domain/catalogue/index.ts';
import { runbookOfRule } from '../../../lib/domain/catalogue/runbooks/of-rule.ts';
import { parseAlarmMarker } from '../../../lib/domain/incidents/alarm-name.ts';
import { silenceOf } from '../../../lib/infra/alerting/self-alarms/stages.ts';
import { storeTrouble } from '../../../lib/infra/alerting/self-alarms/store.ts';
import { ownMetrics, ownNamespace } from '../../../lib/infra/own-metrics.ts';
import { StoreError } from '../../../lib/ports/errors.ts';
import { exampleStage, templateOf, testApp } from '../app.ts';

const pipeline = templateOf(exampleStage(testApp(), 'prod'), 'pipeline');
const alarms = Object.values(pipeline.findResources('AWS::CloudWatch::Alarm')).map(
  ({ Properties }) => Properties,
);
const markers = alarms.map(({ AlarmDescription }) => parseAlarmMarker(AlarmDescription));
const alarmOf = (rule: string) => alarms[markers.findIndex((marker) => marker?.rule === rule)];

test('every alarm names a rule with a runbook, and Tidewatch in the place of a cluster', () => {
  expect(alarms.length).toBeGreaterThan(30);
  for (const marker of markers) {
    expect(marker?.cluster).toBe('444455556666/eu-central-1/tidewatch');
    expect(runbookOfRule(marker?.rule ?? '')?.family).toBe('tidewatch');
  }
});

test('every rule of Tidewatch itself is watched by some alarm', () => {
  const rules = markers.map((marker) => marker?.rule ?? '');
  const unwatched = selfRules.filter(({ id }) => {
    const pattern = new RegExp(`^${id.replace('{part}', '\\w+')}$`);
    // That one is about clusters.
    return id !== 'broad_anomaly' && !rules.some((rule) => pattern.test(rule));
  });
  expect(unwatched).toEqual([]);
});

test('windows are such as CloudWatch takes: whole minutes, a day, or a week in periods of an hour', () => {
  for (const { Period, Metrics, EvaluationPeriods, DatapointsToAlarm } of alarms) {
    const periods: number[] = Metrics
      ? Metrics.flatMap((one: { MetricStat?: { Period: number } }) => one.MetricStat?.Period ?? [])
      : [Period];
    for (const period of periods) {
      expect(period % 60).toBe(0);
      expect(period * EvaluationPeriods).toBeLessThanOrEqual(period >= 3600 ? 604_800 : 86_400);
    }
    expect(DatapointsToAlarm).toBeLessThanOrEqual(EvaluationPeriods);
  }
});

test.each([
  [1, { minutes: 5, periods: 3 }],
  [5, { minutes: 5, periods: 3 }],
  [15, { minutes: 15, periods: 3 }],
  [60, { minutes: 60, periods: 3 }],
  [90, { minutes: 60, periods: 5 }],
  [480, { minutes: 60, periods: 24 }],
  [1440, { minutes: 60, periods: 48 }],
  [5040, { minutes: 60, periods: 168 }],
  [5100, undefined],
])('a stage that runs each %i minutes is silent after %j', (everyMinutes, window) => {
  expect(silenceOf(everyMinutes)).toEqual(window);
});

test('a collector that stops is noticed within a quarter of an hour, and a report within two days', () => {
  expect(alarmOf('tidewatch_collect_silent')).toMatchObject({
    Namespace: 'AWS/Lambda',
    MetricName: 'Invocations',
    Period: 300,
    EvaluationPeriods: 3,
    ComparisonOperator: 'LessThanThreshold',
    TreatMissingData: 'breaching',
  });
  expect(markers.find((marker) => marker?.rule === 'tidewatch_collect_silent')?.severity).toBe('critical');
  expect(alarmOf('tidewatch_report_silent')).toMatchObject({ Period: 3600, EvaluationPeriods: 48 });
  expect(markers.find((marker) => marker?.rule === 'tidewatch_report_silent')?.severity).toBe('warning');
});

test('a function that throws on each message is noticed by its errors, not by dead letters alone', () => {
  expect(alarmOf('tidewatch_assess_erring')).toMatchObject({
    MetricName: 'Errors',
    Statistic: 'Sum',
    Period: 300,
    EvaluationPeriods: 3,
    TreatMissingData: 'notBreaching',
  });
});

test('messages of the router that are given up or wait page somebody', () => {
  const severityOf = (rule: string) => markers.find((marker) => marker?.rule === rule)?.severity;
  expect(['rejecting', 'behind'].map((word) => severityOf(`tidewatch_route_${word}`))).toEqual([
    'critical',
    'critical',
  ]);
  expect(severityOf('tidewatch_collect_rejecting')).toBe('error');
});

test('a store that is down is told from what the stages log of it', async () => {
  const filters = Object.values(pipeline.findResources('AWS::Logs::MetricFilter'));
  expect(filters).toHaveLength(4);
  const [filter] = filters;
  expect(filter?.Properties).toMatchObject({
    FilterPattern: `{ ($.message = "${storeTrouble.message}") && ($.reason = "${storeTrouble.reason}") }`,
    MetricTransformations: [
      { MetricNamespace: 'Tidewatch', MetricName: 'StoreErrors-prod', MetricValue: '1' },
    ],
  });
  expect(alarmOf('tidewatch_store_down')).toMatchObject({ MetricName: 'StoreErrors-prod' });

  const lines: unknown[] = [];
  const logger = { info: () => {}, warn: (message: unknown, more: unknown) => lines.push({ message, more }) };
  const body = JSON.stringify({ task: 'collect', cluster: 'a/r/orders', part: 0, atMs: 0 });
  const record = { messageId: 'm', body, attributes: {} };
  await workBatch({ Records: [record] } as never, 'collect', logger as never, async () => {
    throw new StoreError('dynamodb table t does not answer: it is down');
  });
  expect(lines).toEqual([
    {
      message: storeTrouble.message,
      more: {
        messageId: 'm',
        reason: expect.stringMatching(new RegExp(`^${storeTrouble.reason.replace('*', '')}`)),
      },
    },
  ]);
});

test('alarms on our own metrics name them as the stages do', () => {
  expect(ownNamespace).toBe(metricNamespace);
  for (const [key, name] of Object.entries(ownMetrics))
    expect(stageMetricNames[key as keyof typeof stageMetricNames].name).toBe(name);
});
