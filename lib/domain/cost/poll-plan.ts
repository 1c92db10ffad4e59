import type { Signal } from '../catalogue/signal.ts';
import type { PollWindow } from './poll-window.ts';

export type Cadence = Signal['cadence'];

/** How often a series of each cadence is asked for, in ms. */
export type Cadences = Readonly<Record<Cadence, number>>;

/**
 * How often a series of each cadence is asked for when nothing else is said, in ms. Why that is enough: each poll
 * brings every minute since the last one, so that a rarer poll is a later verdict and never a lost point.
 * - critical: its rules wait for minutes of breach themselves, and what must be known at once is a CloudWatch
 *   alarm, which needs no poll.
 * - normal: feeds models, which learn from steps of 5 minutes, and rules of no hurry.
 * - slow: what moves little in an hour (disks, counts of partitions), or is looked at only afterwards.
 */
export const cadenceMs: Cadences = {
  critical: 5 * 60_000,
  normal: 15 * 60_000,
  slow: 60 * 60_000,
};

/** What one GetMetricData call may hold. Source: CloudWatch user guide, service quotas. */
export const callLimits = { metrics: 500, points: 100_800 } as const;

/** A series worth polling. */
export interface PollQuery {
  readonly key: string;
  readonly cadence: Cadence;
}

/** The series of one GetMetricData call and what it asks of each. */
export interface PollCall<Q extends PollQuery> extends PollWindow {
  readonly queries: readonly Q[];
}

/** The series of one cadence. */
export interface PollClass<Q extends PollQuery> {
  readonly cadence: Cadence;
  readonly everyMs: number;
  readonly queries: readonly Q[];
  /** GetMetricData calls of one poll. */
  readonly callsPerPoll: number;
  /** Points that one poll may bring, overlap included. */
  readonly pointsPerPoll: number;
}

export interface PollPlan<Q extends PollQuery = PollQuery> {
  /** Those that have series, the most frequent first. */
  readonly classes: readonly PollClass<Q>[];
  readonly periodMs: number;
  /** How far back each poll reads again for points that came late, in ms, besides one interval of its
   *  cadence. */
  readonly overlapMs: number;
}

export interface PollOptions {
  /** Distance of points, in ms. @default 60,000: what MSK sends */
  readonly periodMs?: number;
  /** How far back to read again, in ms; the price does not depend on it. @default 600,000 */
  readonly overlapMs?: number;
  /** @default cadenceMs: 5, 15 and 60 minutes */
  readonly cadences?: Cadences;
}

/** The cadences of a configuration in minutes. */
export function cadencesOf(minutes: {
  readonly criticalMinutes: number;
  readonly normalMinutes: number;
  readonly slowMinutes: number;
}): Cadences {
  const { criticalMinutes, normalMinutes, slowMinutes } = minutes;
  return { critical: criticalMinutes * 60_000, normal: normalMinutes * 60_000, slow: slowMinutes * 60_000 };
}

/**
 * How a list of series is polled: rarely, with wide windows, because GetMetricData is billed per metric asked
 * for and not per point. A key given twice is polled once, at its shorter cadence.
 */
export function planPolls<Q extends PollQuery>(
  queries: readonly Q[],
  { periodMs = 60_000, overlapMs = 600_000, cadences = cadenceMs }: PollOptions = {},
): PollPlan<Q> {
  const byKey = new Map<string, Q>();
  for (const query of queries) {
    const known = byKey.get(query.key);
    if (!known || cadences[query.cadence] < cadences[known.cadence]) byKey.set(query.key, query);
  }
  const classes = (Object.keys(cadenceMs) as Cadence[]).flatMap((cadence) => {
    const mine = [...byKey.values()].filter((query) => query.cadence === cadence);
    return mine.length === 0 ? [] : [classOf(cadence, cadences[cadence], mine, periodMs, overlapMs)];
  });
  return { classes, periodMs, overlapMs };
}

function classOf<Q extends PollQuery>(
  cadence: Cadence,
  everyMs: number,
  queries: readonly Q[],
  periodMs: number,
  overlapMs: number,
): PollClass<Q> {
  const window = { fromMs: 0, toMs: 2 * everyMs + overlapMs, periodMs };
  return {
    cadence,
    everyMs,
    queries,
    callsPerPoll: splitCalls(queries, window).length,
    pointsPerPoll: queries.length * pointsIn(window),
  };
}

/**
 * The calls that read a window of each series: at most 500 metrics and 100,800 points a call. Where the
 * points are too many, a call gets fewer series rather than a shorter window: the number of calls is the
 * same, but each series is asked for, and paid, once.
 */
export function splitCalls<Q extends PollQuery>(
  queries: readonly Q[],
  window: PollWindow,
): readonly PollCall<Q>[] {
  return splitWindow(window).flatMap((part) => {
    const size = Math.min(callLimits.metrics, Math.floor(callLimits.points / Math.max(1, pointsIn(part))));
    return Array.from({ length: Math.ceil(queries.length / size) }, (_, i) => ({
      ...part,
      queries: queries.slice(i * size, (i + 1) * size),
    }));
  });
}

/** Parts of a window that each hold no more points of one series than a call may bring. */
function splitWindow({ fromMs, toMs, periodMs }: PollWindow): readonly PollWindow[] {
  const spanMs = callLimits.points * periodMs;
  const parts: PollWindow[] = [];
  for (let at = fromMs; at < toMs; at += spanMs) {
    parts.push({ fromMs: at, toMs: Math.min(toMs, at + spanMs), periodMs });
  }
  return parts;
}

function pointsIn({ fromMs, toMs, periodMs }: PollWindow): number {
  return Math.ceil((toMs - fromMs) / periodMs);
}
