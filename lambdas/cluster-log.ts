import type { Cluster } from '../lib/domain/cluster.ts';
import type { Json } from '../lib/domain/forecast/forecaster.ts';
import type { ModelStore } from '../lib/ports/model-store.ts';

/** Where collect leaves the clusters as it last saw them, for detect. */
const key = (environment: string) => `clusters/${environment}`;

/** The clusters as collect last saw them; empty before its first run. */
export async function loadClusters(models: ModelStore, environment: string): Promise<readonly Cluster[]> {
  const states = await models.load([key(environment)]);
  // Nobody but `saveClusters` writes under this key.
  return (states.get(key(environment)) ?? []) as unknown as readonly Cluster[];
}

/**
 * Remembers the clusters: those seen now as they are now, and wanted ones that could not be described as they
 * were, so that a failed call does not take their rules away.
 */
export async function saveClusters(
  models: ModelStore,
  environment: string,
  seen: readonly Cluster[],
  wantedArns: readonly string[],
): Promise<void> {
  const known = await loadClusters(models, environment);
  const missed = known.filter(
    ({ id, arn }) => !seen.some((one) => one.id === id) && wantedArns.includes(arn ?? ''),
  );
  const clusters = [...seen, ...missed].sort((a, b) => (a.id < b.id ? -1 : 1));
  await models.save(new Map([[key(environment), clusters as unknown as Json]]));
}
