/** Errors of live forecasts since a training, in half-widths of their 95 % intervals. */
export interface Drift {
  /** Steps that were scored. */
  count: number;
  /** Running mean over the steps. */
  mean: number;
}

/** A memory of so many steps: half a day of hours, so that a shift tells within hours and one bad hour does not. */
const memory = 12;
/** So many steps say something. */
const leastCount = 6;
/** One step counts as no more half-widths than this. */
const most = 3;
/** Normal errors that are as stated have a mean of 0.41; 1 is what the back-test exceeded once in 20. */
const limit = 1;

export function createDrift(): Drift {
  return { count: 0, mean: 0 };
}

/** Takes in what came of a step, by the mean over the forecasts that were made of it. */
export function driftTake(
  drift: Drift,
  forecasts: readonly { readonly mean: number; readonly lower: number; readonly upper: number }[],
  value: number,
): void {
  if (forecasts.length === 0) return;
  const sizes = forecasts.map(({ mean, lower, upper }) =>
    sizeOf(Math.abs(value - mean), Math.max(upper - mean, mean - lower)),
  );
  const size = sizes.reduce((a, b) => a + b, 0) / sizes.length;
  drift.count++;
  drift.mean += Math.max(1 / drift.count, 1 / memory) * (size - drift.mean);
}

function sizeOf(error: number, halfWidth: number): number {
  if (error === 0) return 0;
  return halfWidth > 0 ? Math.min(most, error / halfWidth) : most;
}

/**
 * Whether live forecasts have become worse than the back-test beyond noise: their usual error is as large as the one
 * that the back-test exceeds once in 20. The interval is the yardstick because it grows with the lead as errors do.
 * With the memory of 12 steps the mean of calm errors has a standard deviation near 0.15 even where three neighbours
 * err alike, so that the limit is four of them away.
 */
export function hasDrifted({ count, mean }: Drift): boolean {
  return count >= leastCount && mean > limit;
}
