import type { GroupAllowance } from './allowed-lag.ts';
import { behindOf } from './behind.ts';
import { numbersOf, peakMs, worstShareAt } from './lag-numbers.ts';
import { type Found, type GroupLag, partitionShare } from './lag-state.ts';
import { type LagStep, lagStepsOf } from './lag-steps.ts';
import type { LagWindow } from './lag-window.ts';
import { partStill } from './part-still.ts';
import { lastingPause, type Pause, pausesOf } from './pauses.ts';
import { rewindOf } from './rewind.ts';

/** Of what arrives in a whole pause so much may seem to be read, as the two are not measured at the very same moment. */
const leastReading = 0.05;
/** The pace of catching up is that of so long. */
const paceMs = 15 * 60_000;
/** The newest points that must be there for a state to be told. */
const leastPoints = 3;

/**
 * Where a group stands on a topic, by its lag alone and what arrives in the topic; without thresholds but for what is
 * allowed. In Burrow's order: nothing read, gone back, a part not read, falling behind, well.
 *
 * Burrow (LinkedIn, evaluator/caching.go) looks at committed offsets, which CloudWatch does not have. What was read is
 * what arrived less what lag grew by; and the time lag says whether the oldest message moved on at all.
 * @param members of the group, where that is known
 * @returns `undefined` while there are too few points to say
 */
export function judgeLag(
  window: LagWindow,
  allowed: Exclude<GroupAllowance, 'off'>,
  members?: number,
): GroupLag | undefined {
  const steps = lagStepsOf(window, allowed);
  const newest = steps.at(-1);
  if (newest === undefined || steps.length + 1 < leastPoints) return undefined;
  const found = newest.isWaiting ? troubleOf(window, steps, newest, allowed.messages, members) : undefined;
  const recentMs = Math.max(found?.sinceMs ?? 0, newest.toMs - paceMs);
  const isReading = found === undefined || found.state === 'rewound';
  return {
    ...(found ?? { state: 'ok', sinceMs: newest.toMs }),
    isWaiting: newest.isWaiting,
    ...numbersOf(window, steps, isReading ? peakMs(steps, recentMs) : recentMs),
    ...(members !== undefined && { members }),
  };
}

function troubleOf(
  window: LagWindow,
  steps: readonly LagStep[],
  newest: LagStep,
  allowedMessages: number,
  members: number | undefined,
): Found | undefined {
  const isUnread = ({ isReading, isWaiting }: LagStep) => isWaiting && !isReading;
  const unread = lastingPause(pausesOf(steps, isUnread, window.stepMs), newest.toMs);
  if (unread && !readsAny(steps, unread.sinceMs)) return unreadOf(window, newest, unread, members);
  return (
    rewindOf(steps, allowedMessages) ??
    partStill(window, steps) ??
    behindOf(steps, window.stepMs, allowedMessages)
  );
}

function unreadOf(
  window: LagWindow,
  newest: LagStep,
  { sinceMs }: Pause,
  members: number | undefined,
): Found {
  if (isPerhapsPart(window, newest)) return { state: 'stalled', sinceMs, isPartial: true };
  return { state: members !== undefined && members > 0 ? 'stalled' : 'stopped', sinceMs };
}

/** Less in each minute than would be certain, and yet more in all than can be chance. */
function readsAny(steps: readonly LagStep[], sinceMs: number): boolean {
  const known = steps.filter(
    (step) => step.fromMs >= sinceMs && Number.isFinite(step.arrived + step.consumed),
  );
  const total = (of: 'arrived' | 'consumed') => known.reduce((sum, step) => sum + step[of], 0);
  return total('consumed') > Math.max(1, leastReading * total('arrived'));
}

/** Where it is not known what arrives, only the worst partition is known not to be read when nearly all lag is there. */
function isPerhapsPart(window: LagWindow, { index, arrived }: LagStep): boolean {
  return Number.isNaN(arrived) && (worstShareAt(window, index) ?? 0) >= partitionShare;
}
