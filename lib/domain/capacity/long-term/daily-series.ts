import type { Samples } from '../../series/samples.ts';

/** Values of whole days in UTC, oldest first; NaN where a day has none that can be used. */
export interface DailySeries {
  /** Midnight of the first day. */
  readonly startMs: number;
  readonly values: Float64Array;
}

/** What a series did on each day. */
export interface DailyHistory {
  readonly startMs: number;
  /** Mean of the day's hours. */
  readonly mean: Float64Array;
  /** Highest hour of the day; NaN on days with fewer than four points. */
  readonly peak: Float64Array;
  /** Mean of each hour of the day as a share of the day's mean, over all days; 24 values, NaN where unknown. */
  readonly profile: Float64Array;
  /** Days that had some points, and too few of them. */
  readonly partialDays: number;
  /** Days without any point between the first and the last. */
  readonly emptyDays: number;
}

/** Times ascending, values finite. */
export type Points = Pick<Samples, 'timesMs' | 'values'>;

export const dayMs = 86_400_000;
const hourMs = 3_600_000;
/** Hours that a day must have: with fewer its mean depends on which are missing. */
const neededHours = 18;
/** Points of a day, six hours apart at most, whose highest says something of the highest hour. */
const fewestForPeak = 4;

/**
 * The days of a series of any resolution, or of several one after the other. Points within an hour count as their
 * mean, hours within a day as one each, also where they are two or six apart; a day whose neighbours are a day away is a daily value. The newest day
 * counts when it is over.
 * @param samples rates or levels; at least one point
 * @param rollup how the points of an hour become its value: `max` for levels such as disk use. @default 'mean'
 */
export function dailyHistoryOf({ timesMs, values }: Points, rollup: 'mean' | 'max' = 'mean'): DailyHistory {
  const startMs = Math.floor((timesMs[0] ?? 0) / dayMs) * dayMs;
  const days = Math.floor(((timesMs.at(-1) ?? startMs) - startMs) / dayMs) + 1;
  const hours = hoursOf({ timesMs, values }, startMs, days, rollup);
  const isDaily = dailyFlags(timesMs, startMs, days);
  const mean = new Float64Array(days).fill(Number.NaN);
  const peak = new Float64Array(days).fill(Number.NaN);
  let partialDays = 0;
  let emptyDays = 0;
  for (let day = 0; day < days; day++) {
    const all = hours.subarray(24 * day, 24 * day + 24);
    const own = all.filter(Number.isFinite);
    if (own.length === 0) emptyDays++;
    else if (own.length * hoursApart(all) >= neededHours) {
      mean[day] = own.reduce((sum, value) => sum + value, 0) / own.length;
      if (own.length >= fewestForPeak) peak[day] = own.reduce((most, value) => Math.max(most, value));
    } else if (own.length === 1 && isDaily[day] === 1) mean[day] = own[0] ?? Number.NaN;
    else partialDays++;
  }
  return {
    startMs,
    mean,
    peak,
    profile: profileOf(hours, mean),
    partialDays,
    emptyDays,
  };
}

function hoursOf(
  { timesMs, values }: Points,
  startMs: number,
  days: number,
  rollup: 'mean' | 'max',
): Float64Array {
  const hours = new Float64Array(24 * days).fill(Number.NaN);
  const counts = new Int32Array(24 * days);
  for (const [i, timeMs] of timesMs.entries()) {
    const value = values[i] ?? Number.NaN;
    const hour = Math.floor((timeMs - startMs) / hourMs);
    if (!Number.isFinite(value)) continue;
    const known = hours[hour] ?? Number.NaN;
    const count = counts[hour] ?? 0;
    if (count === 0) hours[hour] = value;
    else hours[hour] = rollup === 'max' ? Math.max(known, value) : (known * count + value) / (count + 1);
    counts[hour] = count + 1;
  }
  return hours;
}

/** 1 for days that have one point, 20 hours or more from those before and after. */
function dailyFlags(timesMs: Float64Array, startMs: number, days: number): Uint8Array {
  const flags = new Uint8Array(days);
  for (const [i, timeMs] of timesMs.entries()) {
    const before = timeMs - (timesMs[i - 1] ?? Number.NEGATIVE_INFINITY);
    const after = (timesMs[i + 1] ?? Number.POSITIVE_INFINITY) - timeMs;
    // A single point is of no resolution: only neighbours at some days' distance make it a daily value.
    const isDaily = Math.min(before, after) >= 20 * hourMs && Math.min(before, after) <= 7 * dayMs;
    if (isDaily) flags[Math.floor((timeMs - startMs) / dayMs)] = 1;
  }
  return flags;
}

/** The median distance of a day's points, in hours: 1 unless they are further apart by nature. */
function hoursApart(hours: Float64Array): number {
  const at = Array.from(hours.keys()).filter((hour) => Number.isFinite(hours[hour]));
  const gaps = at.slice(1).map((hour, i) => hour - (at[i] ?? hour));
  return gaps.sort((a, b) => a - b)[Math.floor((gaps.length - 1) / 2)] ?? 1;
}

function profileOf(hours: Float64Array, mean: Float64Array): Float64Array {
  const sums = new Float64Array(24);
  const counts = new Int32Array(24);
  for (const [i, value] of hours.entries()) {
    const share = value / (mean[Math.floor(i / 24)] ?? Number.NaN);
    if (!Number.isFinite(share)) continue;
    const hour = i % 24;
    sums[hour] = (sums[hour] ?? 0) + share;
    counts[hour] = (counts[hour] ?? 0) + 1;
  }
  return sums.map((sum, hour) => sum / (counts[hour] ?? 0));
}

/** Distances of points, finest first, in ms: those that a tenth of the past has. */
export function stepsOf(timesMs: Float64Array): readonly number[] {
  const counts = new Map<number, number>();
  for (let i = 1; i < timesMs.length; i++) {
    const gap = (timesMs[i] ?? 0) - (timesMs[i - 1] ?? 0);
    counts.set(gap, (counts.get(gap) ?? 0) + gap);
  }
  const spanMs = (timesMs.at(-1) ?? 0) - (timesMs[0] ?? 0);
  return [...counts]
    .filter(([, ms]) => ms >= spanMs / 10)
    .map(([gap]) => gap)
    .sort((a, b) => a - b);
}
