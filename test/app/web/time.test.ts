import { axisTime, clockTime, dayMonth, duration } from '../../../app/web/format/time.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const table: readonly (readonly [number, string])[] = [
  [-5, '0 s'],
  [42_000, '42 s'],
  [25 * minute, '25 min'],
  [3 * hour, '3 h'],
  [3 * hour + 10 * minute, '3 h 10 min'],
  [2 * day + 4 * hour, '2 d 4 h'],
];

test.each(table)('%p ms last %s', (ms, words) => {
  expect(duration(ms)).toBe(words);
});

test('an axis within a day shows the hour, and the date at midnight', () => {
  const midnight = new Date(2026, 5, 12).getTime();
  expect(axisTime(midnight, hour)).toBe(dayMonth(midnight));
  expect(axisTime(midnight + 6 * hour, hour)).toBe(clockTime(midnight + 6 * hour));
});

test('an axis over weeks shows dates alone', () => {
  const morning = new Date(2026, 5, 12, 6).getTime();
  expect(axisTime(morning, 7 * day)).toBe(dayMonth(morning));
});
