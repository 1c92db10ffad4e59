import type { CalendarEvent } from '../series/calendar/index.ts';

/** A planned lift of traffic, past or to come; those of one name are the same thing again. */
export type Campaign = CalendarEvent;

const dayMs = 86_400_000;
const hourMs = 3_600_000;

/** Share of the day, from 0 to 1, in which the campaign runs. @param dayStartMs midnight */
export function shareOfDay({ fromMs, toMs }: Campaign, dayStartMs: number): number {
  const overlapMs = Math.min(toMs, dayStartMs + dayMs) - Math.max(fromMs, dayStartMs);
  return Math.max(0, overlapMs) / dayMs;
}

/** 1 on days of which the campaign takes an hour or more, else its share of an hour: it decides the peak hour. */
export function reachOfDay(campaign: Campaign, dayStartMs: number): number {
  return Math.min(1, (shareOfDay(campaign, dayStartMs) * dayMs) / hourMs);
}
