import { type Cluster, clusterId, type MonitoringLevel } from '../lib/domain/cluster.ts';
import {
  defaultGroups,
  defaultTopics,
  type GroupSpec,
  type SimulationSpec,
  type TopicSpec,
} from '../lib/domain/simulation/index.ts';
import { localPlace } from './engine/index.ts';
import type { DescribedCluster } from './msk-stub/index.ts';

/** A simulated cluster of the local environment. */
export interface LocalCluster {
  readonly name: string;
  readonly topics: readonly TopicSpec[];
  readonly groups: readonly GroupSpec[];
  readonly brokers: number;
  readonly seed: number;
  readonly tags: Readonly<Record<string, string>>;
  /** @default PER_BROKER */
  readonly monitoring?: MonitoringLevel;
}

const paymentTopics: readonly TopicSpec[] = [
  topic('cards', 8, 420),
  topic('transfers', 4, 260),
  topic('refunds', 3, 90),
];

/**
 * The clusters that are simulated. `emulator/local.yaml` names the first, so CloudWatch alarms watch it; the
 * other is found by its tag, so our own evaluation watches it.
 */
export const clusters: readonly LocalCluster[] = [
  { name: 'orders', topics: defaultTopics, groups: defaultGroups, brokers: 3, seed: 1, tags: {} },
  {
    name: 'payments',
    topics: paymentTopics,
    groups: [
      { name: 'settlement', topics: ['cards', 'transfers'], members: 4 },
      { name: 'ledger', topics: ['transfers', 'refunds'], members: 3 },
    ],
    brokers: 3,
    seed: 2,
    tags: { tidewatch: 'watch' },
  },
];

/** @throws RangeError when there is no such cluster */
export function clusterNamed(name: string): LocalCluster {
  const found = clusters.find((one) => one.name === name);
  if (found) return found;
  throw new RangeError(`no cluster "${name}"; there are: ${clusters.map((one) => one.name).join(', ')}`);
}

function topic(name: string, partitions: number, messagesPerSecond: number): TopicSpec {
  return { name, partitions, messagesPerSecond, messageBytes: 900, retentionHours: 48, profile: 'steady' };
}

/** The ARN ends as MSK's do. */
export function arnOf(name: string): string {
  const { account, region } = localPlace;
  return `arn:aws:kafka:${region}:${account}:cluster/${name}/6357e0b2-0e6a-4b86-a0b4-70df934c2e31-5`;
}

/** What the MSK stub tells of them. */
export function localClusters(): readonly DescribedCluster[] {
  return clusters.map(describedCluster);
}

export function describedCluster({
  name,
  topics,
  brokers,
  tags,
  monitoring = 'PER_BROKER',
}: LocalCluster): DescribedCluster {
  return {
    name,
    arn: arnOf(name),
    type: 'standard',
    brokers,
    tags,
    monitoring,
    topics: topics.map((one) => one.name),
  };
}

/** The cluster as discovery will find it, for naming metrics. */
export function domainCluster({ name, brokers, monitoring = 'PER_BROKER' }: LocalCluster): Cluster {
  const { account, region } = localPlace;
  return {
    id: clusterId(account, region, name),
    name,
    account,
    region,
    arn: arnOf(name),
    type: 'standard',
    metadata: 'kraft',
    monitoring,
    instanceType: 'kafka.m7g.large',
    storageGib: 100,
    brokerIds: Array.from({ length: brokers }, (_, i) => String(i + 1)),
  };
}

/** Simulated from a time on, by the minute, without campaigns. */
export function simulationOf(cluster: LocalCluster, startMs: number): SimulationSpec {
  const { topics, groups, brokers, seed } = cluster;
  const { id } = domainCluster(cluster);
  return { clusterId: id, topics, groups, brokers, seed, startMs, stepMs: 60_000, campaigns: 'none' };
}
