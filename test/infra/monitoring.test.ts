import { type App, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { rules } from '../../lib/domain/catalogue/index.ts';
import { leastMonthlyCost, totalOf } from '../../lib/infra/estimate.ts';
import {
  EnvironmentStage,
  parseEnvironment,
  TidewatchMonitoring,
  type TidewatchMonitoringProps,
} from '../../lib/infra/index.ts';
import { testApp } from './app.ts';
import { standardCluster } from './render/clusters.ts';

const cluster = { arn: standardCluster.arn, brokers: 3, instanceType: 'kafka.m7g.large' };

function monitoring(props: Partial<TidewatchMonitoringProps> = {}, app: App = testApp()) {
  const stack = new Stack(app, 'mine', { env: { account: '111122223333', region: 'eu-west-1' } });
  return {
    stack,
    construct: new TidewatchMonitoring(stack, 'Tidewatch', {
      environmentName: 'mine',
      clusters: [cluster],
      ...props,
    }),
  };
}

test('the construct puts all of Tidewatch into one stack of the user', () => {
  const template = Template.fromStack(monitoring().stack);
  template.resourceCountIs('AWS::Lambda::Function', 4);
  template.resourceCountIs('AWS::Timestream::Database', 1);
  template.resourceCountIs('AWS::CloudWatch::Dashboard', 1);
  template.resourceCountIs('AWS::CloudWatch::CompositeAlarm', 1);
});

test('an alarm takes another limit, and one that is off is left out', () => {
  const alarms = { disk_high: { limit: 70, periods: 2 }, disk_nearly_full: { off: true } };
  const template = Template.fromStack(monitoring({ alarms }).stack);
  template.hasResourceProperties('AWS::CloudWatch::Alarm', {
    AlarmName: 'tidewatch/mine/orders/disk_high',
    Threshold: 70,
    EvaluationPeriods: 2,
  });
  const names = Object.values(template.findResources('AWS::CloudWatch::Alarm')).map(
    ({ Properties }) => Properties.AlarmName,
  );
  expect(names).not.toContain('tidewatch/mine/orders/disk_nearly_full');
});

test('data goes with the stack when the user says so', () => {
  const template = Template.fromStack(monitoring({ removalPolicy: RemovalPolicy.DESTROY }).stack);
  template.allResources('AWS::DynamoDB::Table', { DeletionPolicy: 'Delete' });
});

test.each([
  [{ clusters: [{ arn: 'arn:aws:sns:eu-west-1:111122223333:x' }] }, /^not the ARN of an MSK cluster: got /],
  [{ alarms: { disk_hihg: { off: true } } }, 'alarms: no rule "disk_hihg"; docs/rules.md has them all'],
  [{ alarms: { disk_full_in_a_day: { recoveryLimit: 1 } } }, /^alarms\.disk_full_in_a_day\.recoveryLimit: /],
  [
    { maintenance: [{ name: 'night', durationMinutes: 60 }] },
    'maintenance window "night": got neither cron nor at',
  ],
] as const)('refuses %j', (props, message) => {
  expect(() => monitoring(props)).toThrow(message);
});

test('refuses an environment that costs more than its budget, and says what for', () => {
  const text = `clusters:
  - arn: ${standardCluster.arn}
    brokers: 3
    instanceType: kafka.m7g.large
store: { kind: timestream-liveanalytics }
budget: { monthlyUsd: 1 }
`;
  const parsed = parseEnvironment(text, 'config/dev.yaml');
  if (parsed.kind === 'refused') throw new Error(parsed.problems.join('\n'));
  expect(() => new EnvironmentStage(testApp(), parsed.environment)).toThrow(
    /^config\/dev\.yaml: budget\.monthlyUsd: got 1; it costs at least \d+\.\d\d a month \(\d+ alarm metrics \$/,
  );
});

test('the least cost counts each metric of an alarm, and more brokers cost more', () => {
  const three = totalOf(leastMonthlyCost([standardCluster], rules, 0));
  const six = totalOf(
    leastMonthlyCost([{ ...standardCluster, brokerIds: ['1', '2', '3', '4', '5', '6'] }], rules, 0),
  );
  const [only] = leastMonthlyCost(
    [standardCluster],
    rules.filter(({ id }) => id === 'cpu_saturated'),
    0,
  );
  expect(six).toBeGreaterThan(three);
  // Two metrics for each of three brokers, 10 cents each.
  expect(only).toEqual({ what: '6 alarm metrics', monthlyUsd: expect.closeTo(0.6) });
});
