import { median, quantileSorted } from '../../numerics/order-statistics.ts';
import type { Campaign } from '../campaign.ts';
import { type Adjusted, type AdjustOptions, adjust, type CampaignEffect } from './adjust.ts';
import { type ChosenTrend, chooseTrend, type TrendScore } from './choose.ts';
import { type DailySeries, dayMs } from './daily-series.ts';
import type { LevelShift } from './level-shift.ts';
import { residualsOf, samplePaths } from './sample-paths.ts';

export type { CampaignEffect } from './adjust.ts';
export type { TrendScore } from './choose.ts';
export type { DailySeries } from './daily-series.ts';
export type { LevelShift } from './level-shift.ts';

export interface LongTermOptions {
  /** Days ahead. */
  readonly horizon: number;
  /** Days ahead that trends are chosen for, where it is less. @default horizon */
  readonly judgedHorizon?: number;
  /** Past and to come. @default none */
  readonly campaigns?: readonly Campaign[];
  /** How much of a day a campaign takes, 0 to 1. @default never any */
  readonly exposure?: AdjustOptions['exposure'];
  /** Paths to draw. @default 1000 */
  readonly paths?: number;
  /** Another one draws other paths. @default 1 */
  readonly seed?: number;
}

/** What differs from what is expected. */
export interface Scenario {
  /** Whether campaigns that are planned take place. */
  readonly hasCampaigns: boolean;
  /** Share by which the last day that trends are chosen for is higher than they say, growing from 0: 0.1, -0.1. */
  readonly growth: number;
}

/** Days of the future as they may come: paths that are each whole, so that maxima and crossings can be counted. */
export interface LongTermForecast {
  readonly kind: 'forecast';
  /** Midnight of the first day ahead. */
  readonly startMs: number;
  /** Expected log effects: of weekdays Monday first, of campaigns past. */
  readonly weekdays: Float64Array;
  readonly campaigns: readonly CampaignEffect[];
  readonly shifts: readonly LevelShift[];
  readonly scores: readonly TrendScore[];
  readonly origins: number;
  readonly error: number;
  readonly benchmarkError: number;
  /** Growth of the trend over a year at its present pace, as a share. */
  readonly growthPerYear: number;
  /** Days of the past with a value. */
  readonly days: number;
  paths(scenario: Scenario): readonly Float64Array[];
}

export type LongTermResult =
  | LongTermForecast
  /** Nothing has flowed: every forecast is 0. */
  | { readonly kind: 'zero'; readonly startMs: number; readonly days: number }
  | { readonly kind: 'too_short'; readonly got: number; readonly needed: number };

/** Days without which not even a flat line can be drawn with an interval. */
const fewestDays = 7;

/**
 * The days ahead of a daily series over weeks to a year: a combination of trends, weighed by back-tests at the real
 * horizon, with the weekly pattern, campaigns, and intervals from the back-tests' errors and the series' own days.
 * Gaps, wild days and jumps of level are taken for what they are; a few zeros among other values count as gaps.
 * @param series daily values of 0 or more
 */
export function forecastDays(series: DailySeries, options: LongTermOptions): LongTermResult {
  const { startMs, values } = trimmed(series);
  const days = values.filter(Number.isFinite).length;
  const endMs = startMs + values.length * dayMs;
  if (days < fewestDays) return { kind: 'too_short', got: days, needed: fewestDays };
  if (!values.some((value) => value > 0)) return { kind: 'zero', startMs: endMs, days };
  const logs = logsOf(values);
  const { campaigns = [], exposure = () => 0 } = options;
  const adjusted = adjust(logs, { startMs, campaigns, exposure });
  const chosen = chooseTrend(adjusted.level, options.judgedHorizon ?? options.horizon);
  return made({ startMs: endMs, days, adjusted, chosen }, { ...options, campaigns, exposure });
}

/** Share of days without anything from which on they are how the series is, and no outages. */
export const sporadic = 0.3;

/** Logarithms; a zero is a gap, or where zeros are common a hundredth of a usual day. */
function logsOf(values: Float64Array): Float64Array {
  const positive = values.filter((value) => value > 0);
  const zeros = values.filter((value) => value <= 0).length;
  const isSporadic = zeros > sporadic * (zeros + positive.length);
  const least = isSporadic ? Math.log(median(positive) / 100) : Number.NaN;
  return values.map((value) => (value > 0 ? Math.log(value) : Number.isNaN(value) ? value : least));
}

interface Parts {
  readonly startMs: number;
  readonly days: number;
  readonly adjusted: Adjusted;
  readonly chosen: ChosenTrend;
}

function made(
  { startMs, days, adjusted, chosen }: Parts,
  {
    horizon,
    judgedHorizon = horizon,
    campaigns = [],
    exposure = () => 0,
    paths = 1000,
    seed = 1,
  }: LongTermOptions,
): LongTermForecast {
  const centre = chosen.ahead(adjusted.level, horizon);
  const span = Math.min(28, horizon) - 1;
  const pace = span > 0 ? ((centre[span] ?? 0) - (centre[0] ?? 0)) / span : 0;
  const residuals = residualsOf(adjusted.level);
  const { weekdays, shifts } = adjusted;
  const { scores, origins, error, benchmarkError } = chosen;
  return {
    kind: 'forecast',
    startMs,
    weekdays,
    campaigns: adjusted.campaigns,
    shifts,
    scores,
    origins,
    error,
    benchmarkError,
    growthPerYear: Math.expm1(365 * pace),
    days,
    paths: drawnOnce(judgedHorizon, (hasCampaigns) =>
      samplePaths({
        startMs,
        centre,
        spreadAt: chosen.spreadAt,
        weekdays,
        residuals,
        past: adjusted.campaigns,
        planned: hasCampaigns ? campaigns.filter(({ toMs }) => toMs > startMs) : [],
        exposure,
        paths,
        seed,
      }),
    ),
  };
}

/** Draws the futures with campaigns and without once each; those of more growth are the same ones, lifted.
 *  @param rising days after which all of the growth is there */
function drawnOnce(
  rising: number,
  draw: (hasCampaigns: boolean) => readonly Float64Array[],
): LongTermForecast['paths'] {
  const drawn = new Map<boolean, readonly Float64Array[]>();
  return ({ hasCampaigns, growth }) => {
    const known = drawn.get(hasCampaigns) ?? draw(hasCampaigns);
    drawn.set(hasCampaigns, known);
    if (growth === 0) return known;
    const rise = known[0]?.map((_, h) => (1 + growth) ** ((h + 1) / rising));
    return known.map((path) => path.map((value, h) => value * (rise?.[h] ?? 1)));
  };
}

/** Without days before the first value and after the last. */
function trimmed({ startMs, values }: DailySeries): DailySeries {
  const first = values.findIndex(Number.isFinite);
  if (first < 0) return { startMs, values: new Float64Array(0) };
  const last = values.findLastIndex(Number.isFinite);
  return { startMs: startMs + first * dayMs, values: values.slice(first, last + 1) };
}

/** The value at a share of the paths for each day ahead. */
export function quantilePath(paths: readonly Float64Array[], share: number): Float64Array {
  const days = paths[0]?.length ?? 0;
  const day = new Float64Array(paths.length);
  return new Float64Array(days).map((_, h) => {
    for (const [i, path] of paths.entries()) day[i] = path[h] ?? Number.NaN;
    return quantileSorted(day.sort(), share);
  });
}
