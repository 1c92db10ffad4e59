import type { Cluster } from '../../../lib/domain/cluster.ts';

const base = { id: 'a/b/orders', name: 'orders', account: 'a', region: 'b', brokerIds: ['1', '2', '3'] };

/** Clusters with all that their type can have: what none of them emits, no cluster of the type emits. */
export const fullClusters: readonly Cluster[] = [
  {
    ...base,
    type: 'standard',
    metadata: 'zookeeper',
    monitoring: 'PER_TOPIC_PER_PARTITION',
    instanceType: 'kafka.t3.small',
    storageGib: 100,
    tieredStorage: true,
    iamAuth: true,
    retentionSeconds: 604_800,
  },
  {
    ...base,
    type: 'standard',
    metadata: 'kraft',
    monitoring: 'PER_TOPIC_PER_PARTITION',
    instanceType: 'kafka.m7g.large',
    storageGib: 1000,
    volumeMibPerSecond: 500,
    tieredStorage: true,
    iamAuth: true,
    retentionSeconds: 604_800,
  },
  {
    ...base,
    type: 'express',
    metadata: 'kraft',
    monitoring: 'PER_TOPIC_PER_PARTITION',
    instanceType: 'express.m7g.xlarge',
    iamAuth: true,
    retentionSeconds: 604_800,
  },
  { ...base, type: 'serverless', iamAuth: true, brokerIds: [], retentionSeconds: 604_800 },
  { ...base, type: 'self_managed', metadata: 'kraft', storageGib: 100, retentionSeconds: 604_800 },
];

/** The plainest cluster of a type: only what every one has. */
export function plainCluster(type: Cluster['type']): Cluster {
  return { ...base, type };
}
