import { App, Aspects, RemovalPolicy, Stack, Stage } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { CfnAlarm, CfnAnomalyDetector, CfnCompositeAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { AttributeType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { CfnQueryDefinition } from 'aws-cdk-lib/aws-logs';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { capabilities, removedTypes, services } from '../../emulator/capabilities.ts';
import { type AfterDeploy, CapabilityAspect } from '../../emulator/capability-aspect.ts';
import { renderCapabilities } from '../../emulator/capability-page.ts';

function synthesized(build: (stack: Stack) => void): { template: Template; after: AfterDeploy } {
  const stage = new Stage(new App(), 'local');
  const stack = new Stack(stage, 'all', { stackName: 'tidewatch-local-all' });
  build(stack);
  const aspect = new CapabilityAspect();
  Aspects.of(stage).add(aspect);
  const [artifact] = stage.synth().stacks;
  return { template: Template.fromJSON(artifact?.template as object), after: aspect.afterDeploy() };
}

const alarmProps = { comparisonOperator: 'GreaterThanThreshold', evaluationPeriods: 2, threshold: 5 };

test('an alarm on one metric keeps all but its namespace, which never gets data', () => {
  const { template, after } = synthesized((stack) => {
    const topic = new Topic(stack, 'Topic');
    new CfnAlarm(stack, 'Alarm', {
      ...alarmProps,
      alarmName: 'dead letters',
      namespace: 'AWS/SQS',
      metricName: 'ApproximateNumberOfMessagesVisible',
      statistic: 'Maximum',
      period: 300,
      alarmActions: [topic.topicArn],
    });
  });
  template.hasResourceProperties('AWS::CloudWatch::Alarm', {
    AlarmName: 'dead letters',
    Namespace: 'Local/AWS/SQS',
    MetricName: 'ApproximateNumberOfMessagesVisible',
    Period: 300,
    Threshold: 5,
  });
  expect(after.changed).toEqual({ 'AWS::CloudWatch::Alarm': 1 });
});

test('an alarm on an expression becomes one on a metric that never gets data, with its actions', () => {
  const { template } = synthesized((stack) => {
    const topic = new Topic(stack, 'Topic');
    new CfnAlarm(stack, 'Alarm', {
      ...alarmProps,
      alarmName: 'math',
      alarmActions: [topic.topicArn],
      metrics: [{ id: 'q1', expression: 'SELECT MAX(x) FROM y', period: 60, returnData: true }],
    });
  });
  const [alarm] = Object.values(template.findResources('AWS::CloudWatch::Alarm'));
  expect(alarm?.Properties).toMatchObject({ Namespace: 'Local/Expression', EvaluationPeriods: 2 });
  expect(alarm?.Properties.Metrics).toBeUndefined();
  expect(alarm?.Properties.AlarmActions).toHaveLength(1);
});

test("a schedule's event loses what the emulator does not fill in", () => {
  const { template } = synthesized((stack) => {
    const target = {
      arn: 'arn',
      roleArn: 'role',
      input: '{"task":"collect","scheduledAt":"<aws.scheduler.scheduled-time>"}',
    };
    new CfnSchedule(stack, 'Schedule', {
      flexibleTimeWindow: { mode: 'OFF' },
      scheduleExpression: 'rate(5 minutes)',
      target,
    });
  });
  template.hasResourceProperties('AWS::Scheduler::Schedule', {
    ScheduleExpression: 'rate(5 minutes)',
    Target: { Arn: 'arn', Input: '{"task":"collect"}' },
  });
});

test('types that the emulator refuses are taken out, and counted', () => {
  const { template, after } = synthesized((stack) => {
    new CfnQueryDefinition(stack, 'Query', { name: 'errors', queryString: 'fields @message' });
    new CfnAnomalyDetector(stack, 'Detector', { namespace: 'a', metricName: 'b', stat: 'Sum' });
    new Topic(stack, 'Topic');
  });
  const types = Object.values(template.toJSON().Resources as Record<string, { Type: string }>).map(
    ({ Type }) => Type,
  );
  expect(types).toEqual(['AWS::SNS::Topic']);
  expect(after.changed).toEqual({ 'AWS::Logs::QueryDefinition': 1, 'AWS::CloudWatch::AnomalyDetector': 1 });
});

test('a composite alarm is left for the API, by its name and rule', () => {
  const { template, after } = synthesized((stack) => {
    new CfnCompositeAlarm(stack, 'Any', {
      alarmName: 'any',
      alarmRule: 'ALARM("a")',
      alarmDescription: 'one',
    });
  });
  template.resourceCountIs('AWS::CloudWatch::CompositeAlarm', 0);
  expect(after.composites).toEqual([{ AlarmName: 'any', AlarmRule: 'ALARM("a")', AlarmDescription: 'one' }]);
});

test("a table's time to live is left for the API, by the table's place", () => {
  const { template, after } = synthesized((stack) => {
    new Table(stack, 'Points', {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      timeToLiveAttribute: 'expires',
    });
    new Table(stack, 'Plain', { partitionKey: { name: 'pk', type: AttributeType.STRING } });
  });
  const [logicalId] = Object.keys(
    template.findResources('AWS::DynamoDB::Table', {
      Properties: { TimeToLiveSpecification: { AttributeName: 'expires' } },
    }),
  );
  expect(after.timesToLive).toEqual([{ stack: 'tidewatch-local-all', logicalId, attribute: 'expires' }]);
});

test('a bucket that goes with its stack is left for the API to tag, so that it can be emptied', () => {
  const { template, after } = synthesized((stack) => {
    new Bucket(stack, 'Kept');
    new Bucket(stack, 'Models', { removalPolicy: RemovalPolicy.DESTROY });
  });
  const [logicalId] = Object.keys(template.findResources('AWS::S3::Bucket', { DeletionPolicy: 'Delete' }));
  expect(after.buckets).toEqual([{ stack: 'tidewatch-local-all', logicalId }]);
});

test('the page has every row of the table, and a reason for all that is not as it is', () => {
  const page = renderCapabilities();
  for (const { type } of [...capabilities, ...services]) expect(page).toContain(type);
  for (const { type, treatment, why } of [...capabilities, ...services])
    if (treatment !== 'deployed') expect({ type, why }).not.toEqual({ type, why: '' });
  expect([...removedTypes].every((type) => page.includes(type))).toBe(true);
});
