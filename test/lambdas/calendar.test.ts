import { calendarFor } from '../../lambdas/calendar.ts';
import type { Calendar } from '../../lib/domain/series/calendar/index.ts';
import { settingsWith } from './given.ts';

const calendar: Calendar = {
  timeZone: 'Europe/Berlin',
  holidays: [{ name: 'feast', dates: ['2026-12-24'] }],
  events: [],
  maintenance: [],
};
const autumn = { fromMs: Date.UTC(2026, 8, 1, 21), toMs: Date.UTC(2026, 10, 23) };

test('maintenance windows become times, by their own clocks', () => {
  const maintenance = [
    { name: 'patching', cron: '0 22 1 * *', durationMinutes: 240, timeZone: 'Europe/Berlin' },
    { name: 'move', at: '2026-10-10T08:00', durationMinutes: 60 },
    { name: 'past', at: '2026-01-10T08:00', durationMinutes: 60 },
    { name: 'odd', cron: 'never', durationMinutes: 60 },
  ];
  const found = calendarFor(settingsWith({ calendar, maintenance }), autumn);
  expect(found).toMatchObject({ timeZone: 'Europe/Berlin', holidays: calendar.holidays });
  // The first began before the time and reaches into it.
  expect(found.maintenance.map(({ fromMs }) => new Date(fromMs).toISOString())).toEqual([
    '2026-09-01T20:00:00.000Z',
    '2026-10-01T20:00:00.000Z',
    '2026-11-01T21:00:00.000Z',
    '2026-10-10T08:00:00.000Z',
  ]);
  expect(found.maintenance.every(({ fromMs, toMs }) => toMs > fromMs)).toBe(true);
});

test('settings without a calendar know maintenance alone', () => {
  const found = calendarFor(settingsWith(), autumn);
  expect(found).toEqual({ timeZone: 'UTC', holidays: [], events: [], maintenance: [] });
});
