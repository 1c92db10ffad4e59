import {
  DescribeClusterV2Command,
  ListClustersV2Command,
  ListNodesCommand,
  type Cluster as MskCluster,
  type NodeInfo,
} from '@aws-sdk/client-kafka';
import type { Cluster } from '../../../domain/cluster.ts';
import type { Problem } from '../../../domain/series/samples.ts';
import type { ClusterStates } from '../../../ports/inventory.ts';
import { inParallel } from '../../aws/parallel.ts';
import { nameOf, withRetry } from '../../aws/retry.ts';
import { clusterOf, targetsOf } from './cluster-facts.ts';
import type { Settings, WantedCluster } from './options.ts';
import { allPages } from './pages.ts';
import { problemOf } from './problems.ts';

export interface Found<T> {
  readonly items: readonly T[];
  readonly problems: readonly Problem[];
}

/** A wanted cluster. */
export interface Described {
  readonly cluster: Cluster;
  /** Endpoints of its open monitoring; absent when they are not known. */
  readonly targets?: readonly string[];
}

/** The wanted clusters as MSK describes them now, or as they were known; one that cannot be had is a problem. */
export async function findClusters(settings: Settings): Promise<Found<Described>> {
  const { items, known, problems } = await describedClusters(settings);
  const described = await inParallel(items, settings.width, (msk) => describedCluster(settings, msk));
  return {
    items: [...described.flatMap((one) => one.items), ...known.map((cluster) => ({ cluster }))],
    problems: [...problems, ...described.flatMap((one) => one.problems)],
  };
}

/** The states of the wanted clusters by ARN. */
export async function findStates(settings: Settings): Promise<ClusterStates> {
  const { items, problems } = await describedClusters(settings);
  const states = items.flatMap(({ ClusterArn = '', State }) =>
    State === undefined ? [] : [[ClusterArn, State] as const],
  );
  return { states: new Map(states), problems };
}

async function describedCluster(settings: Settings, msk: MskCluster): Promise<Found<Described>> {
  const nodes = await nodesOf(settings, msk);
  const made = clusterOf(msk, nodes.items);
  if (made.kind === 'malformed') {
    const where = msk.ClusterName ?? 'msk';
    return { items: [], problems: [{ kind: 'malformed', where, message: made.reason, count: 1 }] };
  }
  const { cluster } = made;
  if (nodes.problems.length > 0) {
    const known = settings.known.find(({ id }) => id === cluster.id)?.brokerIds ?? [];
    return { items: [{ cluster: { ...cluster, brokerIds: known } }], problems: nodes.problems };
  }
  const targets = settings.isScraped(cluster) ? targetsOf(msk, nodes.items) : [];
  const isOff = settings.isScraped(cluster) && targets.length === 0;
  return { items: [{ cluster, targets }], problems: isOff ? [openMonitoringOff(cluster)] : [] };
}

function openMonitoringOff({ name }: Cluster): Problem {
  const message = `open monitoring is off on ${name}: turn it on at MSK, or remove openMonitoring from the configuration`;
  return { kind: 'open_monitoring_off', where: name, message, count: 1 };
}

interface Clusters extends Found<MskCluster> {
  /** Those that could not be described. */
  readonly known: readonly Cluster[];
}

const nothing: Found<MskCluster> = { items: [], problems: [] };

async function describedClusters(settings: Settings): Promise<Clusters> {
  const { wanted, width } = settings;
  const arns = (wanted ?? []).filter((one) => one.kind === 'arn').map(({ arn }) => arn.arn);
  const others = (wanted ?? []).filter((one) => one.kind !== 'arn');
  const described = await inParallel(arns, width, (arn) => describe(settings, arn));
  const isListed = wanted === undefined || others.length > 0;
  const listed = isListed ? await listClusters(settings) : nothing;
  const chosen = listed.items.filter((msk) => wanted === undefined || others.some(isWanted(msk)));
  const items = uniqueByArn([...described.flatMap((one) => one.items), ...chosen]);
  const lost = listed.problems.length > 0 ? [] : others.filter(isLost(chosen));
  return {
    items,
    known: knownInstead(settings, items, arns, listed.problems.length > 0),
    problems: [
      ...described.flatMap(({ problems }) => problems),
      ...listed.problems,
      ...lost.flatMap((one) => (one.kind === 'name' ? [unknownCluster(one.name)] : [])),
    ],
  };
}

function uniqueByArn(items: readonly MskCluster[]): readonly MskCluster[] {
  return [...new Map(items.map((msk) => [msk.ClusterArn, msk])).values()];
}

/** What is known of the clusters that were asked for by ARN and not had, and of all when the list failed. */
function knownInstead(
  { known }: Settings,
  items: readonly MskCluster[],
  arns: readonly string[],
  hasListFailed: boolean,
): readonly Cluster[] {
  const had = new Set(items.map(({ ClusterArn }) => ClusterArn));
  return known.filter(({ arn = '' }) => !had.has(arn) && (hasListFailed || arns.includes(arn)));
}

function isWanted(msk: MskCluster): (wanted: WantedCluster) => boolean {
  return (wanted) => {
    if (wanted.kind === 'name') return msk.ClusterName === wanted.name;
    if (wanted.kind === 'arn') return false;
    return Object.entries(wanted.tags).every(([tag, value]) => msk.Tags?.[tag] === value);
  };
}

function isLost(chosen: readonly MskCluster[]): (wanted: WantedCluster) => boolean {
  return (wanted) => wanted.kind === 'name' && !chosen.some(({ ClusterName }) => ClusterName === wanted.name);
}

function unknownCluster(where: string): Problem {
  const message = `no MSK cluster '${where}' in this account and region; check its spelling, the region and the credentials`;
  return { kind: 'unknown_cluster', where, message, count: 1 };
}

async function listClusters(settings: Settings): Promise<Found<MskCluster>> {
  try {
    const items = await allPages(settings, async (NextToken) => {
      const page = await settings.kafka.send(new ListClustersV2Command({ NextToken, MaxResults: 100 }));
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
