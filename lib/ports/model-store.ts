import type { Json } from '../domain/forecast/forecaster.ts';

/** Small states of a few kB by key: fitted models, rule states, watermarks. */
export interface ModelStore {
  /** The states of those keys that have one. */
  load(keys: readonly string[]): Promise<ReadonlyMap<string, Json>>;
  /** Replaces the state of each key. Idempotent. */
  save(states: ReadonlyMap<string, Json>): Promise<void>;
  close(): Promise<void>;
}
