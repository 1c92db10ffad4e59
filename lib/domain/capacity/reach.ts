import { dayMs } from './long-term/daily-series.ts';
import { robustFit } from './long-term/robust-fit.ts';

/** When a limit is reached, in ms from now; a part that is absent lies beyond what was looked at. */
export interface Reach {
  readonly earliestMs?: number;
  readonly likelyMs?: number;
  readonly latestMs?: number;
  /** Share of the futures drawn in which it is reached within the plan's horizon. */
  readonly chance: number;
  /** The newest days alone, which rise fast, say so; the long-term forecast does not know of it. */
  readonly isFast: boolean;
}

export interface ReachInput {
  readonly paths: readonly Float64Array[];
  readonly limit: number;
  /** Midnight of the first day of the paths. */
  readonly startMs: number;
  readonly nowMs: number;
  /** Hour of the day in which the series is highest. */
  readonly hour: number;
  /** Days of the plan's horizon; the paths may be longer. */
  readonly horizon: number;
  /** Coverage of earliest to latest, 0 to 1. */
  readonly level: number;
}

const hourMs = 3_600_000;

/** The time to a limit by whole futures: each of them crosses it once or never. */
export function reachOf({ paths, limit, startMs, nowMs, hour, horizon, level }: ReachInput): Reach {
  const days = Float64Array.from(paths, (path) => {
    const day = path.findIndex((value) => value >= limit);
    return day < 0 ? Number.POSITIVE_INFINITY : day;
  }).sort();
  const at = (share: number) => {
    const day = days[Math.min(days.length - 1, Math.floor(share * days.length))] ?? Number.POSITIVE_INFINITY;
    return Number.isFinite(day) ? Math.max(0, startMs + day * dayMs + hour * hourMs - nowMs) : undefined;
  };
  const tail = (1 - level) / 2;
  const [earliestMs, likelyMs, latestMs] = [at(tail), at(0.5), at(1 - tail)];
  return {
    ...(earliestMs !== undefined && { earliestMs }),
    ...(likelyMs !== undefined && { likelyMs }),
    ...(latestMs !== undefined && { latestMs }),
    chance: days.filter((day) => day < horizon).length / Math.max(1, days.length),
    isFast: false,
  };
}

/** Hours whose rise is looked at, and how far ahead a rise of so few hours may be drawn. */
const fastHours = 48;
const fastReachMs = 14 * dayMs;

/**
 * The time to a limit when the rise of the last two days goes on, as when retention deletes nothing; `undefined` where
 * they do not rise clearly, or would reach it after two weeks.
 * @param values the hours until now, oldest first; NaN is a gap
 */
export function fastReach(values: Float64Array, limit: number): Reach | undefined {
  const newest = values.subarray(-fastHours);
  if (newest.filter(Number.isFinite).length < fastHours / 2) return undefined;
  const constant = new Float64Array(newest.length).fill(1);
  const time = constant.map((_, i) => i + 1 - newest.length);
  const { coefficients, errors, scale } = robustFit([constant, time], newest);
  const [now = 0, slope = 0] = coefficients;
  // Hours in a row are alike, so the error of a slope is some times what independent ones would give.
  const error = 3 * (errors[1] ?? 0) + 1e-9 * Math.abs(slope);
  const isClear = slope > 0 && slope > 2 * error && slope * newest.length > 4 * scale;
  const hoursAt = (rise: number) => Math.max(0, (limit - now) / rise);
  if (!isClear || hoursAt(slope) * hourMs > fastReachMs) return undefined;
  const slow = slope - 2 * error;
  return {
    earliestMs: hoursAt(slope + 2 * error) * hourMs,
    likelyMs: hoursAt(slope) * hourMs,
    ...(slow > 0 && { latestMs: hoursAt(slow) * hourMs }),
    chance: 1,
    isFast: true,
  };
}
