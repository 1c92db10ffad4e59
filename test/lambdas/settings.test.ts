import { ourRules } from '../../lambdas/detect/handler.ts';
import { readSettings, VariableReader } from '../../lambdas/settings.ts';
import { taskOf } from '../../lambdas/tasks.ts';
import { rules, rulesFor } from '../../lib/domain/catalogue/index.ts';
import { overriddenRules } from '../../lib/domain/catalogue/rule-override.ts';
import { functionSettings } from '../../lib/infra/settings.ts';
import { expressCluster, standardCluster } from '../infra/render/clusters.ts';

const overrides = { disk_high: { limit: 70 }, heap_high: { off: true } };
const variables = functionSettings({
  environmentName: 'dev',
  clusters: [standardCluster, expressCluster],
  overrides,
  rules: overriddenRules(rules, overrides),
});

test('a function reads what the stacks have written', () => {
  const reader = new VariableReader(variables);
  const settings = readSettings(reader);
  reader.check();
  expect(settings.environment).toBe('dev');
  expect(settings.clusterArns).toEqual([standardCluster.arn, expressCluster.arn]);
  expect(settings.rules).toEqual(overriddenRules(rules, overrides));
});

test('every rule of a cluster is watched once: by an alarm or by our own evaluation', () => {
  const settings = readSettings(new VariableReader(variables));
  for (const cluster of [standardCluster, expressCluster]) {
    const alarmed = settings.alarmedRules.get(cluster.name) ?? new Set();
    const ours = new Set(ourRules(cluster, settings).map(({ id }) => id));
    expect(alarmed.size).toBeGreaterThan(5);
    for (const { id } of rulesFor(cluster)) {
      if (id !== 'heap_high') expect([id, alarmed.has(id) !== ours.has(id)]).toEqual([id, true]);
    }
    expect(ours.has('heap_high') || alarmed.has('heap_high')).toBe(false);
  }
});

test('a cluster without alarms has all its rules evaluated by us', () => {
  const settings = readSettings(new VariableReader(variables));
  expect(ourRules({ name: 'unheard-of' }, settings)).toEqual(settings.rules);
});

test('refuses missing and wrong variables all at once', () => {
  const reader = new VariableReader({
    ...variables,
    TIDEWATCH_ENVIRONMENT: '',
    TIDEWATCH_RULE_OVERRIDES: '[]',
  });
  readSettings(reader);
  reader.wholeNumber('TIDEWATCH_INCIDENT_DAYS');
  reader.everySeverity('TIDEWATCH_TOPICS');
  expect(() => reader.check()).toThrow(
    [
      'TIDEWATCH_ENVIRONMENT is missing: the stacks set it',
      'TIDEWATCH_RULE_OVERRIDES is no JSON object',
      'TIDEWATCH_INCIDENT_DAYS is missing: the stacks set it',
    ].join('\n'),
  );
});

test('refuses more settings than the variables of a function hold', () => {
  const clusters = Array.from({ length: 60 }, (_, i) => ({
    ...standardCluster,
    id: `c${i}`,
    arn: standardCluster.arn.replace('orders', `orders-${i}`),
    name: `orders-${i}`,
    monitoring: 'DEFAULT' as const,
  }));
  const rule = rules.filter(({ id }) => id === 'offline_partitions');
  expect(() => functionSettings({ environmentName: 'big', clusters, overrides: {}, rules: rule })).toThrow(
    /^big: the functions' settings take \d+ bytes, allowed: 3300; split the clusters/,
  );
});

test('refuses an event without a known task', () => {
  expect(taskOf({ task: 'train' }, ['train', 'project'])).toBe('train');
  expect(() => taskOf({ task: 'dance' }, ['train', 'project'])).toThrow(
    'event.task: got "dance", allowed: "train", "project"',
  );
  expect(() => taskOf(null, ['detect'])).toThrow('event.task: got nothing, allowed: "detect"');
});
