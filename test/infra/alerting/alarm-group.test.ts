import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { rules } from '../../../lib/domain/catalogue/index.ts';
import { isBystander } from '../../../lib/domain/incidents/alarm-name.ts';
import type { MaintenanceWindow } from '../../../lib/domain/rules/maintenance-window.ts';
import { AlarmGroup, alarmChunks } from '../../../lib/infra/alerting/alarm-group.ts';
import type { WatchedCluster } from '../../../lib/infra/config/environment.ts';
import { type RenderedAlarm, renderAlarms } from '../../../lib/infra/render/alarm.ts';
import { assignRules } from '../../../lib/infra/render/assignment.ts';
import { testApp } from '../app.ts';
import { expressCluster, standardCluster } from '../render/clusters.ts';

const home = { account: '111122223333', region: 'eu-west-1' };
const weekly: MaintenanceWindow = { name: 'weekly', cron: '0 22 * * 6', durationMinutes: 90 };

function rendered(clusters: readonly WatchedCluster[]): readonly RenderedAlarm[] {
  return renderAlarms(assignRules({ clusters, rules, nativeAlarms: 'all', home }), 'dev');
}

/** The templates of the groups, a stack each. */
function templates(
  clusters: readonly WatchedCluster[],
  alarms: readonly RenderedAlarm[],
  maintenance: readonly MaintenanceWindow[] = [],
) {
  const app = testApp();
  const chunks = alarmChunks(alarms, 480, maintenance.length);
  const stacks = chunks.map((chunk, group) => {
    const stack = new Stack(app, `alarms-${group + 1}`, { env: home });
    new AlarmGroup(stack, 'Alarms', { environmentName: 'dev', clusters, alarms: chunk, maintenance, group });
    return stack;
  });
  return stacks.map((stack) => Template.fromStack(stack));
}

type Resources = Record<string, { Properties: Record<string, unknown>; DependsOn?: readonly string[] }>;
const lampsIn = (template: Template) =>
  Object.values(template.findResources('AWS::CloudWatch::CompositeAlarm') as Resources);
const alarmsIn = (template: Template) =>
  Object.values(template.findResources('AWS::CloudWatch::Alarm') as Resources);
const nameOf = ({ Properties }: { Properties: Record<string, unknown> }) => String(Properties.AlarmName);
const mutedIn = (template: Template) =>
  Object.values(template.findResources('AWS::CloudWatch::AlarmMuteRule') as Resources).map(
    ({ Properties }) => (Properties.MuteTargets as { AlarmNames: unknown[] }).AlarmNames,
  );

/** More alarms of a cluster than the catalogue has. */
function many(cluster: WatchedCluster, count: number): readonly RenderedAlarm[] {
  const [first] = rendered([cluster]);
  if (!first) throw new Error('no alarm');
  return Array.from({ length: count }, (_, i) => ({
    ...first,
    id: `Alarm-${cluster.name}-${i}`,
    props: { ...first.props, alarmName: `tidewatch/dev/${cluster.name}/rule_${i}` },
  }));
}

test('a lamp tells the info topic alone, and nothing while MSK works on the cluster', () => {
  const [template] = templates([standardCluster], rendered([standardCluster]));
  if (!template) throw new Error('no stack');
  const [lamp, ...more] = lampsIn(template);
  expect(more).toEqual([]);
  expect(lamp?.Properties).toMatchObject({
    AlarmName: 'tidewatch/dev/orders/any_alarm',
    ActionsSuppressor: 'tidewatch/dev/orders/in_maintenance',
    ActionsSuppressorWaitPeriod: 600,
    ActionsSuppressorExtensionPeriod: 1800,
  });
  const told = JSON.stringify([lamp?.Properties.AlarmActions, lamp?.Properties.OKActions]);
  expect(told.match(/tidewatch-dev-\w+/g)).toEqual(['tidewatch-dev-info', 'tidewatch-dev-info']);
  const rule = String(lamp?.Properties.AlarmRule);
  expect(rule).not.toContain('in_maintenance');
  expect(rule.split(' OR ')).toHaveLength(rendered([standardCluster]).length);
  // It must find its children and its suppressor when it is made.
  expect(lamp?.DependsOn).toHaveLength(rendered([standardCluster]).length + 1);
});

test('what keeps a lamp quiet acts on nothing and takes silence for no maintenance', () => {
  const [template] = templates([standardCluster], rendered([standardCluster]));
  template?.hasResourceProperties('AWS::CloudWatch::Alarm', {
    AlarmName: 'tidewatch/dev/orders/in_maintenance',
    ActionsEnabled: false,
    Namespace: 'Tidewatch',
    MetricName: 'ClusterInMaintenance',
    Dimensions: [
      { Name: 'Environment', Value: 'dev' },
      { Name: 'Cluster', Value: 'orders' },
    ],
    TreatMissingData: 'notBreaching',
  });
});

test('a lamp is made only for clusters that have more than one alarm in the group', () => {
  const one = rendered([expressCluster]).slice(0, 1);
  const [template] = templates([standardCluster, expressCluster], [...rendered([standardCluster]), ...one]);
  expect(template && lampsIn(template).map(nameOf)).toEqual(['tidewatch/dev/orders/any_alarm']);
});

test('more than a hundred alarms have composites without actions below their lamp', () => {
  const [template] = templates([standardCluster], many(standardCluster, 250));
  if (!template) throw new Error('no stack');
  const lamps = lampsIn(template);
  expect(lamps.map(nameOf).sort()).toEqual([
    'tidewatch/dev/orders/any_alarm',
    'tidewatch/dev/orders/any_alarm_1',
    'tidewatch/dev/orders/any_alarm_2',
    'tidewatch/dev/orders/any_alarm_3',
  ]);
  expect(lamps.filter(({ Properties }) => Properties.AlarmActions !== undefined).map(nameOf)).toEqual([
    'tidewatch/dev/orders/any_alarm',
  ]);
  for (const { Properties } of lamps)
    expect(String(Properties.AlarmRule).split(' OR ').length).toBeLessThanOrEqual(100);
});

test('names do not collide when a cluster is split over groups, and the router knows all lamps', () => {
  const alarms = many(standardCluster, 1000);
  const all = templates([standardCluster], alarms, [weekly]);
  expect(all).toHaveLength(3);
  const own = all.flatMap((template) => [...lampsIn(template), ...alarmsIn(template)].map(nameOf));
  expect(new Set(own).size).toBe(own.length);
  const rulesOwn = new Set(alarms.map(({ props }) => props.alarmName));
  const others = own.filter((name) => !rulesOwn.has(name));
  expect(others.length).toBeGreaterThan(6);
  expect(others.filter((name) => !isBystander(name))).toEqual([]);
});

test('a window mutes alarms and lamps, a hundred a rule, and never Tidewatch itself', () => {
  const alarms = many(standardCluster, 150);
  const [template] = templates([standardCluster], alarms, [weekly, { ...weekly, name: 'other' }]);
  if (!template) throw new Error('no stack');
  const muted = mutedIn(template);
  expect(muted.map((targets) => targets.length)).toEqual([100, 51, 100, 51]);
  expect(muted.flat()).toContain('tidewatch/dev/orders/any_alarm');
  expect(JSON.stringify(muted)).not.toContain('in_maintenance');
});

test('a hundred clusters make stacks within the limits of CloudFormation', () => {
  const clusters = Array.from({ length: 100 }, (_, i) => ({
    ...(i % 2 ? expressCluster : standardCluster),
    id: `111122223333/eu-west-1/cluster-number-${i}`,
    name: `cluster-number-${i}`,
  }));
  const all = templates(clusters, rendered(clusters), [weekly, { ...weekly, name: 'other' }]);
  expect(all.length).toBeGreaterThan(1);
  for (const template of all) {
    const json = template.toJSON();
    expect(Object.keys(json.Resources).length).toBeLessThanOrEqual(480);
    expect(JSON.stringify(json).length).toBeLessThan(1_000_000);
  }
  const lamps = all.flatMap(lampsIn).map(nameOf);
  expect(new Set(lamps).size).toBe(lamps.length);
});
