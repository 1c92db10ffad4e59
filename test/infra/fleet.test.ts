import { excessesOf } from '../../bench/synth/limits.ts';
import { measureFleet } from '../../bench/synth/measure.ts';

test('an environment of a hundred clusters is within the limits of CloudFormation and its services', () => {
  const { stacks, excesses } = measureFleet(100);
  expect(excesses).toEqual([]);
  expect(stacks.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['storage', 'pipeline', 'alarms-1', 'alarms-2']),
  );
  // A few resources a cluster, and those of the pipeline once.
  const resources = stacks.reduce((sum, stack) => sum + stack.resources, 0);
  expect(resources).toBeGreaterThan(500);
  expect(resources).toBeLessThan(2000);
}, 30_000);

/** A dashboard of one widget of so many metrics, up to the last word of the last. */
function bodyOf(metrics: number): readonly string[] {
  const others = Array.from({ length: metrics - 1 }, () => '["AWS/Kafka"],').join('');
  return ['{"widgets":[{"properties":{"metrics":[', others, '["'];
}

test('what is over a limit is told with its place', () => {
  const alarm = { Type: 'AWS::CloudWatch::Alarm' };
  const policy = {
    Statement: [{ Resource: Array.from({ length: 70 }, () => ({ 'Fn::GetAtt': ['A', 'Arn'] })) }],
  };
  const Resources = {
    ...Object.fromEntries(Array.from({ length: 498 }, (_, i) => [`A${i}`, alarm])),
    Piece: { Type: 'AWS::SSM::Parameter', Properties: { Value: 'x'.repeat(4097) } },
    Lamp: {
      Type: 'AWS::CloudWatch::CompositeAlarm',
      Properties: { AlarmRule: Array.from({ length: 101 }, () => 'ALARM("a")').join(' OR ') },
    },
    Policy: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: policy } },
    Page: {
      Type: 'AWS::CloudWatch::Dashboard',
      Properties: { DashboardBody: { 'Fn::Join': ['', [...bodyOf(501), { Ref: 'A1' }, '"]]}}]}']] } },
    },
  };
  expect(excessesOf('alarms', { Resources }, 1_000_001)).toEqual([
    { where: 'alarms', what: 'resources', got: 502, limit: 500 },
    { where: 'alarms', what: 'bytes of template', got: 1_000_001, limit: 1_000_000 },
    { where: 'alarms Piece', what: 'bytes of value', got: 4097, limit: 4096 },
    { where: 'alarms Lamp', what: 'alarms of a composite', got: 101, limit: 100 },
    { where: 'alarms Policy', what: 'characters of managed policy', got: 7240, limit: 6144 },
    { where: 'alarms Page', what: 'metrics of a widget', got: 501, limit: 500 },
  ]);
});
