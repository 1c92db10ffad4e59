import { monthHours } from '../cost/month.ts';
import type { PriceTable } from '../cost/prices.ts';
import {
  type BrokerLimits,
  brokerTypes,
  cpuPercent,
  diskPercent,
  gibForThroughput,
  iamConnections,
  mostStorageGib,
  volumeBytes,
} from './broker-types.ts';

/** What must be carried: of the whole cluster, at the upper bound of the forecast. */
export interface Demand {
  /** Bytes a second from producers in the highest hour. */
  readonly ingressPeak: number;
  /** The same on average, as expected: what is billed by the GB. */
  readonly ingressMean: number;
  /** Bytes to consumers for each byte from producers. */
  readonly fanOut: number;
  readonly replication: number;
  /** Bytes on all disks, replicas included; unknown where nothing tells. */
  readonly storageBytes?: number;
  /** Replicas on all brokers. */
  readonly partitions?: number;
  /** Where they are limited: with IAM. */
  readonly connections?: number;
  /** vCPUs in use in the highest hour. */
  readonly cpus?: number;
  /** Load of the busiest broker over that of the average one, 1 or more. */
  readonly skew: number;
}

export interface SizingOptions {
  /** Share of each limit that is left free while all brokers are up. */
  readonly headroom: number;
  readonly survive: 'none' | 'broker' | 'zone';
  readonly zones: number;
  readonly mostBrokers: number;
  /** Of the whole cluster today: kept where nothing says how much is stored. */
  readonly storageGib?: number;
  readonly prices: PriceTable;
}

/** A cluster as it is bought. */
export interface Size {
  readonly type: string;
  readonly brokers: number;
  /** Of each broker; absent on Express. */
  readonly storageGib?: number;
  /** Provisioned for each volume. */
  readonly provisionedMib?: number;
}

/** How much of a resource the demand takes. */
export interface Load {
  readonly id:
    | 'ingress'
    | 'egress'
    | 'network'
    | 'storage_throughput'
    | 'partitions'
    | 'connections'
    | 'cpu'
    | 'disk';
  /** Share of the limit with all brokers up, where `allowed` is what may be used. */
  readonly share: number;
  readonly allowed: number;
  /** Share of the limit with brokers down as the plan is to survive, of which all may be used. */
  readonly shareDegraded: number;
}

export interface SizedCluster extends Size {
  readonly kind: 'standard' | 'express';
  readonly loads: readonly Load[];
  readonly holds: boolean;
  /** The resource that is nearest to its limit. */
  readonly tightest: Load['id'];
  readonly usdPerMonth: number;
  readonly cost: {
    readonly brokers: number;
    readonly storage: number;
    readonly throughput: number;
    readonly ingress: number;
  };
}

const gibibyte = 1_073_741_824;
const mebibyte = 1_048_576;
const gigabyte = 1e9;
const secondsPerMonth = monthHours * 3600;

/** The cheapest cluster of each type that holds the demand, cheapest first; burstable types are for tests and left out. */
export function sizesFor(demand: Demand, options: SizingOptions): readonly SizedCluster[] {
  return brokerTypes
    .filter(({ type }) => !type.startsWith('kafka.t3'))
    .flatMap((limits) => cheapestOf(limits, demand, options) ?? [])
    .sort((a, b) => a.usdPerMonth - b.usdPerMonth);
}

function cheapestOf(limits: BrokerLimits, demand: Demand, options: SizingOptions): SizedCluster | undefined {
  const { zones, mostBrokers } = options;
  const found: SizedCluster[] = [];
  for (let brokers = zones; brokers <= mostBrokers; brokers += zones) {
    const size = fittingSize(limits, brokers, demand, options);
    const sized = size && judgeSize(limits, size, demand, options);
    if (sized?.holds) found.push(sized);
    // More brokers cost more; only the price of storage and its throughput could still fall, by less than a broker.
    if (found.length >= 2) break;
  }
  return found.sort((a, b) => a.usdPerMonth - b.usdPerMonth)[0];
}

/** Storage and throughput that so many brokers need; `undefined` when none would do. */
function fittingSize(
  { type, kind, provisionedBytes }: BrokerLimits,
  brokers: number,
  { storageBytes, ingressPeak, replication, skew }: Demand,
  { headroom, storageGib: ownGib = 0 }: SizingOptions,
): Size | undefined {
  if (kind === 'express') return { type, brokers };
  const kept =
    storageBytes === undefined
      ? ownGib / brokers
      : (storageBytes * skew) / brokers / (diskPercent / 100) / gibibyte;
  const written = (ingressPeak * replication * skew) / brokers / (1 - headroom);
  const forThroughput = gibForThroughput(written);
  const storageGib = roundedUp(Math.max(kept, forThroughput ?? 334, 100), 10);
  if (storageGib > mostStorageGib) return undefined;
  if (forThroughput !== undefined) return { type, brokers, storageGib };
  if (provisionedBytes === undefined || written > provisionedBytes) return undefined;
  return { type, brokers, storageGib, provisionedMib: Math.ceil(written / mebibyte) };
}

/** What the demand takes of a cluster, and what that costs. */
export function judgeSize(
  limits: BrokerLimits,
  size: Size,
  demand: Demand,
  options: SizingOptions,
): SizedCluster {
  const loads =
    limits.kind === 'express'
      ? expressLoads(limits, size, demand, options)
      : standardLoads(limits, size, demand, options);
  const used = ({ share, allowed, shareDegraded }: Load) => Math.max(share / allowed, shareDegraded);
  const tightest = loads.reduce((a, b) => (used(b) > used(a) ? b : a));
  const cost = costOf(size, limits, demand, options.prices);
  return {
    ...size,
    kind: limits.kind,
    loads,
    holds: used(tightest) <= 1 + 1e-9,
    tightest: tightest.id,
    cost,
    usdPerMonth: cost.brokers + cost.storage + cost.throughput + cost.ingress,
  };
}

/** Brokers that are down at once in what the plan is to survive. */
export function lostBrokers(
  brokers: number,
  { survive, zones }: Pick<SizingOptions, 'survive' | 'zones'>,
): number {
  if (survive === 'none' || brokers < 2) return 0;
  return survive === 'broker' ? 1 : Math.min(brokers - 1, Math.ceil(brokers / zones));
}

/**
 * The loads of one Standard broker. A broker that is down takes its replicas with it: the others write what they wrote,
 * but lead its partitions and serve its clients.
 * Source: AWS Big Data Blog, right-sizing Apache Kafka clusters, equation 1, with the brokers that are left.
 */
function standardLoads(
  limits: BrokerLimits,
  size: Size,
  demand: Demand,
  options: SizingOptions,
): readonly Load[] {
  const { ingressPeak, fanOut, replication, skew } = demand;
  const { brokers, storageGib, provisionedMib } = size;
  const allowed = 1 - options.headroom;
  const lost = lostBrokers(brokers, options);
  const volume = provisionedMib === undefined ? volumeBytes(storageGib ?? 0) : provisionedMib * mebibyte;
  const disk = Math.min(volume || Number.POSITIVE_INFINITY, limits.ebsBytes ?? Number.NaN);
  const network = limits.networkBytes ?? Number.NaN;
  const written = (ingressPeak * replication * skew) / brokers;
  const sent = ingressPeak * skew * (fanOut + replication - 1);
  const sentLater = sent - (ingressPeak * skew * replication * lost) / brokers;
  return [
    { id: 'storage_throughput', share: written / disk, allowed, shareDegraded: written / disk },
    {
      id: 'network',
      share: Math.max(sent / brokers, written) / network,
      allowed,
      shareDegraded: Math.max(sentLater / (brokers - lost), written) / network,
    },
    ...sharedLoads(limits, size, demand, options),
    ...diskLoad(size, demand),
  ];
}

function diskLoad({ storageGib, brokers }: Size, { storageBytes, skew }: Demand): readonly Load[] {
  if (storageBytes === undefined || storageGib === undefined) return [];
  const share = (storageBytes * skew) / brokers / (storageGib * gibibyte);
  return [{ id: 'disk', share, allowed: diskPercent / 100, shareDegraded: share }];
}

function expressLoads(
  limits: BrokerLimits,
  size: Size,
  demand: Demand,
  options: SizingOptions,
): readonly Load[] {
  const { ingressPeak, fanOut, skew } = demand;
  const { brokers } = size;
  const left = brokers - lostBrokers(brokers, options);
  const allowed = 1 - options.headroom;
  const load = (id: Load['id'], bytes: number, limit: number): Load => ({
    id,
    share: bytes / brokers / limit,
    allowed,
    shareDegraded: bytes / left / limit,
  });
  return [
    load('ingress', ingressPeak * skew, limits.ingressBytes ?? Number.NaN),
    load('egress', ingressPeak * skew * fanOut, limits.egressBytes ?? Number.NaN),
    // Processor time of Express brokers is not that of Standard ones.
    ...sharedLoads(
      limits,
      size,
      { ...demand, ...(demand.cpus !== undefined && { cpus: 0 }) },
      options,
    ).filter(({ id }) => id !== 'cpu'),
  ];
}

function sharedLoads(
  limits: BrokerLimits,
  { brokers }: Size,
  { partitions, connections, cpus, skew }: Demand,
  options: SizingOptions,
): readonly Load[] {
  const allowed = 1 - options.headroom;
  const left = brokers - lostBrokers(brokers, options);
  const loads: Load[] = [];
  if (partitions !== undefined) {
    const share = partitions / brokers / limits.partitions;
    loads.push({ id: 'partitions', share, allowed: 1, shareDegraded: share });
  }
  if (connections !== undefined) {
    const [share, shareDegraded] = [brokers, left].map((count) => connections / count / iamConnections);
    loads.push({ id: 'connections', share: share ?? 0, allowed, shareDegraded: shareDegraded ?? 0 });
  }
  if (cpus !== undefined) {
    const [share, shareDegraded] = [brokers, left].map((count) => (cpus * skew) / (count * limits.vcpus));
    // 60 % is AWS's own room for the loss of a broker.
    loads.push({
      id: 'cpu',
      share: share ?? 0,
      allowed: cpuPercent / 100,
      shareDegraded: shareDegraded ?? 0,
    });
  }
  return loads;
}

/** Of a month of 30 days. Express keeps what it keeps on three copies, and each is counted. */
function costOf(
  { type, brokers, storageGib, provisionedMib }: Size,
  { kind }: BrokerLimits,
  { ingressMean, storageBytes = 0 }: Demand,
  prices: PriceTable,
): SizedCluster['cost'] {
  const hourly = prices[type as keyof PriceTable]?.usd ?? Number.NaN;
  const storedGb = kind === 'express' ? storageBytes / gibibyte : brokers * (storageGib ?? 0);
  const beyond = provisionedMib === undefined ? 0 : brokers * Math.max(0, provisionedMib - 250);
  return {
    brokers: brokers * monthHours * hourly,
    storage: storedGb * prices.brokerStorage.usd,
    throughput: beyond * prices.brokerThroughput.usd,
    ingress:
      kind === 'express' ? ((ingressMean * secondsPerMonth) / gigabyte) * prices.expressIngress.usd : 0,
  };
}

function roundedUp(value: number, step: number): number {
  return Math.ceil(value / step) * step;
}
