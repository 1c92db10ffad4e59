import { RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { AwsSolutionsChecks } from 'cdk-nag';
import { dimensionOf } from '../../../lib/adapters/stores/timestream-liveanalytics/records.ts';
import { signals } from '../../../lib/domain/catalogue/index.ts';
import type { EntityKind } from '../../../lib/domain/series/entity.ts';
import { hourlySql, labelColumns, rollupKinds } from '../../../lib/infra/storage/hourly-sql.ts';
import { TidewatchStorage } from '../../../lib/infra/storage/index.ts';
import { LiveAnalyticsStore } from '../../../lib/infra/storage/liveanalytics.ts';
import { testApp } from '../app.ts';

const env = { account: '111122223333', region: 'eu-west-1' };

function make(hourlyRollups: readonly EntityKind[]) {
  const app = testApp();
  const stack = new Stack(app, 'Storage', { env });
  const { key, modelBucket } = new TidewatchStorage(stack, 'Storage');
  new LiveAnalyticsStore(stack, 'Points', {
    key,
    rejectedBucket: modelBucket,
    removalPolicy: RemovalPolicy.RETAIN,
    hourlyRollups,
  });
  return { app, stack };
}

const both = Template.fromStack(make(['broker', 'group_topic']).stack);

test('no rollups are made unless asked for', () => {
  const template = Template.fromStack(make([]).stack);
  template.resourceCountIs('AWS::Timestream::ScheduledQuery', 0);
  template.resourceCountIs('AWS::Timestream::Table', 3);
});

test('each kind has a query into the table of hours, with the columns of its entities alone', () => {
  both.hasResourceProperties('AWS::Timestream::Table', { TableName: 'points_hourly' });
  const queries = Object.values(both.findResources('AWS::Timestream::ScheduledQuery'));
  const dimensions = queries.map(({ Properties }) =>
    Properties.TargetConfiguration.TimestreamConfiguration.DimensionMappings.map(
      (one: { Name: string }) => one.Name,
    ),
  );
  expect(dimensions).toEqual([
    ['cluster', 'broker'],
    ['cluster', 'consumer_group', 'topic'],
  ]);
  for (const { Properties } of queries)
    expect(Properties).toMatchObject({
      ScheduleConfiguration: { ScheduleExpression: 'cron(20 * * * ? *)' },
      ErrorReportConfiguration: { S3Configuration: { EncryptionOption: 'SSE_KMS' } },
      KmsKeyId: expect.anything(),
    });
});

test('the columns are those that the adapter writes', () => {
  expect(labelColumns).toEqual(dimensionOf);
});

test('a query reads three full hours of the signals of its kind', () => {
  const sql = hourlySql('"d"."points"', 'broker');
  expect(sql).toContain(
    'WHERE "time" >= bin(@scheduled_runtime, 1h) - 3h AND "time" < bin(@scheduled_runtime, 1h)',
  );
  expect(sql).toContain('max_by(measure_value::double, "time") AS "newest"');
  expect(sql).toMatch(/^SELECT "measure_name", "cluster", "broker", bin\("time", 1h\) AS "hour", /);
  const named = [...sql.matchAll(/'(\w+)'/g)].map(([, id]) => id);
  expect(named).toEqual(signals.filter(({ entity }) => entity === 'broker').map(({ id }) => id));
});

test.each(rollupKinds)('the query of %s is no longer than Timestream takes', (kind) => {
  expect(hourlySql('"d"."points"', kind).length).toBeLessThan(262_144);
});

test('only Timestream itself, for this account, may use the role, which reads and writes one table each', () => {
  both.hasResourceProperties('AWS::IAM::Role', {
    Description: 'Tidewatch: hourly rollups',
    AssumeRolePolicyDocument: Match.objectLike({
      Statement: [
        Match.objectLike({
          Principal: { Service: 'timestream.amazonaws.com' },
          Condition: Match.objectLike({ StringEquals: { 'aws:SourceAccount': '111122223333' } }),
        }),
      ],
    }),
  });
  const policies = Object.values(both.findResources('AWS::IAM::Policy')).flatMap(
    ({ Properties }) => Properties.PolicyDocument.Statement,
  );
  const wide = policies.filter(({ Resource }: { Resource: unknown }) => Resource === '*');
  expect(wide.map(({ Action }: { Action: unknown }) => Action)).toEqual(['timestream:DescribeEndpoints']);
});

test('cdk-nag finds nothing that is not explained', () => {
  const { app } = make(rollupKinds);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  expect(() => app.synth()).not.toThrow();
});
