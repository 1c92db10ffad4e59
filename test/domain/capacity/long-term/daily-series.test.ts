import { dailyHistoryOf, stepsOf } from '../../../../lib/domain/capacity/long-term/daily-series.ts';
import { at, day, hour, t0 } from '../given.ts';

const points = (pairs: readonly (readonly [number, number])[]) => ({
  timesMs: Float64Array.from(pairs, ([time]) => time),
  values: Float64Array.from(pairs, ([, value]) => value),
});
const hours = (from: number, count: number, value = (i: number) => i) =>
  Array.from({ length: count }, (_, i) => [t0 + (from + i) * hour, value(i)] as const);

test('a day has the mean of its hours and its highest hour', () => {
  const history = dailyHistoryOf(points(hours(0, 48)));
  expect([...history.mean]).toEqual([11.5, 35.5]);
  expect([...history.peak]).toEqual([23, 47]);
  expect(history.profile[23]).toBeGreaterThan(at(history.profile, 0));
});

test('points within an hour count as one hour, whatever their distance', () => {
  const fine = Array.from({ length: 288 }, (_, i) => [t0 + i * 300_000, Math.floor(i / 12)] as const);
  const coarse = hours(24, 24);
  const history = dailyHistoryOf(points([...fine, ...coarse]));
  expect([...history.mean]).toEqual([11.5, 11.5]);
  expect(stepsOf(points([...fine, ...coarse]).timesMs)).toEqual([300_000, hour]);
});

test('the highest of an hour counts where levels are asked for', () => {
  const values = hours(0, 24, () => 5).flatMap(([time]) => [
    [time, 1] as const,
    [time + hour / 2, 9] as const,
  ]);
  expect(dailyHistoryOf(points(values), 'max').mean[0]).toBe(9);
});

test('a day that lacks a quarter of its hours is a gap, and so is one without any', () => {
  const history = dailyHistoryOf(points([...hours(0, 24), ...hours(24, 10), ...hours(72, 24)]));
  expect([...history.mean]).toEqual([11.5, Number.NaN, Number.NaN, 11.5]);
  expect([history.partialDays, history.emptyDays]).toEqual([1, 1]);
});

test('points every two hours make a day, and twelve hours of it do not', () => {
  const every = Array.from({ length: 12 }, (_, i) => [t0 + 2 * i * hour, i] as const);
  expect([...dailyHistoryOf(points(every)).mean]).toEqual([5.5]);
  expect([...dailyHistoryOf(points(hours(0, 12))).mean]).toEqual([Number.NaN]);
});

test('days that were measured once have a mean and no highest hour, before hours as after them', () => {
  const daily = Array.from({ length: 5 }, (_, i) => [t0 + i * day, 7] as const);
  const history = dailyHistoryOf(points([...daily, ...hours(5 * 24, 48)]));
  expect([...history.mean]).toEqual([7, 7, 7, 7, 7, 11.5, 35.5]);
  expect(history.peak.findIndex(Number.isFinite)).toBe(5);
});
