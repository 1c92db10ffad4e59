import type { Found, GroupLag } from './lag-state.ts';
import { ageAt, type LagStep } from './lag-steps.ts';
import type { LagWindow } from './lag-window.ts';

/** The numbers of a state, rates over the time since `fromMs`. */
export function numbersOf(
  window: LagWindow,
  steps: readonly LagStep[],
  fromMs: number,
): Omit<GroupLag, keyof Found | 'members' | 'isWaiting'> {
  const recent = steps.filter((step) => step.fromMs >= fromMs);
  const newest = recent.at(-1) ?? steps.at(-1);
  if (newest === undefined) throw new RangeError('numbers of lag: got no step, need at least one');
  const [oldest = newest] = recent;
  const elapsed = (newest.toMs - oldest.fromMs) / 1000;
  const growth = (newest.after - oldest.before) / elapsed;
  const arriving = recent.reduce((total, { arrived }) => total + arrived, 0) / elapsed;
  const worstShare = worstShareAt(window, newest.index);
  const seconds = ageAt(window, newest.index);
  return {
    messages: newest.after,
    completeness: (steps.length + 1) / window.lag.length,
    ...(seconds !== undefined && { seconds }),
    ...(Number.isFinite(arriving) && { arriving, reading: readingOf(arriving, growth) }),
    ...(growth < 0 && newest.after > 0 && { catchUpSeconds: newest.after / -growth }),
    ...(worstShare !== undefined && { worstShare }),
  };
}

/** What the two do not tell apart to the thousandth is nothing. */
function readingOf(arriving: number, growth: number): number {
  const reading = arriving - growth;
  return reading > arriving / 1000 ? reading : 0;
}

/** Share of lag in the worst partition. Absent where the topic has one only, as far as is seen: it always has all of the lag. */
export function worstShareAt({ worst, lag }: LagWindow, index: number): number | undefined {
  const share = (worst[index] ?? Number.NaN) / (lag[index] ?? 0);
  return share <= 1 && worst.some((one, i) => one < (lag[i] ?? 0)) ? share : undefined;
}

/** When lag was highest since then: from there on it falls, if it does. */
export function peakMs(steps: readonly LagStep[], sinceMs: number): number {
  const since = steps.filter(({ toMs }) => toMs > sinceMs);
  const highest = Math.max(...since.map(({ after }) => after));
  const peak = since.findLast(({ after }) => after === highest);
  return peak === undefined || peak === steps.at(-1) ? sinceMs : peak.toMs;
}
