/** The kinds of cluster that differ in what they emit. */
export const clusterTypes = ['standard', 'express', 'serverless', 'self_managed'] as const;
export type ClusterType = (typeof clusterTypes)[number];

/** MSK's enhanced monitoring levels; each holds all that the ones before it hold. */
export const monitoringLevels = [
  'DEFAULT',
  'PER_BROKER',
  'PER_TOPIC_PER_BROKER',
  'PER_TOPIC_PER_PARTITION',
] as const;
export type MonitoringLevel = (typeof monitoringLevels)[number];

/** What is known of a cluster. Absent means unknown, and rules that need it do not apply. */
export interface Cluster {
  /** `account/region/name`; `local/local/NAME` for a cluster that AWS does not run. */
  readonly id: string;
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly arn?: string;
  readonly type: ClusterType;
  readonly metadata?: 'zookeeper' | 'kraft';
  readonly monitoring?: MonitoringLevel;
  /** As MSK says it (ACTIVE, MAINTENANCE, REBOOTING_BROKER …). */
  readonly state?: string;
  readonly kafkaVersion?: string;
  /** `kafka.m7g.large`, `express.m7g.xlarge` … */
  readonly instanceType?: string;
  readonly brokerIds: readonly string[];
  /** Storage of one broker, in GiB. */
  readonly storageGib?: number;
  /** Provisioned throughput of one broker's volume, in MiB/s. */
  readonly volumeMibPerSecond?: number;
  readonly tieredStorage?: boolean;
  readonly iamAuth?: boolean;
  /** Longest retention that is known of a topic, in seconds. */
  readonly retentionSeconds?: number;
}

/** MSK's states in which brokers go away on purpose. Source: DescribeClusterV2, ClusterState. */
export const maintenanceStates: ReadonlySet<string> = new Set([
  'MAINTENANCE',
  'REBOOTING_BROKER',
  'UPDATING',
  'HEALING',
]);

export function clusterId(account: string, region: string, name: string): string {
  return `${account}/${region}/${name}`;
}
