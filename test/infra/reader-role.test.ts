import { Stack, Validations } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { AwsSolutionsChecks } from 'cdk-nag';
import { readerRoleArn } from '../../lib/domain/place.ts';
import { TidewatchReader, type TidewatchReaderProps, TidewatchSink } from '../../lib/infra/reader-role.ts';
import { testApp } from './app.ts';

const env = { account: '444455556666', region: 'eu-west-1' };
const home = '111122223333';
const orders = `arn:aws:kafka:eu-west-1:${env.account}:cluster/orders/6357e0b2-0e6a-4b86-a0b4-70df934c2e31-5`;

function reader(props: Partial<TidewatchReaderProps> = {}): Template {
  const stack = new Stack(testApp(), 'reader', { env });
  new TidewatchReader(stack, 'Reader', { environmentName: 'prod', homeAccount: home, ...props });
  return Template.fromStack(stack);
}

test('the role has the name by which functions assume it', () => {
  const [role] = Object.values(reader().findResources('AWS::IAM::Role'));
  expect(readerRoleArn('aws', 'prod', env)).toBe(
    `arn:aws:iam::${env.account}:role/${role?.Properties.RoleName}`,
  );
});

test("only the home account's roles of the environment may assume it, with the external id", () => {
  reader().hasResourceProperties('AWS::IAM::Role', {
    AssumeRolePolicyDocument: {
      Statement: [
        {
          Action: 'sts:AssumeRole',
          Effect: 'Allow',
          Principal: { AWS: `arn:aws:iam::${home}:root` },
          Condition: {
            StringEquals: { 'sts:ExternalId': 'prod' },
            ArnLike: { 'aws:PrincipalArn': [`arn:aws:iam::${home}:role/tidewatch-prod-*`] },
          },
        },
      ],
    },
  });
});

test('readers can be named one by one', () => {
  const arn = `arn:aws:iam::${home}:role/collect`;
  const text = JSON.stringify(reader({ readers: [arn] }).findResources('AWS::IAM::Role'));
  expect(text).toContain(arn);
  expect(text).not.toContain('tidewatch-prod-*');
});

test('it may read metrics in its region and describe its clusters, and nothing else', () => {
  const [policy] = Object.values(reader({ clusterArns: [orders] }).findResources('AWS::IAM::Policy'));
  expect(policy?.Properties.PolicyDocument.Statement).toEqual([
    {
      Sid: 'ReadMetrics',
      Effect: 'Allow',
      Action: ['cloudwatch:GetMetricData', 'cloudwatch:ListMetrics', 'kafka:ListClustersV2'],
      Resource: '*',
      Condition: { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } },
    },
    {
      Sid: 'DescribeClusters',
      Effect: 'Allow',
      Action: ['kafka:DescribeClusterV2', 'kafka:ListNodes', 'kafka:ListTopics'],
      Resource: orders,
    },
  ]);
});

test('without a sink the link waits for the parameter, with one it is there', () => {
  const asking = reader();
  asking.hasParameter('SinkArn', { Default: 'none' });
  asking.hasResource('AWS::Oam::Link', { Condition: Match.stringLikeRegexp('HasSink') });
  const sinkArn = `arn:aws:oam:eu-west-1:${home}:sink/0a1b`;
  const linked = reader({ sinkArn });
  linked.hasResource('AWS::Oam::Link', {
    Condition: Match.absent(),
    Properties: {
      SinkIdentifier: sinkArn,
      ResourceTypes: ['AWS::CloudWatch::Metric'],
      LinkConfiguration: { MetricConfiguration: { Filter: "Namespace IN ('AWS/Kafka')" } },
    },
  });
});

test('the sink lets the named accounts link their metrics and nothing else', () => {
  const stack = new Stack(testApp(), 'home', { env: { ...env, account: home } });
  new TidewatchSink(stack, 'Sink', { environmentName: 'prod', accounts: ['2', '1'] });
  const template = Template.fromStack(stack);
  template.hasResourceProperties('AWS::Oam::Sink', {
    Name: 'tidewatch-prod',
    Policy: {
      Statement: [
        {
          Effect: 'Allow',
          Principal: { AWS: ['1', '2'] },
          Action: ['oam:CreateLink', 'oam:UpdateLink'],
          Condition: { 'ForAllValues:StringEquals': { 'oam:ResourceTypes': ['AWS::CloudWatch::Metric'] } },
        },
      ],
    },
  });
  expect(Object.keys(template.findOutputs('*'))).toHaveLength(1);
});

test('refuses a sink for nobody', () => {
  const stack = new Stack(testApp(), 'home', { env });
  expect(() => new TidewatchSink(stack, 'Sink', { environmentName: 'prod', accounts: [] })).toThrow(
    'accounts: got none',
  );
});

test('cdk-nag finds nothing that is not explained', () => {
  const app = testApp();
  const stack = new Stack(app, 'reader', { env });
  const props = { environmentName: 'prod', homeAccount: home };
  new TidewatchReader(stack, 'Any', props);
  new TidewatchSink(stack, 'Sink', { environmentName: 'prod', accounts: ['111122223333'] });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  expect(() => app.synth()).not.toThrow();
});
