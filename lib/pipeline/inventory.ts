import type { Json } from '../domain/forecast/forecaster.ts';
import { parseSeriesKey } from '../domain/series/series.ts';
import type { FoundCluster, Inventory, InventoryEntry } from '../ports/inventory.ts';
import type { ModelStore } from '../ports/model-store.ts';
import { fieldsOf } from './watermark.ts';

const inventoryKey = (cluster: string) => `inventory/${cluster}`;

/** What is read of the cluster, or `undefined` before it was found the first time. */
export async function loadInventory(models: ModelStore, cluster: string): Promise<Inventory | undefined> {
  const key = inventoryKey(cluster);
  const state = (await models.load([key])).get(key);
  const { series, targets } = fieldsOf(state);
  // Nobody but `keepInventory` writes under this key.
  return Array.isArray(series) && Array.isArray(targets) ? (state as unknown as Inventory) : undefined;
}

export interface KeptInventory {
  readonly inventory: Inventory;
  /** The cluster has not been seen before. */
  readonly isNew: boolean;
  readonly hasChanged: boolean;
}

/**
 * Remembers what is read of a cluster: of what was found the signals that are polled, each at its cadence.
 * Written only when it has changed. Where the list was cut short, what was known before stays beside what was
 * found, so that a failed call stops no poll; what a whole list no longer holds goes.
 * @param polled the cadence of each signal that is polled, by its id
 * @throws StoreError when the model store cannot be reached
 */
export async function keepInventory(
  models: ModelStore,
  found: FoundCluster,
  polled: ReadonlyMap<string, InventoryEntry['cadence']>,
): Promise<KeptInventory> {
  const cluster = found.cluster.id;
  const known = await loadInventory(models, cluster);
  const series = polledEntries(found.isWhole ? found.series : united(known, found), polled);
  const inventory: Inventory = { cluster, targets: found.targets ?? known?.targets ?? [], series };
  const hasChanged = known === undefined || JSON.stringify(known) !== JSON.stringify(inventory);
  const isEmpty = known === undefined && !found.isWhole && series.length === 0;
  if (hasChanged && !isEmpty) await models.save(new Map<string, Json>([[inventoryKey(cluster), inventory]]));
  return { inventory, isNew: known === undefined, hasChanged: hasChanged && !isEmpty };
}

function united(known: Inventory | undefined, { series }: FoundCluster): readonly InventoryEntry[] {
  const byKey = new Map([...(known?.series ?? []), ...series].map((entry) => [entry.key, entry]));
  return [...byKey.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
}

function polledEntries(
  entries: readonly InventoryEntry[],
  polled: ReadonlyMap<string, InventoryEntry['cadence']>,
): readonly InventoryEntry[] {
  return entries.flatMap((entry) => {
    const cadence = polled.get(parseSeriesKey(entry.key)?.signal ?? '');
    return cadence === undefined ? [] : [{ ...entry, cadence }];
  });
}
