import type { Found } from './lag-state.ts';
import type { LagStep } from './lag-steps.ts';
import { lastingPause, pausesOf } from './pauses.ts';

/** How long lag must never fall for a group to be behind. */
const behindMs = 30 * 60_000;
/** Parts of that time whose lowest lags are compared: none may be lower than the one before. */
const behindParts = 6;
/** And it must have grown by this share meanwhile. */
const leastGrowth = 0.1;

/**
 * Lag has been up for half an hour, longer than in the group's own rhythm, and each part of that time began no lower than
 * the one before.
 */
export function behindOf(
  steps: readonly LagStep[],
  stepMs: number,
  allowedMessages: number,
): Found | undefined {
  const newest = steps.at(-1);
  if (newest === undefined) return undefined;
  // Above its own lowest, as one that reads every hour may always leave something.
  const least = Math.min(...steps.map(({ before }) => before)) + allowedMessages;
  const isUp = ({ isWaiting, after }: LagStep) => isWaiting && after > least;
  const up = lastingPause(pausesOf(steps, isUp, stepMs), newest.toMs, behindMs);
  if (up === undefined) return undefined;
  const fromMs = newest.toMs - behindMs;
  // One that has just begun to catch up has its lows behind it.
  const before = steps.findLast(({ toMs }) => toMs <= newest.toMs - behindMs / behindParts);
  if (before === undefined || newest.after < before.after) return undefined;
  const lows = Array.from({ length: behindParts }, (_, part) => lowIn(steps, fromMs, part)).filter(
    Number.isFinite,
  );
  const [first = 0] = lows;
  const rises = lows.every((low, i) => i === 0 || low >= (lows[i - 1] ?? low));
  const hasGrown = (lows.at(-1) ?? 0) >= (1 + leastGrowth) * first;
  return lows.length >= 3 && rises && hasGrown ? { state: 'behind', sinceMs: up.sinceMs } : undefined;
}

function lowIn(steps: readonly LagStep[], fromMs: number, part: number): number {
  const partMs = behindMs / behindParts;
  const [startMs, endMs] = [fromMs + part * partMs, fromMs + (part + 1) * partMs];
  return Math.min(
    ...steps.filter(({ toMs }) => toMs > startMs && toMs <= endMs).map(({ after }) => after),
    Number.POSITIVE_INFINITY,
  );
}
