import { lineLabel } from '../../../app/server/label.ts';
import { signals } from '../../../lib/domain/catalogue/index.ts';
import { type EntityKind, entityLabels } from '../../../lib/domain/series/entity.ts';

const labels = { broker: '1', auth: 'IAM', group: 'billing', topic: 'orders', partition: '3' };
const [first] = signals;

function labelled(kind: EntityKind, isOnlySignal: boolean): string {
  if (first === undefined) throw new Error('the catalogue is empty');
  const own = entityLabels[kind].map((label) => [label, labels[label]]);
  const signal = { ...first, title: 'Bytes in', entity: kind };
  return lineLabel(signal, { cluster: 'a/b/c', ...Object.fromEntries(own) }, isOnlySignal);
}

test.each<readonly [EntityKind, string, string]>([
  ['cluster', 'Bytes in', 'Bytes in'],
  ['broker', 'broker 1', 'Bytes in, broker 1'],
  ['broker_auth', 'broker 1, clients by IAM', 'Bytes in, broker 1, clients by IAM'],
  ['broker_topic', 'broker 1 · orders', 'Bytes in, broker 1 · orders'],
  ['topic', 'orders', 'Bytes in, orders'],
  ['group', 'billing', 'Bytes in, billing'],
  ['group_topic', 'billing · orders', 'Bytes in, billing · orders'],
  ['group_partition', 'billing · orders/3', 'Bytes in, billing · orders/3'],
])('a line of a %s is called %s alone and %s among other signals', (kind, alone, among) => {
  expect(labelled(kind, true)).toBe(alone);
  expect(labelled(kind, false)).toBe(among);
});
