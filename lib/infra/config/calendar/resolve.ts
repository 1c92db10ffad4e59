import {
  type Calendar,
  type CalendarEvent,
  parseStrength,
  parseZonedTime,
  zonedMs,
} from '../../../domain/series/calendar/index.ts';
import type { CalendarConfig, CampaignConfig } from '../schema/calendar.ts';
import { publicHolidays } from './holidays.ts';

const dayMs = 86_400_000;
const yearsBack = 2;
const yearsAhead = 3;

/**
 * The calendar as the domain knows it: campaigns in UTC, holidays as dates from two years back to three years ahead.
 * @param config checked: `calendarSchema` refuses what this cannot read
 * @throws RangeError on a time that is none, in a configuration that was not checked
 */
export function resolveCalendar(config: CalendarConfig, nowMs: number): Calendar {
  const { timeZone, country, region, holidayStrength, campaigns } = config;
  const strength = holidayStrength === undefined ? undefined : parseStrength(holidayStrength);
  const year = new Date(nowMs).getUTCFullYear();
  return {
    timeZone,
    holidays:
      country === undefined ? [] : publicHolidays(country, region, year - yearsBack, year + yearsAhead),
    ...(strength && { holidayStrength: strength }),
    events: campaigns.map((campaign) => eventOf(campaign, timeZone)),
    maintenance: [],
  };
}

/** When a campaign begins, undefined where the words are no time. */
export function campaignStartMs(
  { from }: Pick<CampaignConfig, 'from'>,
  timeZone: string,
): number | undefined {
  return parseZonedTime(from, timeZone);
}

/** When a campaign is over: a date means the end of that day. Undefined where the words are no time. */
export function campaignEndMs({ to }: Pick<CampaignConfig, 'to'>, timeZone: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(to)) return parseZonedTime(to, timeZone);
  const startMs = parseZonedTime(to, 'UTC');
  return startMs === undefined ? undefined : zonedMs(startMs + dayMs, timeZone);
}

function eventOf(campaign: CampaignConfig, timeZone: string): CalendarEvent {
  const { name, strength } = campaign;
  const fromMs = campaignStartMs(campaign, timeZone);
  const toMs = campaignEndMs(campaign, timeZone);
  if (fromMs === undefined || toMs === undefined)
    throw new RangeError(
      `campaign "${name}": got ${campaign.from} to ${campaign.to}; give times as in 2026-11-27`,
    );
  return { name, fromMs, toMs, ...(strength !== undefined && parseStrength(strength)) };
}
