import type { Statistic } from '../catalogue/signal.ts';
import type { Samples } from '../series/samples.ts';

/** `count` periods of `periodMs`, the newest of which ends at `endMs` (exclusive). */
export interface Periods {
  readonly endMs: number;
  readonly periodMs: number;
  readonly count: number;
}

const minuteMs = 60_000;

/** Start of the oldest period. */
export function startOf({ endMs, periodMs, count }: Periods): number {
  return endMs - count * periodMs;
}

/**
 * One value a period, oldest first, NaN where a period has no point.
 *
 * `Sum` adds up one value a minute, as CloudWatch has it: points closer than a minute are averaged within
 * their minute first, so that a rule means the same however often its source measures. Where points lie
 * farther apart than a period, a point stands for the periods up to the next one. A period in the second half
 * of which the series only begins has no value: a few seconds must not stand for five minutes.
 */
export function valuesByPeriod(
  samples: Samples | undefined,
  statistic: Statistic,
  periods: Periods,
): Float64Array {
  const values = new Float64Array(periods.count).fill(Number.NaN);
  if (samples === undefined || samples.timesMs.length === 0) return values;
  const points = statistic === 'Sum' ? byMinute(samples) : samples;
  const counts = new Uint32Array(periods.count);
  const fromMs = startOf(periods);
  points.timesMs.forEach((timeMs, i) => {
    const period = Math.floor((timeMs - fromMs) / periods.periodMs);
    if (period < 0 || period >= periods.count) return;
    const value = points.values[i] ?? Number.NaN;
    const soFar = counts[period] === 0 ? undefined : values[period];
    values[period] = soFar === undefined ? value : combine(statistic, soFar, value);
    counts[period] = (counts[period] ?? 0) + 1;
  });
  if (statistic === 'Average') divide(values, counts);
  const begun = beginning(samples, periods);
  if (begun !== undefined) values[begun] = Number.NaN;
  return carryOver(values, samples, periods);
}

/** The period in the second half of which the series begins, if there is one. */
function beginning({ timesMs }: Samples, periods: Periods): number | undefined {
  const sinceMs = (timesMs[0] ?? Number.NaN) - startOf(periods);
  const period = Math.floor(sinceMs / periods.periodMs);
  const isLate = sinceMs - period * periods.periodMs > periods.periodMs / 2;
  return period >= 0 && period < periods.count && isLate && periods.periodMs > minuteMs ? period : undefined;
}

function combine(statistic: Statistic, soFar: number, value: number): number {
  if (statistic === 'Maximum') return Math.max(soFar, value);
  return statistic === 'Minimum' ? Math.min(soFar, value) : soFar + value;
}

function divide(values: Float64Array, counts: Uint32Array): void {
  counts.forEach((count, i) => {
    if (count > 1) values[i] = (values[i] ?? Number.NaN) / count;
  });
}

function byMinute({ timesMs, values }: Samples): { timesMs: readonly number[]; values: readonly number[] } {
  const sums = new Map<number, { sum: number; count: number }>();
  timesMs.forEach((timeMs, i) => {
    const minute = Math.floor(timeMs / minuteMs) * minuteMs;
    const entry = sums.get(minute) ?? { sum: 0, count: 0 };
    sums.set(minute, { sum: entry.sum + (values[i] ?? 0), count: entry.count + 1 });
  });
  return { timesMs: [...sums.keys()], values: [...sums.values()].map(({ sum, count }) => sum / count) };
}

function carryOver(
  values: Float64Array,
  { timesMs, values: points }: Samples,
  periods: Periods,
): Float64Array {
  const stepMs = usualStep(timesMs);
  if (!(stepMs > periods.periodMs)) return values;
  const fromMs = startOf(periods);
  let newest = -1;
  values.forEach((value, i) => {
    const endMs = fromMs + (i + 1) * periods.periodMs;
    while ((timesMs[newest + 1] ?? Number.POSITIVE_INFINITY) < endMs) newest++;
    const timeMs = timesMs[newest];
    if (Number.isNaN(value) && timeMs !== undefined && endMs - timeMs <= stepMs) {
      values[i] = points[newest] ?? Number.NaN;
    }
  });
  return values;
}

/** The median distance of points, NaN when there are fewer than two. */
function usualStep(timesMs: Float64Array): number {
  const steps = Float64Array.from(timesMs.subarray(1), (timeMs, i) => timeMs - (timesMs[i] ?? Number.NaN));
  return steps.sort()[steps.length >> 1] ?? Number.NaN;
}
