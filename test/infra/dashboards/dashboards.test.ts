import { RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { AttributeType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { AccountPrincipal, Role } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { AwsSolutionsChecks } from 'cdk-nag';
import { rules } from '../../../lib/domain/catalogue/index.ts';
import { TidewatchDashboards, type TidewatchDashboardsProps } from '../../../lib/infra/dashboards/index.ts';
import { FunctionSettings } from '../../../lib/infra/settings/index.ts';
import { DynamoStore } from '../../../lib/infra/storage/dynamodb.ts';
import { testApp } from '../app.ts';
import { standardCluster } from '../render/clusters.ts';

const home = { account: '111122223333', region: 'eu-west-1' };
const env = { account: home.account, region: home.region };

function storesIn(stack: Stack) {
  const key = new Key(stack, 'Key', { enableKeyRotation: true });
  return {
    key,
    points: new DynamoStore(stack, 'Points', { key, removalPolicy: RemovalPolicy.DESTROY }),
    incidentTable: new Table(stack, 'Incidents', {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    }),
    modelBucket: new Bucket(stack, 'Models', { enforceSSL: true, serverAccessLogsPrefix: 'log/' }),
  };
}

function made(changes: Partial<TidewatchDashboardsProps> = {}) {
  const app = testApp();
  const storageStack = new Stack(app, 'storage', { env });
  const settings = new FunctionSettings(storageStack, 'Settings', {
    environmentName: 'dev',
    document: { environment: 'dev' } as never,
  });
  const stack = new Stack(app, 'dashboards', { env });
  const dashboards = new TidewatchDashboards(stack, 'Dashboards', {
    environmentName: 'dev',
    clusters: [standardCluster],
    rules,
    widget: { storage: storesIn(storageStack), settings },
    ...changes,
  });
  return { app, stack, dashboards };
}

/** The body as text: tokens between stacks stay as `Fn::…` objects within it. */
function bodiesOf(template: Template): readonly string[] {
  return Object.values(template.findResources('AWS::CloudWatch::Dashboard')).map(({ Properties }) =>
    JSON.stringify(Properties.DashboardBody),
  );
}

test('by default two dashboards are made, whatever the number of clusters', () => {
  const clusters = Array.from({ length: 100 }, (_, i) => ({
    ...standardCluster,
    id: `111122223333/eu-west-1/c${i}`,
    name: `c${i}`,
  }));
  const names = Object.values(
    Template.fromStack(made({ clusters }).stack).findResources('AWS::CloudWatch::Dashboard'),
  ).map(({ Properties }) => Properties.DashboardName);
  expect(names).toEqual(['tidewatch-dev-eu-west-1-overview', 'tidewatch-dev-eu-west-1-tidewatch']);
});

test('the pages asked for are made, each small against the megabyte of a template', () => {
  const pages = ['overview', 'brokers', 'topics', 'consumers', 'forecasts', 'costs', 'tidewatch'] as const;
  const bodies = bodiesOf(Template.fromStack(made({ pages }).stack));
  expect(bodies).toHaveLength(7);
  for (const body of bodies) expect(body.length).toBeLessThan(80_000);
});

test('the alarms listed are those named, at home', () => {
  const { stack } = made({ alarmNames: ['tidewatch/dev/orders/offline_partitions'] });
  expect(bodiesOf(Template.fromStack(stack)).join()).toContain(
    ':cloudwatch:eu-west-1:111122223333:alarm:tidewatch/dev/orders/offline_partitions',
  );
});

test('the widget function only reads: points, incidents, clusters, settings', () => {
  const template = Template.fromStack(made().stack);
  const [policy] = Object.values(template.findResources('AWS::IAM::Policy'));
  const statements = policy?.Properties.PolicyDocument.Statement as { Sid: string; Action: unknown }[];
  const actions = new Map(statements.map(({ Sid, Action }) => [Sid, [Action].flat()]));
  expect(actions.get('ReadIncidents')).toEqual(['dynamodb:Query']);
  expect(actions.get('ReadClusters')).toEqual(['s3:GetObject']);
  expect(actions.get('ReadSettings')).toEqual(['ssm:GetParameters']);
  expect([...actions.values()].flat().join()).not.toMatch(/(dynamodb|s3):(Put|Update|Delete|BatchWrite)|\*/);
});

test('the widget function knows its stores', () => {
  Template.fromStack(made().stack).hasResourceProperties('AWS::Lambda::Function', {
    Environment: {
      Variables: Match.objectLike({
        TIDEWATCH_STORE: 'dynamodb',
        TIDEWATCH_ENVIRONMENT: 'dev',
        TIDEWATCH_INCIDENT_TABLE: Match.anyValue(),
        TIDEWATCH_MODEL_BUCKET: Match.anyValue(),
      }),
    },
  });
});

test('somebody who is granted to view may call the widget function, and nothing else', () => {
  const { stack, dashboards } = made();
  const viewer = new Role(stack, 'Viewer', { assumedBy: new AccountPrincipal(home.account) });
  expect(dashboards.grantView(viewer)).toBe(dashboards);
  const policies = Template.fromStack(stack).findResources('AWS::IAM::Policy', {
    Properties: { Roles: [{ Ref: Match.stringLikeRegexp('^Viewer') }] },
  });
  const [policy] = Object.values(policies);
  expect(policy?.Properties.PolicyDocument.Statement).toMatchObject([{ Action: 'lambda:InvokeFunction' }]);
});

test('a stack that may go anywhere is taken to be where its cluster is', () => {
  const stack = new Stack(testApp(), 'anywhere');
  new TidewatchDashboards(stack, 'Dashboards', {
    environmentName: 'dev',
    clusters: [standardCluster],
    rules,
  });
  Template.fromStack(stack).hasResourceProperties('AWS::CloudWatch::Dashboard', {
    DashboardName: 'tidewatch-dev-eu-west-1-overview',
  });
});

test('cdk-nag finds nothing on the dashboards that is not explained', () => {
  const { app, stack } = made();
  Validations.of(stack).addPlugins(new AwsSolutionsChecks(app));
  expect(() => app.synth()).not.toThrow();
});
