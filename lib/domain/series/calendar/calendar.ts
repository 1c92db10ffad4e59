import type { Strength } from './strength.ts';

/** From inclusive, to exclusive, in UTC. */
export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/** One window of a campaign, a release or whatever else moves traffic and is known by name. Windows of one name are
 *  the same thing again: they share one effect. */
export interface CalendarEvent extends Span {
  readonly name: string;
  /** Factor on what would be without it: 1.4 is 40 % more. @default unknown: learnt once it was seen */
  readonly strength?: number;
  /** Standard deviation of the factor as it was stated. @default half of the effect */
  readonly uncertainty?: number;
}

/** A public holiday and the dates it falls on in the calendar's zone, e.g. 2026-12-25. */
export interface Holiday {
  readonly name: string;
  readonly dates: readonly string[];
}

/** What is known of days and times before they come, as JSON. Times are UTC; days are those of the zone. */
export interface Calendar {
  /** E.g. Europe/Berlin. */
  readonly timeZone: string;
  readonly holidays: readonly Holiday[];
  /** What a public holiday on a working day is expected to do. @default unknown: learnt once some were seen */
  readonly holidayStrength?: Strength;
  readonly events: readonly CalendarEvent[];
  /** Known maintenance: what is measured then says nothing of any other time. */
  readonly maintenance: readonly Span[];
}

/** A calendar in which nothing is known. */
export const emptyCalendar: Calendar = { timeZone: 'UTC', holidays: [], events: [], maintenance: [] };

/** Whether nothing is known: no holidays, no events and no maintenance. */
export function isEmptyCalendar({ holidays, events, maintenance }: Calendar): boolean {
  return holidays.length === 0 && events.length === 0 && maintenance.length === 0;
}

/** Where events cannot be meant as they are: by their place in the list, in one line each. */
export function eventProblems(
  events: readonly CalendarEvent[],
): readonly { readonly index: number; readonly words: string }[] {
  return events.flatMap((event, index) => {
    if (!(event.toMs > event.fromMs))
      return [{ index, words: `"${event.name}" ends at or before its start; give a later end` }];
    const twin = events.find(
      (other, at) =>
        at < index && other.name === event.name && other.fromMs < event.toMs && event.fromMs < other.toMs,
    );
    if (twin === undefined) return [];
    const since = new Date(twin.fromMs).toISOString();
    const words = `"${event.name}" overlaps its window of ${since}; give windows of one name apart, or another name`;
    return [{ index, words }];
  });
}
