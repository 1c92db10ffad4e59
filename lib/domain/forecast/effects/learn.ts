import type { Calendar, Influence, Span } from '../../series/calendar/index.ts';
import { coverageOf, eventProblems, influencesIn, isTimeZone, united } from '../../series/calendar/index.ts';
import type { FitOptions } from '../forecaster.ts';
import { type Belief, beliefOf } from './belief.ts';
import type { Effect } from './effect.ts';
import { jointRegression } from './joint-regression.ts';
import { columnOf, type Occurrence, occurrencesOf, spreadOf } from './occurrences.ts';
import type { Rhythm } from './partial-out.ts';
import { type EffectScale, effectScaleOf, inPercent, onScale, withoutEffect } from './scale.ts';

/** An influence with what is believed of it. */
export interface Known {
  readonly influence: Influence;
  readonly belief: Belief;
}

/** What was learnt of the calendar's influences on a series. */
export interface Lesson {
  readonly scale: EffectScale;
  /** Those that have an effect. */
  readonly known: readonly Known[];
  readonly effects: readonly Effect[];
  readonly notes: readonly string[];
  /** The values as they would be without any effect; NaN in gaps and in maintenance. */
  readonly calm: Float64Array;
}

const dayMs = 86_400_000;
/** How far ahead influences are looked for. */
const aheadMs = 400 * dayMs;
/** The level around a step is of at least so long to each side, so that it does not follow the effects. */
const levelReachMs = 10.5 * dayMs;

/**
 * Learns what the calendar's influences do to a series and takes it out.
 * @param y values, oldest first, evenly spaced; NaN is a gap
 */
export function learn(y: Float64Array, given: Calendar, options: FitOptions): Lesson {
  const { calendar, notes } = usable(given);
  const { startMs, stepMs } = options;
  const endMs = startMs + y.length * stepMs;
  const present = withoutMaintenance(y, calendar.maintenance, options);
  const scale = effectScaleOf(present);
  const influences =
    options.periods.length === 0 ? [] : influencesIn(calendar, { fromMs: startMs, toMs: endMs + aheadMs });
  const seen = influences.map((influence) => occurrencesOf(influence, options, y.length));
  const regression = jointRegression(
    onScale(scale, present),
    seen.map((occurrences) => columnOf(occurrences, y.length)),
    rhythmOf(y.length, seen, options),
  );
  const calm = present;
  const known: Known[] = [];
  const effects: Effect[] = [];
  influences.forEach((influence, j) => {
    const occurrences = seen[j]!;
    const coefficient = bounded(regression.coefficients[j], scale);
    const spread = spreadOf(occurrences, coefficient ?? 0, regression);
    const variance = coefficient === undefined ? Number.NaN : regression.variances[j]! + spread.ofMean;
    const { belief, note } = beliefOf(influence, { ...spread, coefficient, variance }, scale);
    if (note !== undefined) notes.push(note);
    if (belief === undefined) return;
    known.push({ influence, belief });
    effects.push({
      name: influence.name,
      ...inPercent(scale, belief.shift, Math.sqrt(belief.variance)),
      occurrences: spread.seen,
      basis: belief.basis,
    });
    takeOut(
      calm,
      occurrences,
      scale,
      (i) => belief.shift + (belief.basis === 'estimated' ? spread.own[i]! : 0),
    );
  });
  return { scale, known, effects, notes, calm };
}

/** Wild values give wild coefficients: no effect is beyond a factor of this. */
const mostFactor = 1000;

function bounded(coefficient: number | undefined, { kind }: EffectScale): number | undefined {
  if (coefficient === undefined || kind === 'difference') return coefficient;
  return Math.sign(coefficient) * Math.min(Math.abs(coefficient), Math.log(mostFactor));
}

/** The calendar as far as it can be meant, with a note for what cannot. */
function usable(calendar: Calendar): { readonly calendar: Calendar; readonly notes: string[] } {
  const problems = eventProblems(calendar.events);
  const notes = problems.map(({ words }) => `campaign ${words}`);
  const events = calendar.events.filter(({ fromMs, toMs }) => toMs > fromMs);
  if (isTimeZone(calendar.timeZone)) return { calendar: { ...calendar, events }, notes };
  notes.push(`got time zone "${calendar.timeZone}", which is unknown: days are those of UTC`);
  return { calendar: { ...calendar, events, timeZone: 'UTC' }, notes };
}

/** A copy in which steps that maintenance touches are gaps. */
export function withoutMaintenance(
  y: Float64Array,
  maintenance: readonly Span[],
  steps: Pick<FitOptions, 'startMs' | 'stepMs'>,
): Float64Array {
  const copy = y.slice();
  for (const span of united(maintenance)) {
    const { first, shares } = coverageOf(span, steps, y.length);
    copy.fill(Number.NaN, first, first + shares.length);
  }
  return copy;
}

/** Each occurrence is taken out by its own effect, which describes the past better than the one it shares. */
function takeOut(
  values: Float64Array,
  occurrences: readonly Occurrence[],
  scale: EffectScale,
  shiftOf: (occurrence: number) => number,
): void {
  occurrences.forEach(({ first, shares }, i) => {
    const shift = shiftOf(i);
    for (let at = 0; at < shares.length; at++)
      values[first + at] = withoutEffect(scale, values[first + at]!, shares[at]! * shift);
  });
}

/** The longest season that the past holds twice, and a level that is slow beside it and beside every occurrence. */
function rhythmOf(
  count: number,
  seen: readonly (readonly Occurrence[])[],
  { periods, stepMs }: FitOptions,
): Rhythm {
  const period = Math.max(
    0,
    ...periods.filter((one) => Number.isInteger(one) && one >= 2 && 2 * one <= count),
  );
  const longest = Math.max(0, ...seen.flat().map(({ shares }) => shares.length));
  return { period, reach: Math.ceil(Math.max(levelReachMs / stepMs, 1.5 * period, 1.5 * longest)) };
}
