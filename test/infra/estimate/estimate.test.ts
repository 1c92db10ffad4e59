import { Template } from 'aws-cdk-lib/assertions';
import type { Environment } from '../../../lib/infra/config/environment.ts';
import { parseEnvironment } from '../../../lib/infra/config/load.ts';
import { EnvironmentStage } from '../../../lib/infra/environment-stage.ts';
import { defaultSize, estimateOf, refuseOverBudget } from '../../../lib/infra/estimate/index.ts';
import { testApp } from '../app.ts';

const cluster = {
  arn: 'arn:aws:kafka:eu-west-1:111122223333:cluster/orders/6357e0b2-0e6a-4b86-a0b4-70df934c2e31-5',
  type: 'standard',
  brokers: 3,
  instanceType: 'kafka.m7g.large',
  metadata: 'kraft',
  monitoring: 'PER_TOPIC_PER_BROKER',
  storageGib: 100,
  iamAuth: true,
};

/** JSON is YAML. */
function environment(changed: Readonly<Record<string, unknown>> = {}): Environment {
  const text = JSON.stringify({ clusters: [cluster], store: { kind: 'dynamodb' }, ...changed });
  const parsed = parseEnvironment(text, 'config/test.yaml');
  if (parsed.kind === 'refused') throw new Error(parsed.problems.join('\n'));
  return parsed.environment;
}

function units(what: string, from: Environment, size = defaultSize): number {
  const { lines } = estimateOf(from, { size }).estimate;
  return lines.filter((line) => line.what === what).reduce((total, line) => total + line.units, 0);
}

test('a cluster costs under a tenth of an anomaly-detection alarm on each of its series', () => {
  const { estimate } = estimateOf(environment());
  const [alarms] = estimate.beside;
  expect(estimate.series.emitted).toBeGreaterThan(1000);
  expect(estimate.usd).toBeLessThan((alarms?.usd ?? 0) / 10);
});

test('polling all signals costs more than polling those that are needed', () => {
  const polls = (signals: string) =>
    units('polls of series (GetMetricData)', environment({ polling: { signals } }));
  expect(polls('all')).toBeGreaterThan(2 * polls('needed'));
});

test('polling half as often costs half', () => {
  const polling = { criticalMinutes: 10, normalMinutes: 30, slowMinutes: 120 };
  const what = 'polls of series (GetMetricData)';
  expect(units(what, environment({ polling }))).toBeCloseTo(units(what, environment()) / 2, 6);
});

test('a query alarm is billed by the series that it looks at, so it grows with the brokers', () => {
  const what = 'alarms by query, each metric';
  const few = units(what, environment());
  const many = units(what, environment({ clusters: [{ ...cluster, brokers: 9 }] }));
  expect(many).toBeGreaterThan(2 * few);
  expect(units(what, environment({ nativeAlarms: 'none' }))).toBe(0);
});

test('clusters found by tags are polled and have no alarms', () => {
  const selecting = environment({ select: [{ tags: { team: 'data' } }] });
  const size = { ...defaultSize, selectedClusters: 3 };
  const alone = estimateOf(selecting).estimate;
  const more = estimateOf(selecting, { size }).estimate;
  expect(more.series.emitted).toBe(4 * alone.series.emitted);
  expect(units('alarms on metrics of clusters', selecting, size)).toBe(
    units('alarms on metrics of clusters', selecting),
  );
  // Nothing watches them but our own evaluation, so more of them is polled.
  expect(more.series.polled).toBeGreaterThanOrEqual(4 * alone.series.polled);
});

test.each([
  ['all is off', {}],
  [
    'much is on',
    {
      respond: { mode: 'observe' },
      dashboards: { pages: ['overview', 'costs', 'tidewatch'] },
      schedules: { trainHours: 6, projectMinutes: 1200 },
    },
  ],
])('alarms, dashboards and metrics are those of the template when %s', (_, changed) => {
  const one = environment(changed);
  const templates = new EnvironmentStage(testApp(), one).stacks.map((stack) => Template.fromStack(stack));
  const count = (type: string) =>
    templates.reduce((total, template) => total + Object.keys(template.findResources(type)).length, 0);
  const alarms = templates.flatMap((template) =>
    Object.values(template.findResources('AWS::CloudWatch::Alarm')).map(({ Properties }) => Properties),
  );
  const metrics = (isOwn: boolean) =>
    alarms
      .filter(({ AlarmName }) => AlarmName.startsWith('tidewatch-') === isOwn)
      .map(({ Metrics }) => Metrics?.filter((one: { MetricStat?: unknown }) => one.MetricStat).length ?? 1)
      .reduce((total, count) => total + count, 0);
  expect(units('alarms on Tidewatch itself', one)).toBe(metrics(true));
  expect(units('alarms on metrics of clusters', one)).toBe(metrics(false));
  expect(units('composite alarms', one)).toBe(count('AWS::CloudWatch::CompositeAlarm'));
  expect(units('dashboards', one)).toBe(count('AWS::CloudWatch::Dashboard'));
});

test('functions cost by the memory that the template gives them', () => {
  const [, , pipeline] = new EnvironmentStage(testApp(), environment()).stacks;
  const template = pipeline && Template.fromStack(pipeline);
  const sizes = Object.values(template?.findResources('AWS::Lambda::Function') ?? {}).map(
    ({ Properties }) => Properties.MemorySize,
  );
  expect(sizes).toEqual(expect.arrayContaining([512, 1024, 1769, 256]));
  const doubled = environment({ functions: { train: { memoryMb: 2 * 1769 } } });
  const time = (from: Environment) =>
    estimateOf(from).estimate.lines.find(
      ({ stage, price }) => stage === 'train' && price === 'lambdaGbSecond',
    )?.units ?? 0;
  expect(time(doubled)).toBeCloseTo(2 * time(environment()), 9);
});

test('an InfluxDB of our own brings an instance, its secrets and its endpoints', () => {
  const one = environment({ store: { kind: 'timestream-influxdb' } });
  expect(units('the instance, db.influx.medium', one)).toBe(720);
  expect(units('secrets', one)).toBe(2);
  // ssm, sqs, monitoring, sns and secretsmanager, in two zones.
  expect(units('interface endpoints', one)).toBe(5 * 2 * 720);
  expect(units('interface endpoints', environment())).toBe(0);
});

test('the dashboard gets the same sum, part by part, and the budget', () => {
  const { lines, budgetUsd, estimate } = estimateOf(environment({ budget: { monthlyUsd: 70 } }));
  expect(budgetUsd).toBe(70);
  expect(lines.reduce((total, { monthlyUsd }) => total + monthlyUsd, 0)).toBeCloseTo(estimate.usd, 9);
});

test('within its budget, or without one, an environment may be built', () => {
  for (const changed of [{}, { budget: { monthlyUsd: 10_000 } }]) {
    const one = environment(changed);
    expect(() => refuseOverBudget(one, estimateOf(one))).not.toThrow();
  }
});

test('refuses an environment over its budget, naming the largest parts in one line', () => {
  const one = environment({ budget: { monthlyUsd: 5 } });
  expect(() => new EnvironmentStage(testApp(), one)).toThrow(
    /^config\/test\.yaml: budget\.monthlyUsd: got 5; the estimate is \d+\.\d\d a month \(CloudWatch: .+ \d+\.\d\d, .+ \d+\.\d\d\); raise it, or see "tidewatch estimate --env test"$/,
  );
});
