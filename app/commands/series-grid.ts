/** Evenly spaced times: a fixed step, or one of whole months. */
export interface Grid {
  /** Time of step 0. */
  readonly startMs: number;
  /** Length of a step; of months, their average. */
  readonly stepMs: number;
  /** Set when a step is so many months of the calendar. */
  readonly months?: number;
  /** With months: the day of the month that the steps are on; past the end of a month it is its last day. */
  readonly day?: number;
}

const dayMs = 86_400_000;
const monthMs = 30.436875 * dayMs;
/** Lengths in days that steps of so many months can have. */
const calendarSteps = [
  { months: 1, least: 28, most: 31 },
  { months: 3, least: 90, most: 92 },
  { months: 6, least: 181, most: 184 },
  { months: 12, least: 365, most: 366 },
] as const;
/** Share of the differences that must be whole steps for the most common difference to be the step. */
const regularShare = 0.8;

/**
 * The grid that times are on: its step is their most common difference, or whole months when that is what the
 * differences and days say. Times that jitter give the nearest whole second, minute or hour.
 * @param timesMs ascending, each once, at least one; of a single one the step is unknown and 1 ms
 */
export function gridOf(timesMs: Float64Array): Grid {
  const startMs = timesMs[0] ?? 0;
  const differences = timesMs.subarray(1).map((time, i) => time - (timesMs[i] ?? time));
  if (differences.length === 0) return { startMs, stepMs: 1 };
  const common = mostCommon(differences);
  const months = calendarMonths(timesMs, differences, common);
  if (months !== undefined) return { startMs, stepMs: months * monthMs, months, day: dayOf(timesMs) };
  const stepMs = fixedStep(differences, common);
  return { startMs: startMs + phaseOf(timesMs, stepMs), stepMs };
}

/** The step of the grid that is nearest to a time. */
export function stepAt({ startMs, stepMs }: Grid, timeMs: number): number {
  // Months differ from their average by less than two days, so rounding finds the right one.
  return Math.round((timeMs - startMs) / stepMs);
}

export function timeAt(grid: Grid, step: number): number {
  if (grid.months === undefined) return grid.startMs + step * grid.stepMs;
  const start = new Date(grid.startMs);
  const month = start.getUTCMonth() + step * grid.months;
  const lastDay = new Date(Date.UTC(start.getUTCFullYear(), month + 1, 0)).getUTCDate();
  const day = Math.min(grid.day ?? 1, lastDay);
  return Date.UTC(start.getUTCFullYear(), month, day) + (((grid.startMs % dayMs) + dayMs) % dayMs);
}

/** The most frequent value, the smallest of several. */
function mostCommon(values: Float64Array): number {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].reduce((a, b) => (b[1] > a[1] || (b[1] === a[1] && b[0] < a[0]) ? b : a))[0];
}

function calendarMonths(times: Float64Array, differences: Float64Array, common: number): number | undefined {
  const days = common / dayMs;
  const { months } = calendarSteps.find(({ least, most }) => days >= least && days <= most) ?? {};
  if (months === undefined) return undefined;
  const isSteps = differences.every((difference) => {
    const steps = Math.max(1, Math.round(difference / (months * monthMs)));
    return Math.abs(difference - steps * months * monthMs) < 3 * dayMs;
  });
  // Every 28 or 30 days, and not every month, is a fixed step whose days wander.
  const isCalendar = differences.some((difference) => difference !== common) || isSameDay(times);
  return isSteps && isCalendar ? months : undefined;
}

function isSameDay(times: Float64Array): boolean {
  const day = dayOf(times);
  return times.every((time) => new Date(time).getUTCDate() === Math.min(day, daysInMonth(time)));
}

/** The day of the month of the times: 31 when all of them are the last of their month. */
function dayOf(times: Float64Array): number {
  let day = 0;
  let isEnd = true;
  for (const time of times) {
    const own = new Date(time).getUTCDate();
    day = Math.max(day, own);
    isEnd &&= own === daysInMonth(time);
  }
  return isEnd ? 31 : day;
}

function daysInMonth(timeMs: number): number {
  const date = new Date(timeMs);
  return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
}

function fixedStep(differences: Float64Array, common: number): number {
  const share = (tolerance: number) =>
    differences.reduce((count, difference) => {
      const steps = Math.max(1, Math.round(difference / common));
      return count + (Math.abs(difference / common - steps) <= tolerance * steps ? 1 : 0);
    }, 0) / differences.length;
  if (share(0) >= regularShare) return common;
  return roundStep(share(0.01) >= regularShare ? common : middle(differences));
}

function middle(values: Float64Array): number {
  return values.slice().sort()[values.length >>> 1] ?? 1;
}

/** The whole hour, minute or second within 2 % of a step, or the step. */
function roundStep(stepMs: number): number {
  const near = [3_600_000, 60_000, 1000]
    .map((unit) => Math.round(stepMs / unit) * unit)
    .find((rounded) => rounded > 0 && Math.abs(rounded - stepMs) < 0.02 * stepMs);
  return near ?? stepMs;
}

/** How far the grid is from the first time: where most of the times lie, when most agree. */
function phaseOf(times: Float64Array, stepMs: number): number {
  const first = times[0] ?? 0;
  const remainders = times.map((time) => (time - first) % stepMs);
  const common = mostCommon(remainders);
  const agree = remainders.reduce((count, remainder) => count + (remainder === common ? 1 : 0), 0);
  if (2 * agree < times.length) return 0;
  return common > stepMs / 2 ? common - stepMs : common;
}
