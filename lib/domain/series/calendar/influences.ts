import type { Calendar, CalendarEvent, Span } from './calendar.ts';
import { dayKinds, factsOf, holidaysByDay } from './days.ts';
import { dayStartMs, localDay } from './local-time.ts';

/** Something that moves values at known times: an event by its name, or a kind of day. */
export interface Influence {
  readonly name: string;
  readonly kind: 'event' | 'day';
  /** In order of time, apart from each other. */
  readonly spans: readonly Span[];
  /** As `CalendarEvent` has them, of the last window that states one. */
  readonly strength?: number;
  readonly uncertainty?: number;
}

/**
 * All that the calendar knows to move values in a time, whole days and windows that touch it: events first, then kinds
 * of days. A day is left out of its kind as far as an event runs: the event is what that time is known by.
 */
export function influencesIn(calendar: Calendar, { fromMs, toMs }: Span): readonly Influence[] {
  const events = calendar.events.filter((event) => event.fromMs < toMs && event.toMs > fromMs);
  const running = united(events);
  const names = [...new Set(events.map(({ name }) => name))];
  return [
    ...names.map((name) => eventInfluence(calendar.events, events, name)),
    ...daySpans(calendar, { fromMs, toMs }).map(({ name, spans }) => ({
      name,
      kind: 'day' as const,
      ...(name === 'holidays' && calendar.holidayStrength),
      spans: spans.flatMap((span) => without(span, running)),
    })),
  ].filter(({ spans }) => spans.length > 0);
}

/** Strength is stated by any window of the name: once is enough. */
function eventInfluence(
  all: readonly CalendarEvent[],
  events: readonly CalendarEvent[],
  name: string,
): Influence {
  const stated = all.findLast((event) => event.name === name && event.strength !== undefined);
  return {
    name,
    kind: 'event',
    spans: united(events.filter((event) => event.name === name)),
    ...(stated?.strength !== undefined && { strength: stated.strength }),
    ...(stated?.uncertainty !== undefined && { uncertainty: stated.uncertainty }),
  };
}

function daySpans(calendar: Calendar, { fromMs, toMs }: Span): { name: string; spans: Span[] }[] {
  const { timeZone } = calendar;
  const holidays = holidaysByDay(calendar);
  const byKind = dayKinds.map((name) => ({ name, spans: [] as Span[] }));
  for (let day = localDay(fromMs, timeZone); day <= localDay(toMs - 1, timeZone); day++) {
    const { kind } = factsOf(holidays, day);
    const found = byKind.find(({ name }) => name === kind);
    found?.spans.push({ fromMs: dayStartMs(day, timeZone), toMs: dayStartMs(day + 1, timeZone) });
  }
  return byKind;
}

/** The spans in order, those that touch as one. */
export function united(spans: readonly Span[]): Span[] {
  const joined: { fromMs: number; toMs: number }[] = [];
  for (const { fromMs, toMs } of [...spans].sort((a, b) => a.fromMs - b.fromMs)) {
    const last = joined.at(-1);
    if (last !== undefined && fromMs <= last.toMs) last.toMs = Math.max(last.toMs, toMs);
    else joined.push({ fromMs, toMs });
  }
  return joined;
}

/** What is left of a span. @param others in order, apart from each other */
function without({ fromMs, toMs }: Span, others: readonly Span[]): Span[] {
  const left: Span[] = [];
  let from = fromMs;
  for (const other of others) {
    if (other.toMs <= from || other.fromMs >= toMs) continue;
    if (other.fromMs > from) left.push({ fromMs: from, toMs: other.fromMs });
    from = Math.max(from, other.toMs);
  }
  if (from < toMs) left.push({ fromMs: from, toMs });
  return left;
}
