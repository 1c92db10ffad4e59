import { resolveLimit } from '../catalogue/limits.ts';
import type { Cluster } from '../cluster.ts';
import type { BrokerType } from '../cost/broker-prices.ts';

/** What one broker of a type can carry. Rates in bytes a second. */
export interface BrokerLimits {
  readonly type: BrokerType;
  readonly kind: 'standard' | 'express';
  readonly vcpus: number;
  /** Replicas that AWS recommends at most. */
  readonly partitions: number;
  /** Standard: sustained network of the instance, each way; Express has limits of its own. */
  readonly networkBytes?: number;
  /** Standard: sustained throughput between instance and volume. */
  readonly ebsBytes?: number;
  /** Standard: the most that can be provisioned for its volume, where that is offered. */
  readonly provisionedBytes?: number;
  /** Express: sustained, as AWS recommends. */
  readonly ingressBytes?: number;
  readonly egressBytes?: number;
}

/** Where the numbers come from, and when they were looked up. */
export const limitSources = {
  partitions: 'MSK developer guide: partitions per broker (2026-11)',
  express: 'MSK developer guide: best practices for Express brokers, throughput per broker (2026-11)',
  volume: 'MSK developer guide: manage storage throughput for Standard brokers (2026-11)',
  network: 'EC2 instance type specifications: baseline network bandwidth, as commonly quoted (2026-11)',
  ebs: 'EC2 user guide: EBS-optimised baseline throughput, as commonly quoted; the MSK guide has the same from m7g.2xlarge and m5.4xlarge up (2026-11)',
  connections: 'MSK quotas: 3,000 TCP connections a broker with IAM (2026-11)',
  cpu: 'MSK developer guide: best practices, CpuUser + CpuSystem under 60 % (2026-11)',
  disk: 'MSK developer guide: best practices, act at 85 % (2026-11)',
  storage: 'MSK quotas: 16,384 GiB a broker (2026-11)',
  throughput:
    'AWS Big Data Blog: best practices for right-sizing your Apache Kafka clusters, equation 1 and 80 % of it (2022-03)',
} as const;

export const mostStorageGib = 16_384;
export const iamConnections = 3000;
/** Share of processor time, in percent, that leaves room for the loss of a broker. */
export const cpuPercent = 60;
/** Share of a disk at which to act. */
export const diskPercent = 85;

const mebibyte = 1_048_576;
const gigabit = 1e9 / 8;
const megabit = 1e6 / 8;

const vcpus: Readonly<Record<string, number>> = {
  small: 2,
  large: 2,
  xlarge: 4,
  '2xlarge': 8,
  '4xlarge': 16,
  '8xlarge': 32,
  '12xlarge': 48,
  '16xlarge': 64,
  '24xlarge': 96,
};

/** Size: sustained network in Gbit/s, sustained throughput to the volume in Mbit/s, most that can be provisioned in
 *  MiB/s. */
type Row = readonly [network: number, ebs: number, provisioned?: number];
const families: Readonly<Record<'t3' | 'm5' | 'm7g', Readonly<Record<string, Row>>>> = {
  t3: { small: [0.128, 174] },
  m5: {
    large: [0.75, 650],
    xlarge: [1.25, 1150],
    '2xlarge': [2.5, 2300],
    '4xlarge': [5, 4750, 593],
    '8xlarge': [10, 6800, 850],
    '12xlarge': [12, 9500, 1000],
    '16xlarge': [20, 13_600, 1000],
    '24xlarge': [25, 19_000, 1000],
  },
  m7g: {
    large: [0.937, 630],
    xlarge: [1.876, 1250],
    '2xlarge': [3.75, 2500, 312.5],
    '4xlarge': [7.5, 5000, 625],
    '8xlarge': [15, 10_000, 1000],
    '12xlarge': [22.5, 15_000, 1000],
    '16xlarge': [30, 20_000, 1000],
  },
};

const expressSizes = ['large', 'xlarge', '2xlarge', '4xlarge', '8xlarge', '12xlarge', '16xlarge'] as const;

/** All types, of each family the small ones first. */
export const brokerTypes: readonly BrokerLimits[] = [
  ...Object.entries(families).flatMap(([family, sizes]) =>
    Object.entries(sizes).map(([size, row]) => standardBroker(family, size, row)),
  ),
  ...expressSizes.map(expressBroker),
];

/** The type of a name such as `kafka.m7g.large`; `undefined` when it is not known here. */
export function brokerTypeOf(name: string | undefined): BrokerLimits | undefined {
  return brokerTypes.find(({ type }) => type === name);
}

function standardBroker(family: string, size: string, [network, ebs, provisioned]: Row): BrokerLimits {
  const type = `kafka.${family}.${size}` as BrokerType;
  return {
    type,
    kind: 'standard',
    vcpus: vcpus[size] ?? Number.NaN,
    partitions: resolveLimit(clusterOf('standard', type), 'partitions_recommended') ?? Number.NaN,
    networkBytes: network * gigabit,
    ebsBytes: ebs * megabit,
    ...(provisioned !== undefined && { provisionedBytes: provisioned * mebibyte }),
  };
}

function expressBroker(size: string): BrokerLimits {
  const type = `express.m7g.${size}` as BrokerType;
  const cluster = clusterOf('express', type);
  return {
    type,
    kind: 'express',
    vcpus: vcpus[size] ?? Number.NaN,
    partitions: resolveLimit(cluster, 'partitions_recommended') ?? Number.NaN,
    ingressBytes: resolveLimit(cluster, 'express_ingress_bytes_per_second') ?? Number.NaN,
    egressBytes: resolveLimit(cluster, 'express_egress_bytes_per_second') ?? Number.NaN,
  };
}

function clusterOf(type: 'standard' | 'express', instanceType: string): Cluster {
  return { id: '', name: '', account: '', region: '', brokerIds: [], type, instanceType };
}

/** What a volume of so many GiB gives without provisioning, in bytes a second. */
export function volumeBytes(storageGib: number): number {
  return resolveLimit({ ...clusterOf('standard', ''), storageGib }, 'volume_bytes_per_second') ?? Number.NaN;
}

/** The GiB from which a volume gives so many bytes a second; `undefined` beyond what volumes give by themselves. */
export function gibForThroughput(bytesPerSecond: number): number | undefined {
  const mib = bytesPerSecond / mebibyte;
  if (mib <= 128) return 0;
  return mib <= 250 ? Math.ceil(mib / 0.75) : undefined;
}
