import { resolveLimit } from '../catalogue/limits.ts';
import type { Cluster } from '../cluster.ts';
import { brokerTypeOf, cpuPercent, diskPercent, iamConnections, limitSources } from './broker-types.ts';
import { dailyHistoryOf, type Points } from './long-term/daily-series.ts';
import { bandOf, type DailyOutlook, highest, type OutlookSettings, outlookOf, peakHour } from './outlook.ts';
import type { LimitPlan, LimitUnit } from './plan-types.ts';
import { fastReach, type Reach, reachOf } from './reach.ts';
import type { Measured } from './signals.ts';
import { type Demand, judgeSize, type Load, type SizingOptions } from './sizing.ts';

export interface LimitInput {
  readonly cluster: Cluster;
  readonly measured: Measured;
  readonly nowMs: number;
  readonly settings: OutlookSettings;
  readonly level: number;
}

interface LevelLimit {
  readonly id: string;
  readonly title: string;
  readonly unit: LimitUnit;
  readonly points: Points | undefined;
  readonly limit: number | undefined;
  readonly source: string;
  /** Whether it fills up rather than swings with the day. */
  readonly fills: boolean;
}

/** The limits of what the brokers hold: disks, partitions, connections, processor time; those that are measured. */
export function heldLimits(input: LimitInput): readonly LimitPlan[] {
  const { cluster, measured } = input;
  const partitions = resolveLimit(cluster, 'partitions_recommended');
  const all: readonly LevelLimit[] = [
    {
      id: 'disk',
      title: 'Data disk of the fullest broker',
      unit: 'percent',
      points: measured.diskPercent,
      limit: diskPercent,
      source: limitSources.disk,
      fills: true,
    },
    {
      id: 'partitions',
      title: 'Partitions of the broker that has most, replicas included',
      unit: 'count',
      points: measured.partitions,
      limit: partitions,
      source: limitSources.partitions,
      fills: true,
    },
    {
      id: 'connections',
      title: 'Connections of the broker that has most',
      unit: 'count',
      points: measured.connections,
      limit: cluster.iamAuth === true ? iamConnections : undefined,
      source: limitSources.connections,
      fills: false,
    },
    {
      id: 'cpu',
      title: 'Processor time of the busiest broker',
      unit: 'percent',
      points: measured.cpu,
      limit: cluster.type === 'standard' ? cpuPercent : undefined,
      source: limitSources.cpu,
      fills: false,
    },
  ];
  return all.flatMap((one) => heldLimit(one, input) ?? []);
}

function heldLimit(
  { points, limit, fills, ...words }: LevelLimit,
  { nowMs, settings, level }: LimitInput,
): LimitPlan | undefined {
  if (points === undefined || limit === undefined) return undefined;
  const history = dailyHistoryOf(points, 'max');
  const values = history.peak.some(Number.isFinite) ? history.peak : history.mean;
  const outlook = outlookOf(history.startMs, values, { ...settings, campaigns: [] });
  if (outlook === undefined) return undefined;
  const plan = limitOf(
    { words, limit, outlook, history: { startMs: history.startMs, values }, hour: peakHour(history) },
    { nowMs, settings, level },
  );
  const fast = fills ? fastReach(lastHours(points, nowMs), limit) : undefined;
  const isSooner =
    fast !== undefined && (fast.likelyMs ?? 0) < (plan.reach.likelyMs ?? Number.POSITIVE_INFINITY);
  return isSooner ? { ...plan, reach: fast } : plan;
}

const hourMs = 3_600_000;

/** The hours before the end of the past, NaN where there is none. */
function lastHours({ timesMs, values }: Points, nowMs: number): Float64Array {
  const hours = new Float64Array(48).fill(Number.NaN);
  const endMs = Math.ceil(nowMs / hourMs) * hourMs;
  for (let i = timesMs.length - 1; i >= 0 && (timesMs[i] ?? 0) >= endMs - 48 * hourMs; i--) {
    const hour = 48 - Math.ceil((endMs - (timesMs[i] ?? 0)) / hourMs);
    const known = hours[hour] ?? Number.NaN;
    hours[hour] = Number.isNaN(known) ? (values[i] ?? Number.NaN) : Math.max(known, values[i] ?? known);
  }
  return hours;
}

interface LimitParts {
  readonly words: Pick<LimitPlan, 'id' | 'title' | 'unit' | 'source' | 'remark'>;
  readonly limit: number;
  readonly outlook: DailyOutlook;
  readonly history: { readonly startMs: number; readonly values: Float64Array };
  readonly hour: number;
  readonly hasCampaigns?: boolean;
}

/** Of a limit that the last days have met already. */
const reachedNow: Reach = { earliestMs: 0, likelyMs: 0, latestMs: 0, chance: 1, isFast: false };

function limitOf(
  { words, limit, outlook, history, hour, hasCampaigns = false }: LimitParts,
  { nowMs, settings, level }: Pick<LimitInput, 'nowMs' | 'settings' | 'level'>,
): LimitPlan {
  const paths = outlook.paths({ hasCampaigns, growth: 0 });
  const { startMs } = outlook;
  const week = history.values.subarray(-7).filter(Number.isFinite);
  const now = week.length === 0 ? Number.NaN : highest(week);
  return {
    ...words,
    limit,
    now,
    past: history,
    path: bandOf(startMs, paths, settings.judgedDays, level),
    reach:
      now >= limit
        ? reachedNow
        : reachOf({ paths, limit, startMs, nowMs, hour, horizon: settings.judgedDays, level }),
  };
}

export interface ThroughputInput extends Omit<LimitInput, 'measured'> {
  /** Futures of the highest hour of ingestion, with its past. */
  readonly peak: DailyOutlook;
  readonly past: { readonly startMs: number; readonly values: Float64Array };
  readonly hour: number;
  readonly demand: Demand;
  readonly options: SizingOptions;
}

const throughputTitles: Partial<Record<Load['id'], string>> = {
  ingress: 'Ingestion against the ingress limit of the brokers',
  egress: 'Ingestion against the egress limit of the brokers',
  network: 'Ingestion against the network of the brokers',
  storage_throughput: 'Ingestion against the throughput of the volumes',
};

/** Ingestion against each limit of throughput of today's cluster: the rate at which that would be met. */
export function throughputLimits(input: ThroughputInput): readonly LimitPlan[] {
  const { cluster, demand, options, peak, past, hour } = input;
  const limits = brokerTypeOf(cluster.instanceType);
  const brokers = cluster.brokerIds.length;
  if (limits === undefined || brokers === 0 || !(demand.ingressPeak > 0)) return [];
  const size = {
    type: limits.type,
    brokers,
    ...(cluster.storageGib !== undefined && { storageGib: cluster.storageGib }),
    ...(cluster.volumeMibPerSecond !== undefined && { provisionedMib: cluster.volumeMibPerSecond }),
  };
  return judgeSize(limits, size, demand, options).loads.flatMap((load) => {
    const title = throughputTitles[load.id];
    const used = Math.max(load.share / load.allowed, load.shareDegraded);
    if (title === undefined || !(used > 0)) return [];
    const source =
      limits.kind === 'express'
        ? limitSources.express
        : `${load.id === 'network' ? limitSources.network : `${limitSources.volume}; ${limitSources.ebs}`}; ${limitSources.throughput}`;
    const words = { id: load.id, title, unit: 'bytes_per_second', source } as const;
    // All loads are in proportion to ingestion, so the limit is the rate at which they would be 1.
    return [
      limitOf(
        { words, limit: demand.ingressPeak / used, outlook: peak, history: past, hour, hasCampaigns: true },
        input,
      ),
    ];
  });
}
