import type { Json } from '../lib/domain/forecast/forecaster.ts';
import type { ModelStore } from '../lib/ports/model-store.ts';

/** A model store that answers from memory and writes what has changed when it is told to. */
export interface WriteBehindModelStore extends ModelStore {
  /** Writes what has changed since the last flush. */
  flush(): Promise<void>;
}

/**
 * Keeps the states in memory: on a laptop one process owns the file, and an accelerated simulation would
 * write every state several times a second. A crash loses the states since the last flush and nothing
 * else: every stage goes on from the time in its own state, and what it then does again changes nothing.
 */
export function createWriteBehindModelStore(inner: ModelStore): WriteBehindModelStore {
  const states = new Map<string, Json | undefined>();
  const changed = new Set<string>();
  const flush = async (): Promise<void> => {
    if (changed.size === 0) return;
    const keys = [...changed];
    changed.clear();
    try {
      await inner.save(new Map(keys.map((key) => [key, states.get(key) ?? null])));
    } catch (error) {
      for (const key of keys) changed.add(key);
      throw error;
    }
  };
  return {
    load: async (keys) => {
      const unknown = keys.filter((key) => !states.has(key));
      if (unknown.length > 0) {
        const found = await inner.load(unknown);
        // What was saved while this load was on its way is newer than what it found.
        for (const key of unknown) if (!states.has(key)) states.set(key, found.get(key));
      }
      return new Map(
        keys.flatMap((key) => {
          const state = states.get(key);
          return state === undefined ? [] : [[key, state] as const];
        }),
      );
    },
    save: async (given) => {
      for (const [key, state] of given) {
        states.set(key, state);
        changed.add(key);
      }
    },
    flush,
    close: async () => {
      await flush();
      await inner.close();
    },
  };
}
