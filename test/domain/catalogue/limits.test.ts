import { resolveLimit } from '../../../lib/domain/catalogue/index.ts';
import type { Cluster } from '../../../lib/domain/cluster.ts';
import { plainCluster } from './clusters.ts';

const of = (type: Cluster['type'], instanceType: string): Cluster => ({
  ...plainCluster(type),
  instanceType,
});

test.each([
  ['kafka.t3.small', 300],
  ['kafka.m5.large', 1000],
  ['kafka.m7g.xlarge', 1000],
  ['kafka.m7g.2xlarge', 2000],
  ['kafka.m5.4xlarge', 4000],
  ['kafka.m7g.16xlarge', 4000],
  ['kafka.m5.24xlarge', 4000],
])('%s is good for %i partitions', (instanceType, partitions) => {
  expect(resolveLimit(of('standard', instanceType), 'partitions_recommended')).toBe(partitions);
});

test.each([
  ['express.m7g.large', 1000, 15.6e6, 31.2e6],
  ['express.m7g.2xlarge', 2500, 62.5e6, 125e6],
  ['express.m7g.4xlarge', 6000, 124.9e6, 249.8e6],
  ['express.m7g.16xlarge', 20_000, 500e6, 1000e6],
])('%s is good for %i partitions and sustains %d bytes a second in and %d out', (instanceType, ...wanted) => {
  const cluster = of('express', instanceType);
  expect([
    resolveLimit(cluster, 'partitions_recommended'),
    resolveLimit(cluster, 'express_ingress_bytes_per_second'),
    resolveLimit(cluster, 'express_egress_bytes_per_second'),
  ]).toEqual(wanted);
});

test('a volume has the throughput that is provisioned', () => {
  const cluster = { ...plainCluster('standard'), volumeMibPerSecond: 312.5, storageGib: 100 };
  expect(resolveLimit(cluster, 'volume_bytes_per_second')).toBe(312.5 * 1024 ** 2);
});

test.each([
  [100, 128],
  [200, 150],
  [334, 250],
  [16_384, 250],
])('a volume of %i GiB without provisioned throughput gives %i MiB/s', (storageGib, mib) => {
  const cluster = { ...plainCluster('standard'), storageGib };
  expect(resolveLimit(cluster, 'volume_bytes_per_second')).toBe(mib * 1024 ** 2);
});

test('counts, storage and retention are the cluster’s own', () => {
  const cluster = { ...plainCluster('standard'), storageGib: 10, retentionSeconds: 86_400 };
  expect(resolveLimit(cluster, 'broker_count')).toBe(3);
  expect(resolveLimit(cluster, 'storage_bytes')).toBe(10 * 1024 ** 3);
  expect(resolveLimit(cluster, 'retention_seconds')).toBe(86_400);
});

test.each([
  'partitions_recommended',
  'express_ingress_bytes_per_second',
  'express_egress_bytes_per_second',
  'volume_bytes_per_second',
  'storage_bytes',
  'retention_seconds',
  'broker_count',
] as const)('%s is not known of a cluster of which nothing is', (limit) => {
  for (const type of ['standard', 'express', 'serverless', 'self_managed'] as const)
    expect(resolveLimit({ ...plainCluster(type), brokerIds: [] }, limit)).toBeUndefined();
});

test.each(['kafka.m9.huge', 'kafka', '', 'express.m7g.3xlarge'])(
  'an instance %p that is not known has no limit',
  (name) => {
    expect(resolveLimit(of('standard', name), 'partitions_recommended')).toBeUndefined();
    expect(resolveLimit(of('express', name), 'express_ingress_bytes_per_second')).toBeUndefined();
  },
);
