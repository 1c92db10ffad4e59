import { StoreError } from '../../../../ports/errors.ts';
import { inParallel } from '../../../aws/parallel.ts';
import { pauseMs } from '../../../aws/retry.ts';
import { getItems, putItem } from './client.ts';
import type { Settings } from './options.ts';
import { type Item, type ItemKey, idOf } from './table.ts';

/** A change of one item, made on what is there. */
export interface Edit {
  readonly key: ItemKey;
  /** What the item shall hold; `undefined` to leave it. Called again when another writer came between. */
  readonly apply: (
    body: Uint8Array | undefined,
  ) => { readonly body: Uint8Array; readonly expiresMs: number } | undefined;
  /** Done before an item is written where there was none. */
  readonly beforeCreate?: () => Promise<void>;
}

/**
 * Reads the items (consistently, many a call), applies the edits, and writes each item on condition that nobody
 * else has since; those where somebody has are done again. What would not change is not written. At most one
 * edit an item.
 * @throws StoreError when the table does not answer, or others come first every time; a repeat mends it
 */
export async function editItems(settings: Settings, edits: readonly Edit[]): Promise<void> {
  const { table, width, attempts, delay } = settings;
  let pending = edits;
  for (let attempt = 1; pending.length > 0; attempt++) {
    if (attempt > attempts)
      throw new StoreError(`dynamodb table ${table}: other writers came first ${attempts} times; try again`);
    if (attempt > 1) await delay(pauseMs(attempt - 1));
    const keys = pending.map(({ key }) => key);
    const known = await getItems(settings, keys, { isConsistent: true });
    const isDone = await inParallel(pending, width, (edit) =>
      editItem(settings, edit, known.get(idOf(edit.key))),
    );
    pending = pending.filter((_, i) => !isDone[i]);
  }
}

async function editItem(settings: Settings, edit: Edit, known: Item | undefined): Promise<boolean> {
  const wanted = edit.apply(known?.body);
  if (wanted === undefined || (known && Buffer.compare(known.body, wanted.body) === 0)) return true;
  if (known === undefined) await edit.beforeCreate?.();
  const item = { ...edit.key, ...wanted, version: (known?.version ?? 0) + 1 };
  return putItem(settings, item, { seen: known?.version });
}
