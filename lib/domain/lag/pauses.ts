import type { LagStep } from './lag-steps.ts';

/** A stretch in which nothing is read though messages wait. */
export interface Pause {
  readonly sinceMs: number;
  readonly untilMs: number;
  /** Share of the grid's steps within that have a point. */
  readonly completeness: number;
}

/** A pause shorter than this is none: a rebalance, a roll-out, a long batch. */
export const leastPauseMs = 10 * 60_000;
/** How much longer than its own rhythm a group may pause. */
const patience = 1.5;

/**
 * The stretches of steps for which `isStill` holds, oldest first.
 * @param stepMs of the grid
 */
export function pausesOf(
  steps: readonly LagStep[],
  isStill: (step: LagStep) => boolean,
  stepMs: number,
): readonly Pause[] {
  const pauses: Pause[] = [];
  let begin = 0;
  steps.forEach((step, i) => {
    if (!isStill(step)) begin = i + 1;
    else if (i + 1 === steps.length || !isStill(steps[i + 1] ?? step))
      pauses.push(pauseOf(steps, begin, i, stepMs));
  });
  return pauses;
}

function pauseOf(steps: readonly LagStep[], first: number, last: number, stepMs: number): Pause {
  const sinceMs = steps[first]?.fromMs ?? 0;
  const untilMs = steps[last]?.toMs ?? sinceMs;
  return {
    sinceMs,
    untilMs,
    completeness: ((last - first + 1) * stepMs) / Math.max(stepMs, untilMs - sinceMs),
  };
}

/**
 * The pause that the window ends with, when it is a longer one than the group is known to make: a group that reads every
 * hour is not stopped in between. What has happened twice in the window is its rhythm.
 * @param leastMs a shorter pause is none
 * @returns `undefined` when it does not pause, not for long, or half of the points are missing
 */
export function lastingPause(
  pauses: readonly Pause[],
  endMs: number,
  leastMs: number = leastPauseMs,
): Pause | undefined {
  const last = pauses.at(-1);
  if (last === undefined || last.untilMs < endMs || last.completeness < 0.5) return undefined;
  const earlier = pauses
    .slice(0, -1)
    .map(lengthOf)
    .sort((a, b) => b - a);
  const neededMs = Math.max(leastMs, patience * (earlier[1] ?? 0));
  return lengthOf(last) >= neededMs ? last : undefined;
}

function lengthOf({ sinceMs, untilMs }: Pause): number {
  return untilMs - sinceMs;
}
