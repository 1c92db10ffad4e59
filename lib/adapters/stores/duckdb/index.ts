import type { IncidentStore } from '../../../ports/incident-store.ts';
import type { MetricStore } from '../../../ports/metric-store.ts';
import type { ModelStore } from '../../../ports/model-store.ts';
import { openDatabase } from './database.ts';
import { createDuckDbIncidentStore } from './incident-store.ts';
import { createDuckDbMetricStore } from './metric-store.ts';
import { createDuckDbModelStore } from './model-store.ts';

export interface DuckDbStores {
  readonly metrics: MetricStore;
  readonly models: ModelStore;
  readonly incidents: IncidentStore;
  /** Waits for running work and writes everything into the file. */
  close(): Promise<void>;
}

/**
 * The three stores of a laptop, in one file.
 * @param path a file, made when it is not there, or `:memory:`
 * @throws StoreError when the file is in use by another process, is no database or cannot be written
 */
export async function openDuckDbStores(path: string): Promise<DuckDbStores> {
  const file = await openDatabase(path);
  return {
    metrics: await createDuckDbMetricStore(await file.connect()),
    models: createDuckDbModelStore(await file.connect()),
    incidents: createDuckDbIncidentStore(await file.connect()),
    close: () => file.close(),
  };
}
