import { Cron } from 'croner';
import type { MaintenanceWindow } from '../lib/domain/rules/maintenance-window.ts';
import { type Calendar, emptyCalendar, type Span } from '../lib/domain/series/calendar/index.ts';
import type { SettingsDocument } from '../lib/infra/settings/document.ts';

const minuteMs = 60_000;
/** Times of one window that are looked for: one that opens each hour, over two months. */
const mostTimes = 1500;

/**
 * All that the settings know of days and times before they come: holidays, campaigns, and the maintenance windows that
 * are open in a time.
 */
export function calendarFor(
  { calendar = emptyCalendar, maintenance }: Pick<SettingsDocument, 'calendar' | 'maintenance'>,
  time: Span,
): Calendar {
  const planned = maintenance.flatMap((window) => timesOf(window, time));
  return { ...calendar, maintenance: [...calendar.maintenance, ...planned] };
}

/** When a window is open. Words that cannot be read are none: they were checked at synth. */
function timesOf(
  { cron, at, durationMinutes, timeZone = 'UTC' }: MaintenanceWindow,
  { fromMs, toMs }: Span,
): Span[] {
  const lengthMs = durationMinutes * minuteMs;
  try {
    const job = new Cron(cron ?? at ?? '', { timezone: timeZone, paused: true });
    const spans: Span[] = [];
    // A millisecond before, as what begins right then is one of them.
    let next = job.nextRun(new Date(fromMs - lengthMs - 1));
    while (next !== null && next.getTime() < toMs && spans.length < mostTimes) {
      spans.push({ fromMs: next.getTime(), toMs: next.getTime() + lengthMs });
      next = job.nextRun(next);
    }
    return spans.filter((span) => span.toMs > fromMs);
  } catch {
    return [];
  }
}
