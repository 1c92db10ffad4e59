import { madToSd, median, sortedFinite } from '../../numerics/order-statistics.ts';

/** A jump of the level that stays. */
export interface LevelShift {
  /** The first day at the new level. */
  readonly day: number;
  /** In units of the series. */
  readonly by: number;
}

export interface ShiftOptions {
  /** The least shift that counts, in units of the series. */
  readonly least: number;
}

/** Days on each side whose medians are compared, and how few the newer side may have. */
const window = 21;
const leastAfter = 7;
const leastBefore = 10;
/** Times the usual difference of neighbouring windows that a shift must exceed. */
const beyond = 5;
const mostShifts = 3;

/**
 * Days on which the level jumped and stayed: the medians of the weeks before and after differ by far more than such
 * medians do on other days, the change is sharp, and what follows stays on its side. At most three, by day.
 * @param y values without their weekly pattern; NaN is a gap
 */
export function levelShifts(y: Float64Array, { least }: ShiftOptions): readonly LevelShift[] {
  const shifts: LevelShift[] = [];
  let level = y;
  while (shifts.length < mostShifts) {
    const found = largestShift(level, least);
    if (found === undefined) break;
    shifts.push(found);
    level = withoutShift(level, found);
  }
  return shifts.sort((a, b) => a.day - b.day);
}

/** The series as if it had always been at its newest level. */
export function withoutShift(y: Float64Array, { day, by }: LevelShift): Float64Array {
  return y.map((value, i) => (i < day ? value + by : value));
}

function largestShift(y: Float64Array, least: number): LevelShift | undefined {
  const differences = new Float64Array(y.length).fill(Number.NaN);
  for (let day = leastBefore; day <= y.length - leastAfter; day++)
    differences[day] = medianOf(y, day, day + window) - medianOf(y, day - window, day);
  const sizes = sortedFinite(differences.map(Math.abs));
  if (sizes.length === 0) return undefined;
  // Windows that overlap the jump itself are many: the lower half of the differences tells what is usual.
  const usual = madToSd * median(sizes.subarray(0, Math.ceil(sizes.length / 2))) * 2;
  const needed = Math.max(least, beyond * usual);
  const day = sharpestDay(y, differences, needed);
  if (day === undefined || !isLasting(y, day, differences[day] ?? 0)) return undefined;
  return { day, by: differences[day] ?? 0 };
}

/** Of the days whose windows differ enough, the one where the nearest days on both sides differ most. */
function sharpestDay(y: Float64Array, differences: Float64Array, needed: number): number | undefined {
  let best: number | undefined;
  let most = 0;
  for (let day = 0; day < y.length; day++) {
    const difference = Math.abs(differences[day] ?? Number.NaN);
    if (!(difference >= needed)) continue;
    const sharp = Math.abs(median(nearest(y, day, 1)) - median(nearest(y, day - 1, -1)));
    if (sharp > 0.6 * difference && sharp * difference > most) {
      best = day;
      most = sharp * difference;
    }
  }
  return best === undefined ? undefined : exactDay(y, best);
}

/** The four values from a day on, onwards or backwards, past gaps. */
function nearest(y: Float64Array, from: number, step: 1 | -1): Float64Array {
  const found: number[] = [];
  for (let day = from; day >= 0 && day < y.length && found.length < 4; day += step) {
    const value = y[day] ?? Number.NaN;
    if (Number.isFinite(value)) found.push(value);
  }
  return Float64Array.from(found);
}

/** Of the days near by, the one that leaves the least distance from the levels before and after. */
function exactDay(y: Float64Array, near: number): number {
  const reach = 4;
  const before = medianOf(y, near - window, near - reach);
  const after = medianOf(y, near + reach, near + window);
  if (!Number.isFinite(before) || !Number.isFinite(after)) return near;
  const lossOf = (day: number) => {
    let loss = 0;
    for (let i = near - reach; i < near + reach; i++) {
      const value = y[i] ?? Number.NaN;
      if (Number.isFinite(value)) loss += Math.abs(value - (i < day ? before : after));
    }
    return loss;
  };
  const days = Array.from({ length: 2 * reach + 1 }, (_, i) => near - reach + i);
  return days.reduce((best, day) => (lossOf(day) < lossOf(best) ? day : best), near);
}

/** Whether what follows, to eight weeks, stays nearer to the new level than to the old. */
function isLasting(y: Float64Array, day: number, by: number): boolean {
  const before = medianOf(y, day - window, day);
  const later = medianOf(y, day, day + 56) - before;
  return Math.sign(later) === Math.sign(by) && Math.abs(later) > 0.5 * Math.abs(by);
}

function medianOf(y: Float64Array, from: number, to: number): number {
  return median(y.subarray(Math.max(0, from), Math.max(0, to)));
}
