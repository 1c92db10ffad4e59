import type { Cluster } from '../cluster.ts';
import type { PriceTable } from '../cost/prices.ts';
import type { Samples } from '../series/samples.ts';
import type { Campaign } from './campaign.ts';
import type { LevelShift, TrendScore } from './long-term/index.ts';
import type { Reach } from './reach.ts';
import type { Demand, SizedCluster, SizingOptions } from './sizing.ts';

/** What is known of a cluster, its past included. */
export interface PlanInput {
  readonly cluster: Cluster;
  /** Series of the cluster, an hour or less apart, or by day. */
  readonly samples: readonly Samples[];
  /** End of the past. */
  readonly nowMs: number;
}

export interface PlanOptions {
  /** Days ahead. @default 90 */
  readonly horizonDays?: number;
  /** Past and to come. @default none */
  readonly campaigns?: readonly Campaign[];
  /** Share that the scenarios of growth add and take away by the end of the horizon. @default 0.1 */
  readonly growthShare?: number;
  /** Coverage of intervals, 0 to 1. @default 0.95 */
  readonly level?: number;
  /** Share of each limit that is left free. @default 0.2 */
  readonly headroom?: number;
  /** What the cluster must survive without being over a limit. @default 'broker' */
  readonly survive?: SizingOptions['survive'];
  /** Availability zones: brokers come in multiples of them. @default 3 */
  readonly zones?: number;
  /** Copies of each partition. @default 3 */
  readonly replication?: number;
  /** Bytes to consumers for each byte in. @default as measured, else 2 */
  readonly fanOut?: number;
  /** How long topics keep what they take, in hours: sizes storage where no disk is measured. @default as known */
  readonly retentionHours?: number;
  /** Highest hour over the day's mean, where only days are measured. @default 2 */
  readonly peakFactor?: number;
  /** Which kinds of broker to choose among. @default both */
  readonly kinds?: readonly SizedCluster['kind'][];
  readonly prices?: PriceTable;
  /** Futures drawn. @default 1000 */
  readonly paths?: number;
  readonly seed?: number;
}

export interface Interval {
  readonly lower: number;
  readonly middle: number;
  readonly upper: number;
}

/** Values of the days from `startMs` on. */
export interface DailyPath {
  readonly startMs: number;
  readonly lower: Float64Array;
  readonly middle: Float64Array;
  readonly upper: Float64Array;
}

export interface DailyPast {
  readonly startMs: number;
  /** NaN is a gap. */
  readonly values: Float64Array;
}

export interface ScenarioPlan {
  readonly id: string;
  readonly title: string;
  /** Bytes of the whole horizon. */
  readonly total: Interval;
  /** Bytes a second in the highest hour of the horizon. */
  readonly peak: Interval;
  /** What holds its upper peak at the least price, of the kind that the plan recommends. */
  readonly size?: SizedCluster;
}

export interface CampaignReport {
  readonly name: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly isPast: boolean;
  /** Share by which the highest hour of its days rises: measured of past ones, expected of those to come. */
  readonly lift: number;
  /** Half of the 95 % interval. */
  readonly plusMinus: number;
}

export interface IngestionPlan {
  readonly past: { readonly mean: DailyPast; readonly peak: DailyPast };
  /** Bytes a second: the days' means, and their highest hours. */
  readonly mean: DailyPath;
  readonly peak: DailyPath;
  readonly scenarios: readonly ScenarioPlan[];
  readonly campaigns: readonly CampaignReport[];
  readonly model: {
    readonly trends: readonly TrendScore[];
    readonly origins: number;
    readonly error: number;
    readonly benchmarkError: number;
    readonly growthPerYear: number;
    /** Share by which each weekday differs from the mean, Monday first. */
    readonly weekdays: readonly number[];
    readonly shifts: readonly (LevelShift & { readonly timeMs: number })[];
  };
}

export type LimitUnit = 'percent' | 'bytes_per_second' | 'count';

export interface LimitPlan {
  readonly id: string;
  readonly title: string;
  readonly unit: LimitUnit;
  readonly limit: number;
  /** Where the limit comes from. */
  readonly source: string;
  /** Highest of the last seven days. */
  readonly now: number;
  readonly past: DailyPast;
  readonly path: DailyPath;
  readonly reach: Reach;
  /** What the values are, where it is not what the title says. */
  readonly remark?: string;
}

export interface Sizing {
  readonly demand: Demand;
  readonly options: Pick<SizingOptions, 'headroom' | 'survive' | 'zones' | 'mostBrokers'>;
  /** Today's cluster under the same demand; absent where its type or count is not known. */
  readonly today?: SizedCluster;
  /** The cheapest that holds the demand; absent where none does. */
  readonly best?: SizedCluster;
  /** The cheapest of other types, by price. */
  readonly others: readonly SizedCluster[];
  readonly pricesOf: string;
}

export interface CapacityPlan {
  readonly kind: 'plan';
  readonly cluster: Cluster;
  readonly nowMs: number;
  readonly horizonDays: number;
  readonly level: number;
  readonly history: { readonly fromMs: number; readonly toMs: number; readonly days: number };
  readonly ingestion: IngestionPlan;
  readonly limits: readonly LimitPlan[];
  readonly sizing: Sizing;
  /** What a reader must know of the data and the choice. */
  readonly notes: readonly string[];
  readonly assumptions: readonly string[];
}

export type PlanResult =
  | CapacityPlan
  | { readonly kind: 'too_short'; readonly got: number; readonly needed: number; readonly reason: string }
  | { readonly kind: 'no_ingestion'; readonly reason: string };
