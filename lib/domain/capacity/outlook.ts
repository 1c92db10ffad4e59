import { quantileSorted } from '../numerics/order-statistics.ts';
import type { Campaign } from './campaign.ts';
import { type DailyHistory, dayMs } from './long-term/daily-series.ts';
import { forecastDays, type LongTermForecast, quantilePath, type Scenario } from './long-term/index.ts';
import type { DailyPath, Interval } from './plan-types.ts';

/** Futures of a daily series: of one in which nothing flows they are zeros. */
export interface DailyOutlook {
  /** Midnight of the first day ahead. */
  readonly startMs: number;
  readonly paths: (scenario: Scenario) => readonly Float64Array[];
  /** Absent where all values are 0. */
  readonly forecast?: LongTermForecast;
}

export interface OutlookSettings {
  /** Days of the paths, and days that trends are chosen for. */
  readonly days: number;
  readonly judgedDays: number;
  readonly campaigns: readonly Campaign[];
  readonly paths: number;
  readonly seed: number;
}

/** @returns `undefined` where there are too few days to say anything */
export function outlookOf(
  startMs: number,
  values: Float64Array,
  { days, judgedDays, campaigns, paths, seed }: OutlookSettings,
  exposure?: (campaign: Campaign, dayStartMs: number) => number,
): DailyOutlook | undefined {
  const result = forecastDays(
    { startMs, values },
    { horizon: days, judgedHorizon: judgedDays, campaigns, paths, seed, ...(exposure && { exposure }) },
  );
  if (result.kind === 'too_short') return undefined;
  if (result.kind === 'zero') return { startMs: result.startMs, paths: () => [new Float64Array(days)] };
  return { startMs: result.startMs, paths: result.paths, forecast: result };
}

/** The days' highest hours; where only days are measured, their means times a factor. */
export function peaksOf(
  { mean, peak }: DailyHistory,
  factor: number,
): { values: Float64Array; isGuessed: boolean } {
  const known = peak.filter(Number.isFinite).length;
  if (known >= Math.min(28, mean.filter(Number.isFinite).length)) return { values: peak, isGuessed: false };
  return {
    values: mean.map((value, day) => (Number.isFinite(peak[day]) ? (peak[day] ?? value) : value * factor)),
    isGuessed: true,
  };
}

/** Lower, middle and upper of each of the first `days` days. */
export function bandOf(
  startMs: number,
  paths: readonly Float64Array[],
  days: number,
  level: number,
): DailyPath {
  const first = paths.map((path) => path.subarray(0, days));
  const tail = (1 - level) / 2;
  return {
    startMs,
    lower: quantilePath(first, tail),
    middle: quantilePath(first, 0.5),
    upper: quantilePath(first, 1 - tail),
  };
}

/** Lower, middle and upper of one number a path. */
export function intervalOf(values: readonly number[], level: number): Interval {
  const sorted = Float64Array.from(values).sort();
  const tail = (1 - level) / 2;
  return {
    lower: quantileSorted(sorted, tail),
    middle: quantileSorted(sorted, 0.5),
    upper: quantileSorted(sorted, 1 - tail),
  };
}

/** The highest value of a path's first days. */
export function highest(path: Float64Array, days = path.length): number {
  return path.subarray(0, days).reduce((most, value) => Math.max(most, value), 0);
}

export function total(path: Float64Array, days = path.length): number {
  return path.subarray(0, days).reduce((sum, value) => sum + value, 0);
}

/** The hour of the day in which a series is commonly highest. */
export function peakHour({ profile }: DailyHistory): number {
  return profile.reduce(
    (best, value, hour) => (value > (profile[best] ?? Number.NEGATIVE_INFINITY) ? hour : best),
    0,
  );
}

/** How far the past reaches, from its first day to the end of its last. */
export function spanOf({ startMs, mean }: DailyHistory): { readonly fromMs: number; readonly toMs: number } {
  return { fromMs: startMs, toMs: startMs + mean.length * dayMs };
}
