/** What is known of days and times before they come: weekdays, holidays, month ends, events, maintenance. */
export {
  type Calendar,
  type CalendarEvent,
  emptyCalendar,
  eventProblems,
  type Holiday,
  isEmptyCalendar,
  type Span,
} from './calendar.ts';
export { coverageAt, coverageOf, type Steps } from './coverage.ts';
export { dayAt } from './days.ts';
export { type Influence, influencesIn, united } from './influences.ts';
export { dayOfDate, dayStartMs, isTimeZone, localDay, parseZonedTime, zonedMs } from './local-time.ts';
export { parseStrength, strengthWords } from './strength.ts';
