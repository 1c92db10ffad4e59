import type { FitOptions, RatedModel } from '../../../lib/domain/forecast/forecaster.ts';
import { pool } from '../../../lib/domain/forecast/pool/index.ts';
import { normals, seededUniform } from './arima/seeded-random.ts';

const options: FitOptions = { stepMs: 3_600_000, startMs: 0, periods: [24, 168], horizon: 24 };
const day = 24;

/** So many hours of traffic with a day and weekends in it. @param low share of the traffic that weekends have */
function traffic(hours: number, seed: number, low = 0.7): Float64Array {
  const normal = normals(seededUniform(seed));
  return Float64Array.from({ length: hours }, (_, t) => {
    const weekend = Math.floor(t / day) % 7 >= 5 ? low : 1;
    return weekend * (1000 + 300 * Math.sin((2 * Math.PI * t) / day)) + 20 * normal();
  });
}

function fitted(y: Float64Array, more: Partial<FitOptions> = {}): RatedModel {
  const result = pool.fit(y, { ...options, ...more });
  if (result.kind !== 'fitted') throw new Error(`${result.got} of ${result.needed}`);
  return result.model;
}

const notesOf = (model: RatedModel) => (model.notes ?? []).join('; ');

function meanError(mean: Float64Array, actual: Float64Array): number {
  return mean.reduce((sum, value, h) => sum + Math.abs(value - (actual[h] ?? 0)), 0) / mean.length;
}

/** Every number that a model gives. */
function numbersOf(model: RatedModel): number[] {
  const { mean, lower, upper } = model.forecast(30, 0.95);
  const next = model.next(0.95);
  const { error, naiveError } = model.backtest;
  return [...mean, ...lower, ...upper, next.mean, next.sd, next.lower, next.upper, error, naiveError];
}

test('gaps of half a day are bridged, said, and hardly cost accuracy', () => {
  const y = traffic(15 * day, 1);
  const past = y.slice(0, 14 * day);
  for (let from = 10; from < past.length - 30; from += 47) past.fill(Number.NaN, from, from + 12);
  const model = fitted(past);
  expect(notesOf(model)).toMatch(/missing/);
  expect(meanError(model.forecast(day, 0.95).mean, y.subarray(14 * day))).toBeLessThan(80);
});

test('a gap at the end is no level: the forecast goes on from the season', () => {
  const y = traffic(15 * day, 2);
  const past = y.slice(0, 14 * day);
  past.fill(Number.NaN, 14 * day - 10);
  expect(meanError(fitted(past).forecast(day, 0.95).mean, y.subarray(14 * day))).toBeLessThan(100);
});

test('a level shift of three days ago is followed, and said', () => {
  const y = traffic(15 * day, 3, 1).map((value, t) => (t >= 11 * day ? value + 1500 : value));
  const model = fitted(y.subarray(0, 14 * day));
  expect(meanError(model.forecast(day, 0.95).mean, y.subarray(14 * day))).toBeLessThan(200);
  expect(notesOf(model)).toMatch(/level shift/);
});

test('no level shift is seen where there is none', () => {
  expect(notesOf(fitted(traffic(14 * day, 4)))).not.toMatch(/level shift/);
});

test('a week of history is forecast by its day, and said', () => {
  const y = traffic(8 * day, 5, 1);
  const model = fitted(y.subarray(0, 7 * day));
  expect(meanError(model.forecast(day, 0.95).mean, y.subarray(7 * day))).toBeLessThan(60);
  expect(notesOf(model)).toMatch(/history/);
});

test.each([
  ['all zero', new Float64Array(240), 0],
  ['all seven', new Float64Array(240).fill(7), 7],
])('%s stays so, and the reason is said', (_, y, value) => {
  const model = fitted(y);
  for (const path of Object.values(model.forecast(day, 0.95)))
    for (const one of path) expect(one).toBeCloseTo(value, 6);
  expect(notesOf(model)).toMatch(/same value|never changes|constant/);
});

test('a resolution that changes is no change of the series, and is said', () => {
  const y = traffic(15 * day, 6);
  const past = y.slice(0, 14 * day).map((value, t) => (t < 7 * day && t % 3 !== 0 ? Number.NaN : value));
  const model = fitted(past);
  expect(meanError(model.forecast(day, 0.95).mean, y.subarray(14 * day))).toBeLessThan(100);
  expect(notesOf(model)).toMatch(/missing/);
});

test.each([
  ['negative values', traffic(240, 7).map((value) => -value)],
  ['values around zero', traffic(240, 8).map((value) => value - 1000)],
  ['rare counts', traffic(240, 9).map((_, t) => (t % 31 === 0 ? 1 : 0))],
  ['huge values', traffic(240, 10).map((value) => value * 1e15)],
  ['tiny values', traffic(240, 11).map((value) => value * 1e-15)],
  ['one wild value', traffic(240, 12).map((value, t) => (t === 200 ? 1e12 : value))],
  ['infinities', traffic(240, 13).map((value, t) => (t % 50 === 0 ? Number.POSITIVE_INFINITY : value))],
  ['gaps alone but for a day', traffic(240, 14).map((value, t) => (t < 204 ? Number.NaN : value))],
  ['a single step up', traffic(240, 15).map((_, t) => (t < 200 ? 3 : 400))],
])('%s give finite numbers, before and after updates', (_, y) => {
  const model = fitted(y);
  expect(numbersOf(model).every(Number.isFinite)).toBe(true);
  for (const value of [Number.NaN, 0, 1e12, -5, 1000]) model.update(value);
  expect(numbersOf(model).every(Number.isFinite)).toBe(true);
  expect(JSON.stringify(model.state()).length).toBeLessThan(20_000);
});

test('no time at all still gives a forecast, and says what was not tried', () => {
  const y = traffic(15 * day, 16);
  const model = fitted(y.subarray(0, 14 * day), { expired: () => true });
  expect(meanError(model.forecast(day, 0.95).mean, y.subarray(14 * day))).toBeLessThan(300);
  expect(notesOf(model)).toMatch(/no time/);
});

test('interval width does not explode where forecasts cross zero', () => {
  const y = traffic(14 * day, 17).map((value) => value - 1000);
  const { lower, upper } = fitted(y).forecast(day, 0.95);
  const widest = upper.reduce((most, high, h) => Math.max(most, high - (lower[h] ?? high)), 0);
  expect(widest).toBeLessThan(2000);
});
