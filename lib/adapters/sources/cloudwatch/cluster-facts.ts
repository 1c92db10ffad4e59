import type { Cluster as MskCluster, NodeInfo } from '@aws-sdk/client-kafka';
import { parseClusterArn } from '../../../domain/arn.ts';
import { type Cluster, type ClusterType, clusterId, type MonitoringLevel } from '../../../domain/cluster.ts';

export type ClusterResult =
  | { readonly kind: 'cluster'; readonly cluster: Cluster }
  | { readonly kind: 'malformed'; readonly reason: string };

/** The cluster in our words. Account and region come from the ARN, as no other field has them. */
export function clusterOf(msk: MskCluster, nodes: readonly NodeInfo[]): ClusterResult {
  const parsed = parseClusterArn(msk.ClusterArn ?? '');
  if (parsed.kind !== 'arn') return { kind: 'malformed', reason: parsed.reason };
  const { arn, account, region, name } = parsed.arn;
  const cluster = {
    id: clusterId(account, region, name),
    name,
    account,
    region,
    arn,
    type: typeOf(msk),
    brokerIds: brokerIdsOf(nodes),
    ...present({ state: msk.State, metadata: metadataOf(msk, nodes) }),
    ...provisionedFacts(msk),
  };
  return { kind: 'cluster', cluster };
}

function typeOf(msk: MskCluster): ClusterType {
  if (msk.Provisioned === undefined) return 'serverless';
  const isExpress = msk.Provisioned.BrokerNodeGroupInfo?.InstanceType?.startsWith('express.') ?? false;
  return isExpress ? 'express' : 'standard';
}

function brokerIdsOf(nodes: readonly NodeInfo[]): readonly string[] {
  const ids = nodes.flatMap(({ BrokerNodeInfo }) => BrokerNodeInfo?.BrokerId ?? []);
  return ids.sort((a, b) => a - b).map(String);
}

function metadataOf(msk: MskCluster, nodes: readonly NodeInfo[]): Cluster['metadata'] {
  const { Provisioned } = msk;
  if (Provisioned === undefined) return undefined;
  if (nodes.some((node) => node.ControllerNodeInfo)) return 'kraft';
  if (Provisioned.CurrentBrokerSoftwareInfo?.KafkaVersion?.includes('kraft')) return 'kraft';
  if (Provisioned.ZookeeperConnectString || nodes.some((node) => node.ZookeeperNodeInfo)) return 'zookeeper';
  return undefined;
}

function provisionedFacts({ Provisioned, Serverless }: MskCluster): Partial<Cluster> {
  const serverlessIam = Serverless?.ClientAuthentication?.Sasl?.Iam?.Enabled;
  if (Provisioned === undefined) return present({ iamAuth: serverlessIam });
  const group = Provisioned.BrokerNodeGroupInfo;
  const volume = group?.StorageInfo?.EbsStorageInfo;
  const throughput = volume?.ProvisionedThroughput;
  return present({
    monitoring: Provisioned.EnhancedMonitoring as MonitoringLevel | undefined,
    kafkaVersion: Provisioned.CurrentBrokerSoftwareInfo?.KafkaVersion,
    instanceType: group?.InstanceType,
    storageGib: volume?.VolumeSize,
    volumeMibPerSecond: throughput?.Enabled ? throughput.VolumeThroughput : undefined,
    tieredStorage: Provisioned.StorageMode === undefined ? undefined : Provisioned.StorageMode === 'TIERED',
    iamAuth: Provisioned.ClientAuthentication?.Sasl?.Iam?.Enabled,
  });
}

/** The fields that are known: an unknown one is absent, not `undefined`. */
function present<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const known = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(known) as { [K in keyof T]?: Exclude<T[K], undefined> };
}

/** Ports of the open monitoring. Source: MSK developer guide, open monitoring with Prometheus. */
const ports = { jmx: 11001, node: 11002 } as const;

/** The endpoints of the exporters that are on, as `BROKER=URL`; empty when open monitoring is off. */
export function targetsOf({ Provisioned }: MskCluster, nodes: readonly NodeInfo[]): readonly string[] {
  const { JmxExporter, NodeExporter } = Provisioned?.OpenMonitoring?.Prometheus ?? {};
  const open = [
    ...(JmxExporter?.EnabledInBroker ? [ports.jmx] : []),
    ...(NodeExporter?.EnabledInBroker ? [ports.node] : []),
  ];
  return nodes.flatMap(({ BrokerNodeInfo }) => {
    const { BrokerId, Endpoints = [] } = BrokerNodeInfo ?? {};
    // One name is enough: the others lead to the same broker.
    const host = Endpoints[0]?.split(':')[0];
    if (BrokerId === undefined || host === undefined || host === '') return [];
    return open.map((port) => `${BrokerId}=http://${host}:${port}/metrics`);
  });
}
