import type { MaintenanceWindow } from '../../../lib/domain/rules/maintenance-window.ts';
import { checkWindows, scheduleOf } from '../../../lib/infra/alerting/windows.ts';

const weekly: MaintenanceWindow = { name: 'weekly', cron: '0 22 * * 6', durationMinutes: 90 };

test('a window opens by its cron or once, in its zone', () => {
  const repeated = scheduleOf({ ...weekly, timeZone: 'Europe/Berlin' });
  expect([repeated.expressionString, repeated.timeZone?.timezoneName]).toEqual([
    'cron(0 22 * * 6)',
    'Europe/Berlin',
  ]);
  const once = scheduleOf({ name: 'once', at: '2026-12-24T22:00', durationMinutes: 5 });
  expect([once.expressionString, once.timeZone?.timezoneName]).toEqual(['at(2026-12-24T22:00)', 'UTC']);
});

test.each<[string, Partial<MaintenanceWindow>, RegExp]>([
  ['that says no time', { cron: undefined }, /got neither cron nor at, allowed: one of them$/],
  ['that says two times', { at: '2026-12-24T22:00' }, /got both cron and at, allowed: one of them$/],
  ['at a minute that there is not', { cron: '61 * * * *' }, /got "61 \* \* \* \*" in UTC; give five fields/],
  ['in words', { cron: 'every night' }, /got "every night" in UTC; /],
  ['in a zone that there is not', { timeZone: 'Mars/Olympus' }, /got "0 22 \* \* 6" in Mars\/Olympus; /],
  [
    'at a time that there is not',
    { cron: undefined, at: '2026-13-24T22:00' },
    /got "2026-13-24T22:00" in UTC; /,
  ],
])('refuses a window %s', (_, wrong, message) => {
  const refused = () => checkWindows([weekly, { ...weekly, ...wrong, name: 'odd' }]);
  expect(refused).toThrow(message);
  expect(refused).toThrow(/^maintenance window "odd": /);
});
