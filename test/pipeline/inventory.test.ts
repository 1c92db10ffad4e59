import { keepInventory, loadInventory } from '../../lib/pipeline/inventory.ts';
import type { FoundCluster, InventoryEntry } from '../../lib/ports/inventory.ts';
import { createMemoryModelStore } from '../memory/index.ts';

const id = 'a/r/orders';
const entry = (signal: string): InventoryEntry => ({
  key: `${signal}{cluster=${id}}`,
  cadence: 'critical',
  metric: signal,
  dimensions: [['Cluster Name', 'orders']],
  statistic: 'Maximum',
});

function found(signals: readonly string[], more: Partial<FoundCluster> = {}): FoundCluster {
  const cluster = {
    id,
    name: 'orders',
    account: 'a',
    region: 'r',
    type: 'standard',
    brokerIds: ['1'],
  } as const;
  return { cluster, series: signals.map(entry), isWhole: true, ...more };
}

const polled = new Map([
  ['cpu', 'normal'],
  ['disk', 'slow'],
] as const);
const keysOf = (series: readonly InventoryEntry[] = []) => series.map(({ metric }) => metric);

test('only polled signals are kept, each at its cadence', async () => {
  const models = createMemoryModelStore();
  const { isNew, hasChanged } = await keepInventory(models, found(['cpu', 'disk', 'heap']), polled);
  expect([isNew, hasChanged]).toEqual([true, true]);
  const kept = await loadInventory(models, id);
  expect(kept?.series.map(({ metric, cadence }) => [metric, cadence])).toEqual([
    ['cpu', 'normal'],
    ['disk', 'slow'],
  ]);
});

test('what has not changed is not written again', async () => {
  const models = createMemoryModelStore();
  await keepInventory(models, found(['cpu']), polled);
  const { isNew, hasChanged } = await keepInventory(models, found(['cpu']), polled);
  expect([isNew, hasChanged, models.saves]).toEqual([false, false, 1]);
});

test('another cadence, or another endpoint, is a change', async () => {
  const models = createMemoryModelStore();
  await keepInventory(models, found(['cpu']), polled);
  await keepInventory(models, found(['cpu']), new Map([['cpu', 'critical']] as const));
  await keepInventory(models, found(['cpu'], { targets: ['1=http://b-1/'] }), polled);
  expect(models.saves).toBe(3);
});

test('what a whole list no longer holds goes', async () => {
  const models = createMemoryModelStore();
  await keepInventory(models, found(['cpu', 'disk']), polled);
  await keepInventory(models, found(['disk']), polled);
  expect(keysOf((await loadInventory(models, id))?.series)).toEqual(['disk']);
});

test('a list that was cut short takes nothing away, adds what it found and moves no endpoint', async () => {
  const models = createMemoryModelStore();
  await keepInventory(models, found(['disk'], { targets: ['1=http://b-1/'] }), polled);
  await keepInventory(models, found(['cpu'], { isWhole: false }), polled);
  const kept = await loadInventory(models, id);
  expect(keysOf(kept?.series)).toEqual(['cpu', 'disk']);
  expect(kept?.targets).toEqual(['1=http://b-1/']);
});

test('signals that are no longer polled go, though the list was cut short', async () => {
  const models = createMemoryModelStore();
  await keepInventory(models, found(['cpu', 'disk']), polled);
  await keepInventory(models, found([], { isWhole: false }), new Map([['cpu', 'normal']] as const));
  expect(keysOf((await loadInventory(models, id))?.series)).toEqual(['cpu']);
});

test('a cluster of which nothing could be listed is not known yet', async () => {
  const models = createMemoryModelStore();
  const { isNew, hasChanged } = await keepInventory(models, found([], { isWhole: false }), polled);
  expect([isNew, hasChanged]).toEqual([true, false]);
  expect(await loadInventory(models, id)).toBeUndefined();
});

test('a state that is no inventory counts as none', async () => {
  const models = createMemoryModelStore();
  await models.save(new Map([[`inventory/${id}`, { series: 'many' }]]));
  expect(await loadInventory(models, id)).toBeUndefined();
});
