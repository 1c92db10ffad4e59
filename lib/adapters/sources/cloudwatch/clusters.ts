import {
  DescribeClusterV2Command,
  ListClustersV2Command,
  ListNodesCommand,
  type Cluster as MskCluster,
  type NodeInfo,
} from '@aws-sdk/client-kafka';
import { parseClusterArn } from '../../../domain/arn.ts';
import { type Cluster, type ClusterType, clusterId, type MonitoringLevel } from '../../../domain/cluster.ts';
import type { Problem } from '../../../domain/series/samples.ts';
import { nameOf, withRetry } from '../../aws/retry.ts';
import type { Settings, WantedCluster } from './options.ts';
import { allPages } from './pages.ts';
import { problemOf } from './problems.ts';

export interface Found<T> {
  readonly items: readonly T[];
  readonly problems: readonly Problem[];
}

/** The wanted clusters as MSK describes them now; one that cannot be had is a problem. */
export async function findClusters(settings: Settings): Promise<Found<Cluster>> {
  const { items, problems } = await describedClusters(settings);
  const clusters: Cluster[] = [];
  const all: Problem[] = [...problems];
  for (const msk of items) {
    const { items: nodes, problems: ofNodes } = await nodesOf(settings, msk);
    all.push(...ofNodes);
    const cluster = clusterOf(msk, nodes);
    if (cluster.kind === 'cluster') clusters.push(cluster.cluster);
    else all.push({ kind: 'malformed', where: msk.ClusterName ?? 'msk', message: cluster.reason, count: 1 });
  }
  return { items: clusters, problems: all };
}

async function describedClusters(settings: Settings): Promise<Found<MskCluster>> {
  const { wanted } = settings;
  if (wanted === undefined) return listClusters(settings);
  const arns = wanted.filter((one) => one.kind === 'arn');
  const names = wanted.filter((one) => one.kind === 'name');
  const described = await Promise.all(arns.map((one) => describe(settings, one.arn.arn)));
  const listed = names.length === 0 ? nothing : await listClusters(settings);
  const named = listed.items.filter((msk) => names.some(({ name }) => name === msk.ClusterName));
  const lost = listed.problems.length > 0 ? [] : names.filter((one) => !named.some(isNamed(one)));
  const items = [...described.flatMap(({ items }) => items), ...named];
  return {
    items: [...new Map(items.map((msk) => [msk.ClusterArn, msk])).values()],
    problems: [
      ...described.flatMap(({ problems }) => problems),
      ...listed.problems,
      ...lost.map(({ name }) => unknownCluster(name)),
    ],
  };
}

const nothing: Found<MskCluster> = { items: [], problems: [] };

function isNamed(wanted: WantedCluster): (msk: MskCluster) => boolean {
  return (msk) => wanted.kind === 'name' && msk.ClusterName === wanted.name;
}

function unknownCluster(where: string): Problem {
  const message = `no MSK cluster '${where}' in this account and region; check its spelling, the region and the credentials`;
  return { kind: 'unknown_cluster', where, message, count: 1 };
}

async function listClusters(settings: Settings): Promise<Found<MskCluster>> {
  try {
    const items = await allPages(settings, async (NextToken) => {
      const page = await settings.kafka.send(new ListClustersV2Command({ NextToken }));
      return { items: page.ClusterInfoList, next: page.NextToken };
    });
    return { items, problems: [] };
  } catch (error) {
    return { items: [], problems: [problemOf('kafka:ListClustersV2', 'msk', error)] };
  }
}

async function describe({ kafka, delay, attempts }: Settings, arn: string): Promise<Found<MskCluster>> {
  try {
    const { ClusterInfo } = await withRetry(
      () => kafka.send(new DescribeClusterV2Command({ ClusterArn: arn })),
      { delay, attempts },
    );
    return ClusterInfo
      ? { items: [ClusterInfo], problems: [] }
      : { items: [], problems: [unknownCluster(arn)] };
  } catch (error) {
    const isUnknown = nameOf(error) === 'NotFoundException';
    const problem = isUnknown ? unknownCluster(arn) : problemOf('kafka:DescribeClusterV2', arn, error);
    return { items: [], problems: [problem] };
  }
}

/** Serverless clusters have no nodes of their own. */
async function nodesOf(settings: Settings, msk: MskCluster): Promise<Found<NodeInfo>> {
  if (msk.Provisioned === undefined || msk.ClusterArn === undefined) return { items: [], problems: [] };
  const { ClusterArn } = msk;
  try {
    const items = await allPages(settings, async (NextToken) => {
      const page = await settings.kafka.send(new ListNodesCommand({ ClusterArn, NextToken }));
      return { items: page.NodeInfoList, next: page.NextToken };
    });
    return { items, problems: [] };
  } catch (error) {
    return { items: [], problems: [problemOf('kafka:ListNodes', msk.ClusterName ?? ClusterArn, error)] };
  }
}

type ClusterResult =
  | { readonly kind: 'cluster'; readonly cluster: Cluster }
  | { readonly kind: 'malformed'; readonly reason: string };

/** The cluster in our words. Account and region come from the ARN, as no other field has them. */
function clusterOf(msk: MskCluster, nodes: readonly NodeInfo[]): ClusterResult {
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
