import { Stack, Validations } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { AwsSolutionsChecks } from 'cdk-nag';
import {
  type EndpointNeeds,
  interfaceEndpoints,
  networkOf,
  TidewatchNetwork,
  type TidewatchNetworkProps,
} from '../../lib/infra/network.ts';
import { testApp } from './app.ts';

const env = { account: '111122223333', region: 'eu-west-1' };

function make(props: TidewatchNetworkProps = {}) {
  const app = testApp();
  const stack = new Stack(app, 'Net', { env });
  const network = new TidewatchNetwork(stack, 'Network', props);
  return { app, stack, network };
}

const templateOf = (props?: TidewatchNetworkProps) => Template.fromStack(make(props).stack);

test('a VPC of our own has two zones and no way to the internet', () => {
  const template = templateOf();
  template.resourceCountIs('AWS::EC2::VPC', 1);
  template.resourceCountIs('AWS::EC2::Subnet', 2);
  for (const type of ['AWS::EC2::InternetGateway', 'AWS::EC2::NatGateway', 'AWS::EC2::Route'])
    template.resourceCountIs(type, 0);
});

test('it is made without a look-up of the account', () => {
  const { app } = make();
  expect(app.synth().manifest.missing).toBeUndefined();
});

test.each<[string, EndpointNeeds, readonly string[]]>([
  [
    'an InfluxDB',
    { influx: true, scrapes: false, otherAccounts: [] },
    ['ssm', 'sqs', 'monitoring', 'sns', 'secretsmanager'],
  ],
  [
    'an InfluxDB and other accounts',
    { influx: true, scrapes: false, otherAccounts: ['444455556666'] },
    ['ssm', 'sqs', 'monitoring', 'sns', 'secretsmanager', 'sts'],
  ],
  ['scraping alone', { influx: false, scrapes: true, otherAccounts: [] }, ['ssm', 'sqs', 'kafka']],
  ['neither', { influx: false, scrapes: false, otherAccounts: [] }, []],
])('%s needs just its interface endpoints', (_, needs, expected) => {
  expect(interfaceEndpoints(needs)).toEqual(expected);
});

test('each endpoint has private names, one group, and lets the named accounts alone pass', () => {
  const needs = { influx: true, scrapes: true, otherAccounts: ['444455556666'] };
  const template = templateOf({ needs });
  const endpoints = Object.values(template.findResources('AWS::EC2::VPCEndpoint'));
  expect(endpoints).toHaveLength(interfaceEndpoints(needs).length + 2);
  for (const { Properties } of endpoints) {
    expect(Properties.PolicyDocument.Statement[0].Condition).toEqual({
      StringEquals: { 'aws:PrincipalAccount': ['111122223333', '444455556666'] },
    });
    if (Properties.VpcEndpointType === 'Interface') expect(Properties.PrivateDnsEnabled).toBe(true);
  }
  template.hasResourceProperties('AWS::EC2::SecurityGroupIngress', { FromPort: 443, ToPort: 443 });
});

test('an existing VPC is used as it is: nothing but a group for the functions is made', () => {
  const { stack, network } = make({
    vpcId: 'vpc-0123456789abcdef1',
    subnetIds: ['subnet-0123456789abcdef1', 'subnet-0123456789abcdef2', 'subnet-0123456789abcdef3'],
  });
  const template = Template.fromStack(stack);
  expect(Object.values(template.toJSON().Resources).map((one) => (one as { Type: string }).Type)).toEqual([
    'AWS::EC2::SecurityGroup',
  ]);
  expect(network.vpc.selectSubnets(network.subnets).subnetIds).toEqual([
    'subnet-0123456789abcdef1',
    'subnet-0123456789abcdef2',
    'subnet-0123456789abcdef3',
  ]);
  Annotations.fromStack(stack).hasNoWarning('*', Match.anyValue());
});

test('an existing VPC gets endpoints when they are asked for, and gateways when its route tables are known', () => {
  const given = {
    vpcId: 'vpc-0123456789abcdef1',
    subnetIds: ['subnet-0123456789abcdef1'],
    securityGroupIds: ['sg-0123456789abcdef1'],
    endpoints: true,
  };
  templateOf(given).resourceCountIs('AWS::EC2::VPCEndpoint', 5);
  const template = templateOf({ ...given, routeTableIds: ['rtb-0123456789abcdef1'] });
  template.hasResourceProperties('AWS::EC2::VPCEndpoint', {
    VpcEndpointType: 'Gateway',
    RouteTableIds: ['rtb-0123456789abcdef1'],
  });
  template.hasResourceProperties('AWS::EC2::SecurityGroupIngress', {
    SourceSecurityGroupId: 'sg-0123456789abcdef1',
    FromPort: 443,
  });
});

test('refuses a VPC without subnets', () => {
  expect(() => make({ vpcId: 'vpc-0123456789abcdef1' })).toThrow('got vpcId alone; give both, or neither');
});

test('no network is made where no function needs one', () => {
  const stack = new Stack(testApp(), 'Net', { env });
  expect(networkOf(stack, 'Network', undefined, false)).toBeUndefined();
  expect(networkOf(stack, 'Network', undefined, true)).toBeDefined();
});

test('cdk-nag finds nothing that is not explained', () => {
  const { app } = make();
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  expect(() => app.synth()).not.toThrow();
});
