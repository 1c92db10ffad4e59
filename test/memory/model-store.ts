import type { Json } from '../../lib/domain/forecast/forecaster.ts';
import { StoreError } from '../../lib/ports/errors.ts';
import type { ModelStore } from '../../lib/ports/model-store.ts';

/** A model store in memory, for tests. It keeps JSON text, so that only what JSON can hold survives;
 *  `isDown` makes every call throw `StoreError` while it is set; `loads` and `saves` count the calls. */
interface MemoryModelStore extends ModelStore {
  isDown: boolean;
  loads: number;
  saves: number;
  /** Every key that has a state. */
  keys(): readonly string[];
}

export function createMemoryModelStore(): MemoryModelStore {
  const texts = new Map<string, string>();
  const store: MemoryModelStore = {
    isDown: false,
    loads: 0,
    saves: 0,
    keys: () => [...texts.keys()],
    async load(keys) {
      refuseWhenDown(store);
      store.loads++;
      const found = new Map<string, Json>();
      for (const key of keys) {
        const text = texts.get(key);
        if (text !== undefined) found.set(key, JSON.parse(text) as Json);
      }
      return found;
    },
    async save(states) {
      refuseWhenDown(store);
      store.saves++;
      for (const [key, state] of states) texts.set(key, JSON.stringify(state));
    },
    async close() {},
  };
  return store;
}

function refuseWhenDown(store: MemoryModelStore): void {
  if (store.isDown) throw new StoreError('the memory model store is down: set isDown to false');
}
