import { inMaintenance } from '../../lambdas/maintenance.ts';
import type { MaintenanceWindow } from '../../lib/domain/rules/maintenance-window.ts';

const at = (iso: string) => Date.parse(iso);
const until = (windows: readonly MaintenanceWindow[], iso: string) => {
  const window = inMaintenance(windows, at(iso));
  return window && [window.name, new Date(window.untilMs).toISOString()];
};

const nightly: MaintenanceWindow = { name: 'nightly', cron: '0 22 * * *', durationMinutes: 240 };
const once: MaintenanceWindow = { name: 'once', at: '2026-12-24T22:00', durationMinutes: 60 };

test.each([
  ['2026-11-22T21:59:59.999Z', undefined],
  ['2026-11-22T22:00:00.000Z', ['nightly', '2026-11-23T02:00:00.000Z']],
  ['2026-11-23T01:59:59.999Z', ['nightly', '2026-11-23T02:00:00.000Z']],
  ['2026-11-23T02:00:00.000Z', undefined],
])('a window that comes again each night is, at %s, %j', (now, expected) => {
  expect(until([nightly], now)).toEqual(expected);
});

test.each([
  ['2026-12-24T21:59:00Z', undefined],
  ['2026-12-24T22:30:00Z', ['once', '2026-12-24T23:00:00.000Z']],
  ['2026-12-24T23:00:00Z', undefined],
  ['2027-12-24T22:30:00Z', undefined],
])('a window that comes once is, at %s, %j', (now, expected) => {
  expect(until([once], now)).toEqual(expected);
});

test('its time zone is its own, in winter and in summer', () => {
  const berlin = { ...nightly, timeZone: 'Europe/Berlin', durationMinutes: 60 };
  expect(until([berlin], '2026-01-10T21:30:00Z')).toEqual(['nightly', '2026-01-10T22:00:00.000Z']);
  expect(until([berlin], '2026-07-10T20:30:00Z')).toEqual(['nightly', '2026-07-10T21:00:00.000Z']);
  expect(until([berlin], '2026-07-10T21:30:00Z')).toBeUndefined();
  const local = { ...once, timeZone: 'America/New_York' };
  expect(until([local], '2026-12-25T03:30:00Z')).toEqual(['once', '2026-12-25T04:00:00.000Z']);
});

test('a window over a change of the clock keeps its length', () => {
  // 29 March 2026: 02:00 becomes 03:00 in Berlin. 25 October: 03:00 becomes 02:00.
  const night = { ...nightly, cron: '0 1 * * *', timeZone: 'Europe/Berlin', durationMinutes: 180 };
  expect(until([night], '2026-03-29T02:59:00Z')).toEqual(['nightly', '2026-03-29T03:00:00.000Z']);
  expect(until([night], '2026-03-29T03:00:00Z')).toBeUndefined();
  expect(until([night], '2026-10-25T01:59:00Z')).toEqual(['nightly', '2026-10-25T02:00:00.000Z']);
  expect(until([night], '2026-10-25T02:00:00Z')).toBeUndefined();
});

test('a window that would begin in the hour that the clock leaves out begins when that hour is over', () => {
  const skipped = { ...nightly, cron: '30 2 * * *', timeZone: 'Europe/Berlin', durationMinutes: 60 };
  expect(until([skipped], '2026-03-29T00:59:00Z')).toBeUndefined();
  expect(until([skipped], '2026-03-29T01:30:00Z')).toEqual(['nightly', '2026-03-29T02:00:00.000Z']);
});

test('of windows that overlap the one that ends last counts', () => {
  const long = { ...nightly, name: 'long', durationMinutes: 600 };
  expect(until([nightly, long], '2026-11-22T23:00:00Z')).toEqual(['long', '2026-11-23T08:00:00.000Z']);
  expect(until([long, nightly], '2026-11-22T23:00:00Z')).toEqual(['long', '2026-11-23T08:00:00.000Z']);
  expect(until([nightly, long], '2026-11-23T03:00:00Z')).toEqual(['long', '2026-11-23T08:00:00.000Z']);
});

test('a window that begins anew before it is over ends with its newest beginning', () => {
  const rolling = { ...nightly, cron: '0 * * * *', durationMinutes: 90 };
  expect(until([rolling], '2026-11-22T12:15:00Z')).toEqual(['nightly', '2026-11-22T13:30:00.000Z']);
  expect(until([rolling], '2026-11-22T12:59:59Z')).toEqual(['nightly', '2026-11-22T13:30:00.000Z']);
  expect(until([rolling], '2026-11-22T13:00:00Z')).toEqual(['nightly', '2026-11-22T14:30:00.000Z']);
});

test.each<[string, Partial<MaintenanceWindow>]>([
  ['words that are no schedule', { cron: 'every night' }],
  ['no words at all', { cron: undefined }],
  ['a time zone that is none', { timeZone: 'Mars/Olympus' }],
])('%s make no window, and keep none of the others shut', (_, wrong) => {
  const windows = [{ ...nightly, name: 'wrong', ...wrong }, nightly];
  expect(until(windows.slice(0, 1), '2026-11-22T23:00:00Z')).toBeUndefined();
  expect(until(windows, '2026-11-22T23:00:00Z')?.[0]).toBe('nightly');
});

test('without windows there is none', () => {
  expect(inMaintenance([], at('2026-11-22T23:00:00Z'))).toBeUndefined();
});
