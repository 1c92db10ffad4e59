import { type App, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnCluster } from 'aws-cdk-lib/aws-msk';
import { AwsSolutionsChecks } from 'cdk-nag';
import { TidewatchMonitoring, type TidewatchMonitoringProps } from '../../lib/infra/index.ts';
import { testApp } from './app.ts';
import { standardCluster } from './render/clusters.ts';

const cluster = { arn: standardCluster.arn, brokers: 3, instanceType: 'kafka.m7g.large' };
const place = { account: '111122223333', region: 'eu-west-1' };

function monitoring(
  props: Partial<TidewatchMonitoringProps> = {},
  app: App = testApp(),
  env: typeof place | undefined = place,
) {
  const stack = new Stack(app, 'mine', env && { env });
  const all = { environmentName: 'mine', clusters: [cluster], ...props };
  return { stack, construct: new TidewatchMonitoring(stack, 'Tidewatch', all) };
}

/** A cluster that the same app creates. */
function ownCluster(stack: Stack): CfnCluster {
  const cluster = new CfnCluster(stack, 'Cluster', {
    clusterName: 'orders',
    kafkaVersion: '3.9.x.kraft',
    numberOfBrokerNodes: 3,
    brokerNodeGroupInfo: {
      instanceType: 'kafka.m7g.large',
      clientSubnets: ['a', 'b', 'c'],
      storageInfo: { ebsStorageInfo: { volumeSize: 500 } },
    },
  });
  Validations.of(cluster).acknowledge({ id: 'AwsSolutions-MSK6', reason: 'Not what is tested.' });
  return cluster;
}

/** The settings of the functions, with what is known only at deploy as its reference. */
function settingsOf(template: Template): string {
  return JSON.stringify(
    Object.values(template.findResources('AWS::SSM::Parameter')).map((one) => one.Properties),
  );
}

test('the construct puts all of Tidewatch into one stack of the user', () => {
  const template = Template.fromStack(monitoring().stack);
  template.resourceCountIs('AWS::Lambda::Function', 9);
  template.resourceCountIs('AWS::StepFunctions::StateMachine', 1);
  template.resourceCountIs('AWS::CloudWatch::Dashboard', 2);
  // Points, incidents and runs.
  template.resourceCountIs('AWS::DynamoDB::Table', 3);
  template.hasResourceProperties('AWS::CloudWatch::CompositeAlarm', {
    AlarmName: 'tidewatch/mine/orders/any_alarm',
  });
});

test('the cluster of the app itself is watched by what the app says of it', () => {
  const stack = new Stack(testApp(), 'mine', { env: place });
  new TidewatchMonitoring(stack, 'Orders', { cluster: ownCluster(stack) });
  const template = Template.fromStack(stack);
  template.hasResourceProperties('AWS::CloudWatch::Alarm', {
    AlarmName: 'tidewatch/Orders/orders/disk_high',
  });
  // Limits that follow from the instance are known.
  template.hasResourceProperties('AWS::CloudWatch::Alarm', {
    AlarmName: 'tidewatch/Orders/orders/partitions_many',
    Threshold: 1000,
  });
  expect(settingsOf(template)).toContain('"Fn::GetAtt":["Cluster","Arn"]');
});

test('a stack without a fixed account and region can be synthesised', () => {
  const app = testApp();
  const stack = new Stack(app, 'mine');
  new TidewatchMonitoring(stack, 'Orders', { cluster: ownCluster(stack), select: [{ team: 'data' }] });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  expect(() => app.synth()).not.toThrow();
  const settings = settingsOf(Template.fromStack(stack));
  expect(settings).toContain('{"Ref":"AWS::Region"}');
  expect(settings).toContain('Intelligent-Tiering');
});

test('clusters found by tags alone get no alarms, and may be described', () => {
  const template = Template.fromStack(monitoring({ clusters: [], select: [{ team: 'data' }] }).stack);
  const names = Object.values(template.findResources('AWS::CloudWatch::Alarm')).map(
    ({ Properties }) => Properties.AlarmName,
  );
  expect(names.filter((name) => name.startsWith('tidewatch/'))).toEqual([]);
  template.hasResourceProperties('AWS::IAM::Policy', {
    PolicyDocument: {
      Statement: Match.arrayWith([
        Match.objectLike({
          Action: ['kafka:DescribeClusterV2', 'kafka:ListNodes', 'kafka:ListTopics'],
          Resource: 'arn:aws:kafka:eu-west-1:111122223333:cluster/*',
        }),
      ]),
    },
  });
});

test('calls are chained, and each of them adds to what there is', () => {
  const { stack, construct } = monitoring({ notify: { warning: { pagerdutySecret: 'low' } } });
  const viewer = new Role(stack, 'Viewer', { assumedBy: new ServicePrincipal('ec2.amazonaws.com') });
  construct
    .notify('critical', { emails: ['a@example.com'], pagerdutySecret: 'high' })
    .notify('error', { pagerdutySecret: 'high' })
    .grantReadIncidents(viewer)
    .grantPublish(viewer)
    .grantViewDashboards(viewer);
  const template = Template.fromStack(stack);
  template.hasResourceProperties('AWS::SNS::Subscription', { Endpoint: 'a@example.com' });
  template.hasResourceProperties('AWS::Lambda::Function', {
    Environment: {
      Variables: Match.objectLike({
        TIDEWATCH_PAGERDUTY_SECRETS: JSON.stringify({ warning: 'low', critical: 'high', error: 'high' }),
      }),
    },
  });
  const granted = Object.values(template.findResources('AWS::IAM::Policy')).filter(({ Properties }) =>
    JSON.stringify(Properties.Roles).includes('Viewer'),
  );
  const text = JSON.stringify(granted);
  for (const action of ['dynamodb:Query', 'sns:Publish', 'lambda:InvokeFunction'])
    expect(text).toContain(action);
});

test('an alarm takes another limit, one that is off is left out, and the functions know what lag is allowed', () => {
  const alarms = { disk_high: { limit: 70, periods: 2 }, disk_nearly_full: { off: true } };
  const lag = { groups: { 'etl-*': { allowedSeconds: 90_000 } } };
  const template = Template.fromStack(monitoring({ alarms, lag }).stack);
  expect(settingsOf(template)).toMatch(/lag.{1,9}groups.{1,9}etl-\*.{1,9}allowedSeconds.{1,5}90000/);
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
  [{ clusters: [] }, 'nothing to watch: give `cluster`, `clusters` or `select`'],
  [{ alarms: { disk_hihg: { off: true } } }, 'alarms: no rule "disk_hihg"; docs/rules.md has them all'],
  [{ alarms: { disk_full_in_a_day: { recoveryLimit: 1 } } }, /^alarms\.disk_full_in_a_day\.recoveryLimit: /],
  [
    { maintenance: [{ name: 'night', durationMinutes: 60 }] },
    'maintenance window "night": got neither cron nor at',
  ],
] as const)('refuses %j', (props, message) => {
  expect(() => monitoring(props)).toThrow(message);
});
