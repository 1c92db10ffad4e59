import { defaultPlace, variablesOf } from '../../../../lib/infra/render/dashboard/variables.ts';
import { expressCluster, standardCluster } from '../clusters.ts';
import { bodyOf, input } from './scenes.ts';

const there = { account: '444455556666', region: 'us-east-1' };
const away = { ...expressCluster, ...there, id: '444455556666/us-east-1/clicks' };

test('the clusters of the configuration are the values, the first one to begin with', () => {
  expect(variablesOf(input)).toEqual([
    {
      type: 'pattern',
      pattern: 'TIDEWATCH_CLUSTER',
      id: 'cluster',
      label: 'Cluster',
      inputType: 'select',
      defaultValue: 'orders',
      visible: true,
      values: [
        { value: 'orders', label: 'orders' },
        { value: 'clicks', label: 'clicks' },
      ],
    },
  ]);
});

test('a name that two regions share is one value, with both regions in its label', () => {
  const twin = { ...standardCluster, ...there, id: '444455556666/us-east-1/orders' };
  const [cluster] = variablesOf({ ...input, clusters: [standardCluster, twin] });
  expect(cluster?.values).toEqual([{ value: 'orders', label: 'orders (eu-west-1, us-east-1)' }]);
});

test('clusters found by tags at home are searched for, so that new ones join by themselves', () => {
  const [cluster] = variablesOf({ ...input, selected: [input.home] });
  expect(cluster).toMatchObject({
    inputType: 'select',
    defaultValue: 'orders',
    search: '{AWS/Kafka,"Cluster Name"} MetricName="GlobalTopicCount"',
    populateFrom: 'Cluster Name',
  });
  expect(variablesOf({ ...input, clusters: [], selected: [input.home] })[0]?.defaultValue).toBe('__FIRST');
});

test('clusters found by tags elsewhere are typed, as the console searches at home alone', () => {
  expect(variablesOf({ ...input, selected: [there] })[0]).toMatchObject({
    inputType: 'input',
    defaultValue: 'orders',
  });
});

test('several regions and accounts are variables of their own, with those of the first cluster to begin with', () => {
  const scene = { ...input, clusters: [standardCluster, away] };
  expect(variablesOf(scene).map(({ property, defaultValue }) => [property, defaultValue])).toEqual([
    [undefined, 'orders'],
    ['region', 'eu-west-1'],
    ['accountId', '111122223333'],
  ]);
  for (const { type, properties } of bodyOf('brokers', { clusters: scene.clusters }).widgets)
    if (type === 'metric')
      expect(properties).toMatchObject({ region: 'eu-west-1', accountId: '111122223333' });
});

test('at home alone widgets have the region and no account', () => {
  expect(defaultPlace(input)).toEqual({ region: 'eu-west-1' });
});

test('a single cluster in another account has its place and nothing to choose', () => {
  const scene = { ...input, clusters: [away] };
  expect(defaultPlace(scene)).toEqual({ region: 'us-east-1', accountId: '444455556666' });
  expect(variablesOf(scene).map(({ id }) => id)).toEqual(['cluster']);
});

test('ids, labels and values are as short as CloudWatch wants them', () => {
  for (const { id, label, values = [] } of variablesOf({ ...input, clusters: [standardCluster, away] })) {
    expect(id).toMatch(/^[0-9A-Za-z_-]{1,32}$/);
    expect(label.length).toBeLessThanOrEqual(30);
    expect(values.length).toBeLessThanOrEqual(500);
  }
});

test('more clusters than a list takes are searched for', () => {
  const clusters = Array.from({ length: 501 }, (_, i) => ({
    ...standardCluster,
    id: `a/b/c${i}`,
    name: `c${i}`,
  }));
  expect(variablesOf({ ...input, clusters })[0]?.populateFrom).toBe('Cluster Name');
});
