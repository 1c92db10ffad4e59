import type { GroupAllowance } from './allowed-lag.ts';
import type { LagWindow } from './lag-window.ts';

type Allowance = Exclude<GroupAllowance, 'off'>;

/** What happened between two points of lag that follow each other. */
export interface LagStep {
  /** Times of the two points, as the ends of their grid steps. */
  readonly fromMs: number;
  readonly toMs: number;
  /** Grid index of the later point. */
  readonly index: number;
  /** Unread messages before and after. */
  readonly before: number;
  readonly after: number;
  /** Messages that arrived meanwhile; NaN when not known. */
  readonly arrived: number;
  /** Messages that were read meanwhile; NaN when not known. */
  readonly consumed: number;
  /** Whether something was read. */
  readonly isReading: boolean;
  /** Whether more is unread after it than is allowed, and longer. */
  readonly isWaiting: boolean;
  /** How much older the oldest unread message got, over the time that passed; NaN when not known. */
  readonly ageing: number;
  /** How much the lag of the worst partition grew; NaN when not known. */
  readonly worstGrowth: number;
  /** Messages that the group went back by; NaN when it is not known what arrived. */
  readonly rewound: number;
}

/** Less than this share of what arrives is no reading: the two are not measured at the very same moment. */
const leastReadShare = 0.2;
/** Nor is a fall of lag by less than this share of it. */
const leastFall = 0.001;
/** The oldest unread message ages slower than this share of the clock: it is being read. */
const readAgeing = 0.5;

/** The steps of the window, oldest first: one less than it has points. */
export function lagStepsOf(window: LagWindow, allowed: Allowance): readonly LagStep[] {
  const points = [...window.lag.keys()].filter((i) => Number.isFinite(window.lag[i]));
  return points.slice(1).map((index, k) => stepOf(window, points[k] ?? index, index, allowed));
}

function stepOf(window: LagWindow, from: number, index: number, allowed: Allowance): LagStep {
  const at = (values: Float64Array, i: number) => values[i] ?? Number.NaN;
  const [before, after] = [at(window.lag, from), at(window.lag, index)];
  const elapsedSeconds = ((index - from) * window.stepMs) / 1000;
  const arrived = sum(window.arrived, from + 1, index + 1);
  const read = sum(window.read, from + 1, index + 1);
  const ageing = (at(window.seconds, index) - at(window.seconds, from)) / elapsedSeconds;
  const consumed = Number.isNaN(read) ? arrived - (after - before) : read;
  const timeMs = (i: number) => window.endMs - (window.lag.length - 1 - i) * window.stepMs;
  return {
    fromMs: timeMs(from),
    toMs: timeMs(index),
    index,
    before,
    after,
    arrived,
    consumed,
    ageing,
    isReading: Number.isNaN(read) ? seemsRead({ before, after, arrived, consumed, ageing }) : read > 1,
    isWaiting: isWaiting(window, index, allowed),
    worstGrowth: at(window.worst, index) - at(window.worst, from),
    rewound: rewoundIn(window, from, index, after - before),
  };
}

/** Whether something was read, by what lag does. */
function seemsRead(step: {
  before: number;
  after: number;
  arrived: number;
  consumed: number;
  ageing: number;
}): boolean {
  const { before, after, arrived, consumed, ageing } = step;
  const least = Math.max(1, leastFall * before);
  if (before - after > least) return true;
  if (Number.isFinite(consumed)) return consumed > Math.max(least, leastReadShare * arrived);
  // Nobody knows what arrives. That the oldest message does not age shows that it is read; where that is not known
  // either, nothing speaks against it.
  return Number.isNaN(ageing) || ageing < readAgeing;
}

/** More than is allowed is unread, and it is older than is allowed. */
function isWaiting(window: LagWindow, index: number, { messages, seconds }: Allowance): boolean {
  if (!((window.lag[index] ?? 0) > messages)) return false;
  const age = ageAt(window, index);
  return age === undefined || age > seconds;
}

/** Steps over which the rate of arrival is averaged to tell an age from it. */
const rateSteps = 30;

/** Seconds since the oldest unread message came, measured, or estimated by how long as many take to arrive. */
export function ageAt({ seconds, lag, arrived, stepMs }: LagWindow, index: number): number | undefined {
  const measured = seconds[index] ?? Number.NaN;
  if (Number.isFinite(measured)) return measured;
  const { total, known } = tally(arrived, Math.max(0, index + 1 - rateSteps), index + 1);
  if (!(total > 0)) return undefined;
  return ((lag[index] ?? 0) / total) * known * (stepMs / 1000);
}

/**
 * How far the group went back: as its offsets say it, or else how much more lag there is than can have arrived, in the
 * step and its neighbours, which a burst of messages at the edge of a minute may have been counted in.
 */
function rewoundIn(window: LagWindow, from: number, index: number, growth: number): number {
  const told = sum(window.rewound, from + 1, index + 1);
  if (Number.isFinite(told)) return told;
  return Math.max(0, growth - sum(window.arrived, from, Math.min(index + 2, window.arrived.length)));
}

/** The sum from `start` up to but not with `end`, scaled up for a few that are missing; NaN when most are. */
function sum(values: Float64Array, start: number, end: number): number {
  const { total, known } = tally(values, start, end);
  const steps = end - start;
  return known === 0 || known * 2 < steps ? Number.NaN : (total * steps) / known;
}

/** A loop, since it is run for every step of every group. */
function tally(values: Float64Array, start: number, end: number): { total: number; known: number } {
  let total = 0;
  let known = 0;
  for (let i = start; i < end; i++) {
    const value = values[i] ?? Number.NaN;
    if (Number.isNaN(value)) continue;
    total += value;
    known += 1;
  }
  return { total, known };
}
