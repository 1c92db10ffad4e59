import { type ExplainedModel, explained } from '../../../../lib/domain/forecast/effects/index.ts';
import type { FitResult, RatedForecaster } from '../../../../lib/domain/forecast/forecaster.ts';
import { seasonalNaive } from '../../../../lib/domain/forecast/seasonal-naive/index.ts';
import {
  type Calendar,
  type CalendarEvent,
  emptyCalendar,
} from '../../../../lib/domain/series/calendar/index.ts';
import { growth, minuteOfWeek, weekOf } from '../../../../lib/domain/simulation/rhythm.ts';
import { normals, seededUniform } from '../arima/seeded-random.ts';

export const hour = 3_600_000;
export const day = 24 * hour;
/** A Monday, 00:00 UTC. */
export const monday = Date.UTC(2025, 0, 6);
const week = weekOf('business');

export interface YearOptions {
  readonly seed: number;
  readonly hours?: number;
  readonly events?: readonly CalendarEvent[];
  readonly lift?: number;
}

/** Hourly traffic with the rhythm of a business, growth, errors that last for days, and campaigns. */
export function traffic({ seed, hours = 8760, events = [], lift = 1.32 }: YearOptions) {
  const normal = normals(seededUniform(7919 * seed));
  let drift = 0;
  return Float64Array.from({ length: hours }, (_, t) => {
    const timeMs = monday + t * hour;
    drift = 0.97 * drift + 0.015 * normal();
    const isRunning = events.some(({ fromMs, toMs }) => timeMs >= fromMs && timeMs < toMs);
    const factor = isRunning ? lift : 1;
    const usual = 1e6 * growth(t * hour) * (week[minuteOfWeek(timeMs)] ?? 1);
    return usual * factor * Math.exp(drift + 0.02 * normal());
  });
}

/** Windows of a campaign that begins on these days after the start. */
export function campaign(name: string, days: readonly number[], hours = 96): readonly CalendarEvent[] {
  return days.map((at) => ({ name, fromMs: monday + at * day, toMs: monday + at * day + hours * hour }));
}

export function calendarOf(events: readonly CalendarEvent[], more: Partial<Calendar> = {}): Calendar {
  return { ...emptyCalendar, events, ...more };
}

export function fitted(
  y: Float64Array,
  calendar: Calendar,
  inner: RatedForecaster = seasonalNaive,
): Extract<FitResult<ExplainedModel>, { kind: 'fitted' }> {
  const result = explained(inner, calendar).fit(y, {
    startMs: monday,
    stepMs: hour,
    periods: [24, 168],
    range: { min: 0 },
  });
  if (result.kind !== 'fitted') throw new Error(`found ${result.got} values too few`);
  return result;
}
