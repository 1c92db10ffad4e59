import type { Cluster } from '../lib/domain/cluster.ts';

/** The clusters of several sources, one entry an id: what one source does not know, another may. */
export function mergeClusters(found: readonly Cluster[]): Cluster[] {
  const byId = new Map<string, Cluster>();
  for (const cluster of found) {
    const before = byId.get(cluster.id);
    byId.set(cluster.id, before ? mergeTwo(before, cluster) : cluster);
  }
  return [...byId.values()];
}

function mergeTwo(a: Cluster, b: Cluster): Cluster {
  const brokerIds = [...new Set([...a.brokerIds, ...b.brokerIds])].toSorted();
  return { ...b, ...a, brokerIds };
}
