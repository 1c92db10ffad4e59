import { median } from '../../numerics/order-statistics.ts';
import type { Campaign } from '../campaign.ts';
import { dayMs } from './daily-series.ts';
import { type LevelShift, levelShifts, withoutShift } from './level-shift.ts';
import { robustFit } from './robust-fit.ts';

/** What a campaign did to the logarithm of a day that it takes whole. */
export interface CampaignEffect {
  readonly campaign: Campaign;
  readonly effect: number;
  readonly error: number;
}

/** A daily series on the log scale, taken apart. */
export interface Adjusted {
  /** Without weekdays, campaigns and shifts: what trends are fitted to. NaN is a gap. */
  readonly level: Float64Array;
  /** Effect of each weekday, Monday first; their mean is 0. */
  readonly weekdays: Float64Array;
  readonly campaigns: readonly CampaignEffect[];
  readonly shifts: readonly LevelShift[];
}

export interface AdjustOptions {
  readonly startMs: number;
  readonly campaigns: readonly Campaign[];
  /** How much of a day a campaign takes: share of the mean, or reach for the peak. */
  readonly exposure: (campaign: Campaign, dayStartMs: number) => number;
}

/** Days between the bends that the trend may have while effects are estimated. */
const bendEvery = 56;
/** A shift is news from about an eighth of the level. */
const leastShift = 0.12;

/**
 * Takes the weekly pattern, the campaigns and the jumps of level out of a series, all at once by one robust
 * regression with a trend that may bend, so that neither growth nor a few wild days bend what is left.
 * @param y logarithms of daily values; NaN is a gap
 */
export function adjust(y: Float64Array, options: AdjustOptions): Adjusted {
  const { startMs, campaigns, exposure } = options;
  const columns = campaigns.map((campaign) => y.map((_, day) => exposure(campaign, startMs + day * dayMs)));
  const seen = columns.map((column) => column.some((share, day) => share > 0 && Number.isFinite(y[day])));
  const past = campaigns.flatMap((campaign, i) => {
    const column = columns[i];
    return seen[i] === true && column ? [{ campaign, column }] : [];
  });
  const quiet = y.map((value, day) =>
    past.some(({ column }) => (column[day] ?? 0) > 0) ? Number.NaN : value,
  );
  const shifts = levelShifts(withoutWeek(quiet, startMs), { least: leastShift });
  return fitted(y, options, past, shifts);
}

interface PastCampaign {
  readonly campaign: Campaign;
  readonly column: Float64Array;
}

function fitted(
  y: Float64Array,
  { startMs }: AdjustOptions,
  past: readonly PastCampaign[],
  shifts: readonly LevelShift[],
): Adjusted {
  const trend = trendColumns(y.length);
  const hasWeek = y.length >= 14;
  const weekdays = hasWeek ? weekdayColumns(y.length, startMs) : [];
  const steps = shifts.map(({ day }) => y.map((_, i) => (i < day ? -1 : 0)));
  const { coefficients, errors } = robustFit(
    [...trend, ...weekdays, ...steps, ...past.map(({ column }) => column)],
    y,
  );
  const from = trend.length;
  const stepsFrom = from + weekdays.length;
  const campaignsFrom = stepsFrom + steps.length;
  const effects = past.map(({ campaign }, i) => ({
    campaign,
    effect: coefficients[campaignsFrom + i] ?? 0,
    error: errors[campaignsFrom + i] ?? 0,
  }));
  const week = weekOf(hasWeek ? coefficients.subarray(from, stepsFrom) : new Float64Array(6));
  const known = shifts.map(({ day }, i) => ({ day, by: coefficients[stepsFrom + i] ?? 0 }));
  const plain = y.map((value, day) => {
    const lift = past.reduce((sum, { column }, i) => sum + (column[day] ?? 0) * (effects[i]?.effect ?? 0), 0);
    return value - (week[weekdayOf(startMs, day)] ?? 0) - lift;
  });
  return { level: known.reduce(withoutShift, plain), weekdays: week, campaigns: effects, shifts: known };
}

/** 0 on Mondays … 6 on Sundays; the epoch began on a Thursday. */
export function weekdayOf(startMs: number, day: number): number {
  return (((Math.round(startMs / dayMs) + day + 3) % 7) + 7) % 7;
}

/** A constant, a slope, and bends every eight weeks; all but the constant within about -1 and 1. */
function trendColumns(length: number): Float64Array[] {
  const hinges: number[] = [];
  for (let at = bendEvery; at < length - bendEvery / 2; at += bendEvery) hinges.push(at);
  const ramp = (from: number) =>
    new Float64Array(length).map((_, day) => Math.max(0, day - from) / Math.max(1, length));
  return [new Float64Array(length).fill(1), ramp(0), ...hinges.map(ramp)];
}

/** Six columns whose coefficients are Monday's to Saturday's effect; Sunday's is minus their sum. */
function weekdayColumns(length: number, startMs: number): Float64Array[] {
  return Array.from({ length: 6 }, (_, weekday) =>
    new Float64Array(length).map((_, day) => {
      const own = weekdayOf(startMs, day);
      return own === 6 ? -1 : own === weekday ? 1 : 0;
    }),
  );
}

function weekOf(six: Float64Array): Float64Array {
  const rest = six.reduce((sum, value) => sum - value, 0);
  return Float64Array.from([...six, rest]);
}

/** Without the median of each weekday's distance from its weeks: no regression, so jumps do no harm. */
function withoutWeek(y: Float64Array, startMs: number): Float64Array {
  const around = y.map((value, day) => value - median(y.subarray(Math.max(0, day - 10), day + 11)));
  const week = Array.from({ length: 7 }, (_, weekday) =>
    median(around.filter((_, day) => weekdayOf(startMs, day) === weekday)),
  );
  return y.map((value, day) => value - (week[weekdayOf(startMs, day)] || 0));
}
