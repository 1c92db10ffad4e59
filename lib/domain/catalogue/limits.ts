import type { Cluster } from '../cluster.ts';
import type { LimitId } from './rule.ts';

const mebibyte = 1024 * 1024;
const gibibyte = 1024 * mebibyte;
/** AWS gives Express throughput in MBps, decimal. */
const megabyte = 1_000_000;

/**
 * Partitions a broker, replicas included, that AWS recommends at most by size of instance.
 * Sources: MSK developer guide, best practices for Standard brokers; MSK quotas for Express brokers.
 */
const standardPartitions: Readonly<Record<string, number>> = {
  't3.small': 300,
  large: 1000,
  xlarge: 1000,
  '2xlarge': 2000,
};
const standardPartitionsFrom4xlarge = 4000;
const expressPartitions: Readonly<Record<string, number>> = {
  large: 1000,
  xlarge: 1000,
  '2xlarge': 2500,
  '4xlarge': 6000,
  '8xlarge': 12_000,
  '12xlarge': 16_000,
  '16xlarge': 20_000,
};

/** Sustained MBps in and out of one Express broker. Source: best practices for Express brokers. */
const expressThroughput: Readonly<Record<string, readonly [ingress: number, egress: number]>> = {
  large: [15.6, 31.2],
  xlarge: [31.2, 62.5],
  '2xlarge': [62.5, 125],
  '4xlarge': [124.9, 249.8],
  '8xlarge': [250, 500],
  '12xlarge': [375, 750],
  '16xlarge': [500, 1000],
};

/**
 * A limit of this cluster, in the unit of its name (`storage_bytes` and throughput: of one broker), or
 * `undefined` when what it depends on is not known: rules that need it then do not apply.
 */
export function resolveLimit(cluster: Cluster, limit: LimitId): number | undefined {
  switch (limit) {
    case 'partitions_recommended':
      return recommendedPartitions(cluster);
    case 'express_ingress_bytes_per_second':
      return expressBytes(cluster, 0);
    case 'express_egress_bytes_per_second':
      return expressBytes(cluster, 1);
    case 'volume_bytes_per_second':
      return volumeBytes(cluster);
    case 'storage_bytes':
      return cluster.storageGib === undefined ? undefined : cluster.storageGib * gibibyte;
    case 'retention_seconds':
      return cluster.retentionSeconds;
    case 'broker_count':
      return cluster.brokerIds.length > 0 ? cluster.brokerIds.length : undefined;
  }
}

/** `kafka.m7g.2xlarge` is of the family m7g and the size 2xlarge. */
function instanceOf({ instanceType }: Cluster): { family: string; size: string } | undefined {
  const [, family, size] = instanceType?.split('.') ?? [];
  return family && size ? { family, size } : undefined;
}

function recommendedPartitions(cluster: Cluster): number | undefined {
  const instance = instanceOf(cluster);
  if (!instance) return undefined;
  if (cluster.type === 'express') return expressPartitions[instance.size];
  if (cluster.type !== 'standard') return undefined;
  const { family, size } = instance;
  if (family === 't3') return standardPartitions[`t3.${size}`];
  const known = standardPartitions[size];
  if (known !== undefined) return known;
  const multiple = Number(/^(\d+)xlarge$/.exec(size)?.[1]);
  return multiple >= 4 ? standardPartitionsFrom4xlarge : undefined;
}

function expressBytes(cluster: Cluster, direction: 0 | 1): number | undefined {
  const size = cluster.type === 'express' ? instanceOf(cluster)?.size : undefined;
  const throughput = size === undefined ? undefined : expressThroughput[size];
  return throughput && throughput[direction] * megabyte;
}

/**
 * Provisioned throughput, or what the volume has without: gp2 gives 0.75 MiB/s a GiB, at least 128 and at
 * most 250. Source: aws/agent-toolkit-for-aws, managing-amazon-msk, troubleshoot-performance.
 */
function volumeBytes({ type, volumeMibPerSecond, storageGib }: Cluster): number | undefined {
  if (type !== 'standard') return undefined;
  if (volumeMibPerSecond !== undefined) return volumeMibPerSecond * mebibyte;
  if (storageGib === undefined) return undefined;
  return Math.min(250, Math.max(128, 0.75 * storageGib)) * mebibyte;
}
