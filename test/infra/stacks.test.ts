import { Validations } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { AwsSolutionsChecks } from 'cdk-nag';
import { incidentTable, pointTable } from '../../lib/adapters/stores/dynamodb/index.ts';
import { pointKeys } from '../../lib/infra/storage/dynamodb.ts';
import { incidentKeys } from '../../lib/infra/storage/index.ts';
import { exampleStage, templateOf, testApp } from './app.ts';

const stage = exampleStage(testApp(), 'prod');
const storage = templateOf(stage, 'storage');
const alerting = templateOf(stage, 'alerting');
const pipeline = templateOf(stage, 'pipeline');
const dashboards = templateOf(stage, 'dashboards');
const alarms = templateOf(stage, 'alarms-1');
const everything = [storage, alerting, pipeline, dashboards, alarms];
const dev = templateOf(exampleStage(testApp(), 'dev'), 'storage');

interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Sid?: string;
}

function statements(): readonly Statement[] {
  return everything.flatMap((template) =>
    Object.values(template.findResources('AWS::IAM::Policy')).flatMap(
      ({ Properties }) => Properties.PolicyDocument.Statement as Statement[],
    ),
  );
}

const actionsOf = ({ Action }: Statement) => (typeof Action === 'string' ? [Action] : Action);

test('the stacks carry the names that `cdk deploy dev/*` and people look for', () => {
  expect(stage.stacks.map(({ stackName }) => stackName)).toEqual([
    'tidewatch-prod-storage',
    'tidewatch-prod-alerting',
    'tidewatch-prod-pipeline',
    'tidewatch-prod-dashboards',
    'tidewatch-prod-alarms-1',
    'tidewatch-prod-reader-777788889999-eu-central-1',
  ]);
});

test('the table of points has the keys that its adapter writes, and forgets what is old', () => {
  expect(pointTable).toMatchObject(pointKeys);
  dev.hasResourceProperties('AWS::DynamoDB::Table', {
    KeySchema: [
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ],
    TimeToLiveSpecification: { AttributeName: 'expires', Enabled: true },
    PointInTimeRecoverySpecification: Match.absent(),
  });
});

test('the incident table has the keys that its adapter writes, and forgets what is over', () => {
  expect(incidentTable).toMatchObject(incidentKeys);
  storage.hasResourceProperties('AWS::DynamoDB::Table', {
    KeySchema: [
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ],
    TimeToLiveSpecification: { AttributeName: 'expires', Enabled: true },
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    SSESpecification: { SSEEnabled: true, SSEType: 'KMS' },
  });
});

test('data outlives the stack', () => {
  for (const type of ['AWS::S3::Bucket', 'AWS::Timestream::InfluxDBInstance', 'AWS::KMS::Key'])
    storage.allResources(type, { DeletionPolicy: 'Retain' });
  // All but the table that remembers for an hour which runs have been.
  const policies = Object.values(dev.findResources('AWS::DynamoDB::Table')).map((one) => one.DeletionPolicy);
  expect(policies.sort()).toEqual(['Delete', 'Retain', 'Retain']);
});

test('the key is rotated, and services use it for this account alone', () => {
  storage.hasResourceProperties('AWS::KMS::Key', { EnableKeyRotation: true });
  const [key] = Object.values(storage.findResources('AWS::KMS::Key'));
  const services = key?.Properties.KeyPolicy.Statement.filter((one: { Sid?: string }) =>
    one.Sid?.startsWith('Use'),
  );
  expect(services).toHaveLength(3);
  for (const statement of services) expect(JSON.stringify(statement.Condition)).toContain('444455556666');
});

test('every function runs on Node.js 22 and Arm, traced, with a role, a log group and dead letters of its own', () => {
  const functions = [pipeline, alerting, dashboards].flatMap((t) =>
    Object.values(t.findResources('AWS::Lambda::Function')),
  );
  // Nothing is scraped: ten of the eleven stages.
  expect(functions).toHaveLength(10);
  for (const { Properties } of functions) {
    expect(Properties).toMatchObject({
      Runtime: 'nodejs22.x',
      Architectures: ['arm64'],
      TracingConfig: { Mode: 'Active' },
    });
    expect(Properties.DeadLetterConfig.TargetArn).toBeDefined();
    expect(Properties.KmsKeyArn).toBeDefined();
  }
  const own = (key: 'Role' | 'LoggingConfig') =>
    new Set(functions.map(({ Properties }) => JSON.stringify(Properties[key])));
  expect([own('Role').size, own('LoggingConfig').size]).toEqual([10, 10]);
  for (const t of [pipeline, alerting])
    t.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 90 });
});

test('sizes and concurrency come from the configuration', () => {
  pipeline.hasResourceProperties('AWS::Lambda::Function', {
    Description: Match.stringLikeRegexp('judges new points'),
    MemorySize: 2048,
    ReservedConcurrentExecutions: Match.absent(),
  });
  pipeline.hasResourceProperties('AWS::Lambda::Function', {
    Description: Match.stringLikeRegexp('reads new points'),
    Timeout: 180,
    ReservedConcurrentExecutions: 10,
  });
});

test('schedules run the stages with their tasks and keep what cannot be handed over', () => {
  const schedules = [pipeline, alerting].flatMap((t) =>
    Object.values(t.findResources('AWS::Scheduler::Schedule')),
  );
  const runs = schedules.map(({ Properties }) => {
    const { task = 'state machine', scheduledAt } = JSON.parse(Properties.Target.Input);
    // What makes a run that is handed over twice known.
    expect(scheduledAt).toBe('<aws.scheduler.scheduled-time>');
    return `${task} ${Properties.ScheduleExpression}`;
  });
  expect(runs.sort()).toEqual([
    'collect rate(5 minutes)',
    'discover rate(15 minutes)',
    'project rate(1 hour)',
    'report rate(1 day)',
    'retry rate(1 minute)',
    'state machine rate(1 hour)',
    'states rate(5 minutes)',
  ]);
  for (const { Properties } of schedules) expect(Properties.Target.DeadLetterConfig.Arn).toBeDefined();
});

test('only reads without a resource level are allowed on everything', () => {
  const wide = statements().filter(({ Resource }) => Resource === '*');
  const reads = [...new Set(wide.flatMap(actionsOf))].filter((action) => !/^(ec2|logs|xray):/.test(action));
  expect(reads.sort()).toEqual([
    'cloudwatch:GetMetricData',
    'cloudwatch:ListMetrics',
    'kafka:ListClustersV2',
  ]);
  // Network interfaces, the delivery of a state machine's logs, and traces.
  const others = wide.filter((one) => actionsOf(one).some((action) => /^(ec2|logs|xray):/.test(action)));
  for (const one of others)
    expect(actionsOf(one).join(' ')).toMatch(
      /NetworkInterface|LogDelivery|LogDeliveries|PutTraceSegments|GetSampling/,
    );
});

test('no role may do a whole family of actions', () => {
  const families = statements()
    .flatMap(actionsOf)
    .filter((action) => action.includes('*'));
  expect(families).toEqual([]);
});

test('only evaluate publishes, only route reads secrets and writes incidents', () => {
  const having = (action: string) => statements().filter((one) => actionsOf(one).includes(action));
  expect(having('sns:Publish')).toHaveLength(1);
  const writers = having('dynamodb:PutItem').filter(({ Resource }) =>
    /Incidents/.test(JSON.stringify(Resource)),
  );
  expect(writers).toHaveLength(1);
  const secrets = having('secretsmanager:GetSecretValue').map(({ Resource }) => JSON.stringify(Resource));
  const keys = secrets.filter((resource) => resource.includes('pagerduty'));
  expect(keys).toEqual([expect.stringContaining('444455556666:secret:tidewatch/pagerduty/critical-??????"')]);
});

test('a topic a severity, encrypted, for TLS and the alarms of this account alone', () => {
  alerting.resourceCountIs('AWS::SNS::Topic', 4);
  alerting.allResourcesProperties('AWS::SNS::Topic', { KmsMasterKeyId: Match.anyValue() });
  for (const severity of ['critical', 'error', 'warning', 'info'])
    alerting.hasResourceProperties('AWS::SNS::Topic', { TopicName: `tidewatch-prod-${severity}` });
  const policies = Object.values(alerting.findResources('AWS::SNS::TopicPolicy'));
  expect(policies).toHaveLength(4);
  for (const { Properties } of policies) {
    const text = JSON.stringify(Properties.PolicyDocument);
    expect(text).toContain('"Condition":{"Bool":{"aws:SecureTransport":"false"}},"Effect":"Deny"');
    expect(text).toContain('"Condition":{"StringEquals":{"aws:SourceAccount":"444455556666"}}');
  }
});

test('e-mail addresses are subscribed to the topic of their severity', () => {
  alerting.hasResourceProperties('AWS::SNS::Subscription', {
    Protocol: 'email',
    Endpoint: 'oncall@example.com',
  });
});

test('the router takes batches with partial failures from a queue behind all topics', () => {
  alerting.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
    FunctionResponseTypes: ['ReportBatchItemFailures'],
    BatchSize: 10,
  });
  alerting.hasResourceProperties('AWS::SQS::Queue', {
    RedrivePolicy: { maxReceiveCount: 5 },
    VisibilityTimeout: 90,
  });
  const queued = Object.values(alerting.findResources('AWS::SNS::Subscription')).filter(
    ({ Properties }) => Properties.Protocol === 'sqs',
  );
  // The router's, and the responder's.
  expect(queued).toHaveLength(8);
});

test('every queue and bucket refuses requests without TLS', () => {
  const queues = [pipeline, alerting].map((t) => Object.keys(t.findResources('AWS::SQS::Queue')).length);
  const policies = [pipeline, alerting].map(
    (t) => Object.keys(t.findResources('AWS::SQS::QueuePolicy')).length,
  );
  expect(policies).toEqual(queues);
  storage.hasResourceProperties('AWS::S3::BucketPolicy', {
    PolicyDocument: Match.objectLike({
      Statement: Match.arrayWith([
        Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
      ]),
    }),
  });
});

test('every alarm tells the topic of its severity of both changes', () => {
  const rendered = Object.values(alarms.findResources('AWS::CloudWatch::Alarm')).filter(
    ({ Properties }) => Properties.AlarmActions !== undefined,
  );
  expect(rendered.length).toBeGreaterThan(25);
  for (const { Properties } of rendered) {
    const severity = /"severity":"(\w+)"/.exec(Properties.AlarmDescription)?.[1];
    expect(JSON.stringify(Properties.AlarmActions)).toContain(`:tidewatch-prod-${severity}"`);
    expect(Properties.OKActions).toEqual(Properties.AlarmActions);
  }
});

test('Tidewatch watches itself: failed runs, lost messages, and stages that do not run', () => {
  const names = [pipeline, alerting].flatMap((t) =>
    Object.values(t.findResources('AWS::CloudWatch::Alarm')).map(
      ({ Properties }) => Properties.AlarmName as string,
    ),
  );
  const stages = [
    'discover',
    'collect',
    'assess',
    'evaluate',
    'project',
    'train',
    'report',
    'route',
    'respond',
  ];
  const silent = ['discover', 'collect', 'assess', 'evaluate', 'project', 'train', 'route'];
  const queues = ['collect', 'assess', 'evaluate', 'project', 'route', 'respond'];
  const wanted = [
    ...stages.map((name) => `${name}_failing`),
    ...silent.map((name) => `${name}_silent`),
    ...queues.flatMap((name) => [`${name}_rejecting`, `${name}_behind`]),
    'training_failing',
    'models_stale',
  ];
  expect(names).toEqual(expect.arrayContaining(wanted.map((name) => `tidewatch-prod-tidewatch_${name}`)));
  pipeline.hasResourceProperties('AWS::CloudWatch::Alarm', {
    AlarmName: 'tidewatch-prod-tidewatch_collect_silent',
    TreatMissingData: 'breaching',
    AlarmActions: Match.anyValue(),
  });
});

test('a lamp for each cluster has at most a hundred children', () => {
  const lamps = Object.values(alarms.findResources('AWS::CloudWatch::CompositeAlarm'));
  expect(lamps.map(({ Properties }) => Properties.AlarmName)).toEqual([
    'tidewatch/prod/orders/any_alarm',
    'tidewatch/prod/clickstream/any_alarm',
  ]);
  for (const { Properties } of lamps) {
    expect(Properties.AlarmRule.split(' OR ').length).toBeLessThanOrEqual(100);
  }
});

test('a maintenance window mutes all alarms', () => {
  alarms.hasResourceProperties('AWS::CloudWatch::AlarmMuteRule', {
    Name: Match.stringLikeRegexp('^tidewatch-prod-monthly-patching-'),
    Rule: { Schedule: { Expression: 'cron(0 22 1 * *)', Timezone: 'Europe/Berlin', Duration: 'PT4H' } },
  });
});

test('a dashboard a page, within the size that CloudWatch takes', () => {
  const bodies = Object.values(dashboards.findResources('AWS::CloudWatch::Dashboard'));
  expect(bodies).toHaveLength(7);
  for (const { Properties } of bodies) {
    expect(Properties.DashboardName).toMatch(
      /^tidewatch-prod-eu-central-1-(overview|brokers|topics|consumers|forecasts|costs|tidewatch)$/,
    );
    expect(JSON.stringify(Properties.DashboardBody).length).toBeLessThan(1_000_000);
  }
});

test('every resource that takes tags has those of the environment', () => {
  alerting.allResourcesProperties('AWS::SNS::Topic', {
    Tags: Match.arrayWith([{ Key: 'project', Value: 'tidewatch' }]),
  });
});

test('cdk-nag finds nothing that is not explained', () => {
  const app = testApp();
  for (const name of ['dev', 'prod'] as const) exampleStage(app, name);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  expect(() => app.synth()).not.toThrow();
});

test('cdk-nag is awake: an unexplained finding fails the synth', () => {
  const app = testApp();
  const unsafe = exampleStage(app, 'dev');
  const [first] = unsafe.stacks;
  if (!first) throw new Error('no stack');
  new Topic(first, 'Open');
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  expect(() => app.synth()).toThrow('The SNS Topic does not require publishers to use SSL');
});
