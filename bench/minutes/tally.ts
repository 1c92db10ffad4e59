import type { Effect } from './effect.ts';
import type { MinuteSeries } from './play.ts';

/** Steps between two alarms of one event, at most. */
const between = 60;
/** Steps after the end of an effect in which an alarm still belongs to it. */
const after = 60;

export interface Found extends Effect {
  readonly key: string;
  /** Steps from where it is first seen to the first alarm; undefined when there is none. */
  readonly delay?: number;
}

export interface Outcome {
  readonly found: readonly Found[];
  /** Steps at which events begin that are none. */
  readonly falseAlarms: readonly { readonly key: string; readonly step: number }[];
  /** Events that are some. */
  readonly rightAlarms: number;
  /** Weeks in which nothing moves the series. */
  readonly quietWeeks: number;
}

/** Lays alarms beside what happened. */
export function outcomeOf({ key, effects, isMoved }: MinuteSeries, alarms: Uint8Array): Outcome {
  const begins = beginnings(alarms);
  const isOf = (step: number) => effects.some((one) => step >= one.fromStep && step <= one.toStep + after);
  const wrong = begins.filter((step) => !isOf(step) && isMoved[step] === 0 && !wasMoved(isMoved, step));
  return {
    found: effects.map((effect) => {
      const first = alarms.indexOf(1, effect.fromStep);
      const isFound = first >= 0 && first <= effect.toStep + after;
      return { ...effect, key, ...(isFound && { delay: first - effect.fromStep }) };
    }),
    falseAlarms: wrong.map((step) => ({ key, step })),
    rightAlarms: begins.filter(isOf).length,
    quietWeeks: isMoved.reduce((sum, one) => sum + 1 - one, 0) / (7 * 24 * 60),
  };
}

/** A story has just ended, which may be news as well. */
function wasMoved(isMoved: Uint8Array, step: number): boolean {
  return isMoved.subarray(Math.max(0, step - after), step).includes(1);
}

function beginnings(alarms: Uint8Array): readonly number[] {
  const begins: number[] = [];
  let last = Number.NEGATIVE_INFINITY;
  for (const [step, isAlarm] of alarms.entries()) {
    if (isAlarm === 0) continue;
    if (step - last > between) begins.push(step);
    last = step;
  }
  return begins;
}

/** One row of the report. */
export interface Figures {
  readonly story: string;
  readonly cases: number;
  readonly recall: number;
  /** Minutes, of those found; NaN when none is. */
  readonly medianDelay: number;
  readonly lateDelay: number;
}

export function figuresOf(story: string, found: readonly Found[]): Figures {
  const delays = found.flatMap(({ delay }) => delay ?? []).sort((a, b) => a - b);
  const at = (share: number) => delays[Math.min(delays.length - 1, Math.floor(share * delays.length))];
  return {
    story,
    cases: found.length,
    recall: delays.length / found.length,
    medianDelay: at(0.5) ?? Number.NaN,
    lateDelay: at(0.9) ?? Number.NaN,
  };
}
