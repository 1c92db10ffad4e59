import type { Found } from './lag-state.ts';
import type { LagStep } from './lag-steps.ts';
import type { LagWindow } from './lag-window.ts';
import { lastingPause, pausesOf } from './pauses.ts';

/** A partition whose oldest message ages by this share of the clock or more is not read. */
const stillAgeing = 0.9;
/** A partition whose lag grows by this share of all that arrives is hot, not stuck. */
const hotShare = 0.5;
/** Or by so many times the usual share of the worst partition, which is no less than what goes to any of them. */
const hotRatio = 1.2;

/** A part of the partitions is not read, though others are: stuck, or behind by what goes to a hot one. */
export function partStill(window: LagWindow, steps: readonly LagStep[]): Found | undefined {
  const still = lastingPause(pausesOf(steps, isPartStill, window.stepMs), steps.at(-1)?.toMs ?? 0);
  if (still === undefined) return undefined;
  const state = isHot(window, steps, still.sinceMs) ? 'behind' : 'stalled';
  return { state, sinceMs: still.sinceMs, isPartial: true };
}

/** The oldest message ages with the clock, and the worst partition's lag does not fall. */
function isPartStill({ isWaiting, ageing, worstGrowth }: LagStep): boolean {
  return isWaiting && ageing >= stillAgeing && !(worstGrowth < 0);
}

/**
 * More goes to the worst partition than ever did: it is read, and cannot be read fast enough. One that is stuck grows by
 * its usual share of what arrives.
 */
function isHot({ worst, lag }: LagWindow, steps: readonly LagStep[], sinceMs: number): boolean {
  const since = steps.filter(({ fromMs }) => fromMs >= sinceMs);
  const arrived = since.reduce((total, step) => total + step.arrived, 0);
  const grown = since.reduce((total, { worstGrowth }) => total + worstGrowth, 0);
  const first = since[0]?.index ?? 0;
  const shares = [...lag.subarray(0, first)].map((all, i) => (worst[i] ?? Number.NaN) / all);
  return grown > arrived * Math.min(hotShare, hotRatio * median(shares.filter(Number.isFinite)));
}

/** 1 of none. */
function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 1;
}
