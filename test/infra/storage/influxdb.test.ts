import { Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Key } from 'aws-cdk-lib/aws-kms';
import { AwsSolutionsChecks } from 'cdk-nag';
import { TidewatchNetwork } from '../../../lib/infra/network.ts';
import { InfluxStore, type InfluxStoreOptions } from '../../../lib/infra/storage/influxdb.ts';
import { testApp } from '../app.ts';

const env = { account: '111122223333', region: 'eu-west-1' };

function make(options: InfluxStoreOptions = {}, removalPolicy = RemovalPolicy.RETAIN) {
  const app = testApp();
  const stack = new Stack(app, 'Storage', { env });
  const key = new Key(stack, 'Key', { enableKeyRotation: true });
  const network = new TidewatchNetwork(stack, 'Network');
  const store = new InfluxStore(stack, 'Points', { ...options, key, removalPolicy, network });
  let template: Template | undefined;
  return {
    app,
    stack,
    store,
    /** Made once: a synth takes its time. */
    template: () => {
      template ??= Template.fromStack(stack);
      return template;
    },
  };
}

const usual = { v2: make(), v3: make({ engine: 'v3' }) };

test('a v2 instance is private, encrypted by our key, and its password is never in the template', () => {
  const template = make({ storageGib: 50, multiAz: true }).template();
  template.hasResourceProperties('AWS::Timestream::InfluxDBInstance', {
    DbInstanceType: 'db.influx.medium',
    AllocatedStorage: 50,
    DeploymentType: 'WITH_MULTIAZ_STANDBY',
    Organization: 'tidewatch',
    Bucket: 'tidewatch',
    Port: 8086,
    PubliclyAccessible: false,
    KmsKeyId: Match.anyValue(),
    VpcSubnetIds: [Match.anyValue(), Match.anyValue()],
  });
  const [instance] = Object.values(template.findResources('AWS::Timestream::InfluxDBInstance'));
  expect(JSON.stringify(instance?.Properties.Password)).toContain(':SecretString:password::}}');
  template.hasResourceProperties('AWS::SecretsManager::Secret', {
    GenerateSecretString: { ExcludePunctuation: true, PasswordLength: 40, GenerateStringKey: 'password' },
  });
});

test('a v3 cluster is given nothing that would make it a v2', () => {
  const template = usual.v3.template();
  const [cluster] = Object.values(template.findResources('AWS::Timestream::InfluxDBCluster'));
  expect(cluster?.Properties).toMatchObject({ DbParameterGroupIdentifier: 'InfluxDBV3Core', Port: 8181 });
  for (const name of ['Username', 'Password', 'Organization', 'Bucket', 'DeploymentType', 'AllocatedStorage'])
    expect(cluster?.Properties).not.toHaveProperty(name);
  template.resourceCountIs('AWS::Timestream::InfluxDBInstance', 0);
});

test.each([
  ['v2', 8086],
  ['v3', 8181],
] as const)('only the functions reach a %s, at port %i alone', (engine, port) => {
  const template = usual[engine].template();
  const rules = Object.values(template.findResources('AWS::EC2::SecurityGroupIngress')).map(
    ({ Properties }) => Properties,
  );
  expect(rules.map(({ FromPort, ToPort }) => [FromPort, ToPort]).sort()).toEqual([
    [443, 443],
    [port, port],
  ]);
  expect(rules.every(({ SourceSecurityGroupId }) => SourceSecurityGroupId !== undefined)).toBe(true);
});

test('the instance outlives its stack and its replacement, unless data may go', () => {
  usual.v2.template().hasResource('AWS::Timestream::InfluxDBInstance', {
    DeletionPolicy: 'Retain',
    UpdateReplacePolicy: 'Retain',
  });
  make({}, RemovalPolicy.DESTROY).template().hasResource('AWS::Timestream::InfluxDBInstance', {
    DeletionPolicy: 'Delete',
  });
});

test('one function alone may read the administrator, and it may only put the token', () => {
  const template = usual.v2.template();
  const named = (sid: string) =>
    Object.values(template.findResources('AWS::IAM::Policy'))
      .flatMap(({ Properties }) => Properties.PolicyDocument.Statement)
      .filter(({ Sid }) => Sid === sid);
  expect(named('ReadAdministrator')).toHaveLength(1);
  expect(named('PutToken')).toEqual([
    expect.objectContaining({ Action: 'secretsmanager:PutSecretValue', Resource: expect.anything() }),
  ]);
  expect(named('PutToken')[0].Resource).not.toEqual(named('ReadAdministrator')[0].Resource);
});

test('the bucket keeps points as long as is said, and a higher version replaces the token', () => {
  make({ keep: Duration.days(90), tokenVersion: 2 })
    .template()
    .hasResourceProperties('Custom::TidewatchInfluxAccess', {
      engine: 'v2',
      bucket: 'tidewatch',
      keepDays: '90',
      version: '2',
    });
});

test('functions learn address and secret, and may read that secret alone', () => {
  const { stack, store } = usual.v2;
  expect(stack.resolve(store.variables)).toMatchObject({
    TIDEWATCH_STORE: 'timestream-influxdb',
    TIDEWATCH_INFLUX_ENGINE: 'v2',
    TIDEWATCH_INFLUX_URL: { 'Fn::Join': ['', ['https://', expect.anything(), ':8086']] },
  });
  const [statement] = store.statements(stack);
  expect(statement?.actions).toEqual(['secretsmanager:GetSecretValue']);
  expect(statement?.resources.map((one) => stack.resolve(one))).toEqual([
    stack.resolve(store.variables.TIDEWATCH_INFLUX_SECRET),
  ]);
  expect(store.network).toBeDefined();
});

test('functions of another stack get the secret by an export', () => {
  const { app, stack, store } = make();
  const other = new Stack(app, 'Pipeline', { env });
  new Key(other, 'Key', { enableKeyRotation: true });
  const [statement] = store.statements(other);
  expect(other.resolve(statement?.resources[0])).toEqual({
    'Fn::ImportValue': expect.stringMatching(/^Storage:/),
  });
  Template.fromStack(stack).hasOutput('*', { Export: { Name: Match.stringLikeRegexp('^Storage:') } });
});

test('an existing server is used as it is: nothing is created', () => {
  const app = testApp();
  const stack = new Stack(app, 'Storage', { env });
  const key = new Key(stack, 'Key', { enableKeyRotation: true });
  const existing = { endpoint: 'https://influx.example:8086', secret: 'team/influx' };
  const store = new InfluxStore(stack, 'Points', { ...existing, key, removalPolicy: RemovalPolicy.RETAIN });
  expect(store.variables).toMatchObject({
    TIDEWATCH_INFLUX_URL: 'https://influx.example:8086',
    TIDEWATCH_INFLUX_SECRET: 'team/influx',
  });
  expect(JSON.stringify(stack.resolve(store.statements(stack)[0]?.resources))).toContain(
    'team/influx-??????',
  );
  expect(store.network).toBeUndefined();
  Template.fromStack(stack).resourceCountIs('AWS::Timestream::InfluxDBInstance', 0);
});

test('refuses an address without a secret', () => {
  expect(() => make({ endpoint: 'https://influx.example:8086' })).toThrow('got endpoint alone');
});

test.each(['v2', 'v3'] as const)('cdk-nag finds nothing in %s that is not explained', (engine) => {
  const { app } = make({ engine });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  expect(() => app.synth()).not.toThrow();
});
