import type { Cluster } from '../lib/domain/cluster.ts';
import type { Json } from '../lib/domain/forecast/forecaster.ts';
import type { ModelStore } from '../lib/ports/model-store.ts';

/** Where discover leaves the clusters as it last saw them, for all other stages. */
const key = (environment: string) => `clusters/${environment}`;

/** The clusters as discover last saw them; empty before its first run. */
export async function loadClusters(models: ModelStore, environment: string): Promise<readonly Cluster[]> {
  const states = await models.load([key(environment)]);
  // Nobody but `saveClusters` writes under this key.
  return (states.get(key(environment)) ?? []) as unknown as readonly Cluster[];
}

/** Remembers the clusters, sorted by id, if they have changed. @returns whether they had */
export async function saveClusters(
  models: ModelStore,
  environment: string,
  clusters: readonly Cluster[],
): Promise<boolean> {
  const sorted = [...clusters].sort((a, b) => (a.id < b.id ? -1 : 1));
  const known = await loadClusters(models, environment);
  if (JSON.stringify(known) === JSON.stringify(sorted)) return false;
  await models.save(new Map([[key(environment), sorted as unknown as Json]]));
  return true;
}
