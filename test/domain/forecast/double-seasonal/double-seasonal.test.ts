import { bestChoices } from '../../../../lib/domain/forecast/double-seasonal/choose.ts';
import {
  createDoubleSeasonal,
  doubleSeasonal,
} from '../../../../lib/domain/forecast/double-seasonal/index.ts';
import {
  expectedAt,
  seedOf,
  smooth,
  startSmoother,
} from '../../../../lib/domain/forecast/double-seasonal/smoother.ts';
import type { FittedModel } from '../../../../lib/domain/forecast/forecaster.ts';
import { createRandom } from '../../../../lib/domain/numerics/seeded-random.ts';

const options = { stepMs: 3_600_000, startMs: 0, periods: [24, 168] };

function fitted(y: Float64Array, more = {}, forecaster = doubleSeasonal): FittedModel {
  const result = forecaster.fit(y, { ...options, ...more });
  if (result.kind !== 'fitted') throw new Error(`${result.got} values were too few`);
  return result.model;
}

/** Days and weeks, and an AR(1). */
function traffic(length: number, noise: number, seed = 1): Float64Array {
  const random = createRandom(seed);
  let wander = 0;
  return Float64Array.from({ length }, (_, t) => {
    wander = 0.7 * wander + noise * (random() - 0.5);
    const weekend = t % 168 >= 120 ? -0.2 : 0;
    return 1000 * Math.exp(0.3 * Math.sin((2 * Math.PI * t) / 24) + weekend + wander);
  });
}

/** Taylor's equations with every level and index written down, not overwritten. */
function recursion(x: Float64Array, [alpha, delta, omega, phi]: readonly [number, number, number, number]) {
  const day = new Map<number, number>();
  const week = new Map<number, number>();
  let level = 3;
  let error = 0;
  return x.map((value, t) => {
    const seasoned = level + (day.get(t - 4) ?? 0) + (week.get(t - 12) ?? 0);
    const expected = seasoned + phi * error;
    error = value - seasoned;
    day.set(t, (day.get(t - 4) ?? 0) + delta * error);
    week.set(t, (week.get(t - 12) ?? 0) + omega * error);
    level += alpha * error;
    return expected;
  });
}

test('a smoother expects what the published equations give', () => {
  const random = createRandom(5);
  const x = Float64Array.from({ length: 100 }, (_, t) => 3 + Math.sin((Math.PI * t) / 2) + random());
  const seed = { level: 3, seasons: [new Float32Array(4), new Float32Array(12)], usual: 10 };
  const smoother = startSmoother(seed, { level: 0.1, seasons: [0.2, 0.15], error: 0.6 });
  for (const [t, expected] of recursion(x, [0.1, 0.2, 0.15, 0.6]).entries()) {
    expect(expectedAt(smoother, t)).toBeCloseTo(expected, 5);
    smooth(smoother, t, x[t] ?? 0);
  }
  expect(Math.max(...seed.seasons.flatMap((season) => [...season]))).toBe(0);
});

test('an error far beyond the usual teaches no more than six of them', () => {
  const seed = { level: 0, seasons: [new Float32Array(2)], usual: 1 };
  const smoother = startSmoother(seed, { level: 0.5, seasons: [0.1], error: 0 });
  smooth(smoother, 0, 1e9);
  expect(smoother.level).toBe(3);
  expect(smoother.seasons[0]?.[0]).toBeCloseTo(0.6, 6);
});

test('a start takes level and seasons apart, and believes the last one as far as asked', () => {
  const x = Float64Array.from({ length: 12 }, (_, t) => 10 + (t % 2 === 0 ? 1 : -1) + (t % 6 < 2 ? 3 : 0));
  const { level, seasons } = seedOf(x, [2, 6], 12, 1);
  expect(level).toBeCloseTo(11, 9);
  expect([...(seasons[0] ?? [])]).toEqual([1, -1]);
  expect([...(seasons[1] ?? [])]).toEqual([2, 2, -1, -1, -1, -1]);
  expect([...(seedOf(x, [2, 6], 12, 0).seasons[1] ?? [])]).toEqual([0, 0, 0, 0, 0, 0]);
});

test.each([
  ['a level that stays', (_: number, e: number) => e, [0, 0.01], [0]],
  ['a level that wanders', (before: number, e: number) => before + e, [0, 0.05, 0.2], [0.95, 0.8]],
])('gains for %s are chosen by forecasts of its past', (_, step, levels, errors) => {
  const random = createRandom(11);
  let before = 0;
  const x = Float64Array.from({ length: 600 }, () => {
    before = step(before, random() - 0.5);
    return before;
  });
  const isKnown = new Uint8Array(600).fill(1);
  const origins = Array.from({ length: 40 }, (_, i) => 200 + 10 * i - 5);
  const [best] = bestChoices({ x, isKnown, seeds: [seedOf(x, [], 10, 1)], horizon: 3, origins }, 1);
  expect(levels).toContain(best?.gains.level);
  expect(errors).toContain(best?.gains.error);
});

test('a day and a week without noise go on as they were', () => {
  const y = traffic(800, 0);
  const { mean } = fitted(y.subarray(0, 700)).forecast(96, 0.95);
  for (const [h, value] of mean.entries()) expect(value / (y[700 + h] ?? 0)).toBeCloseTo(1, 2);
});

test('intervals hold about what they state, one step and a day ahead', () => {
  let inside = 0;
  let count = 0;
  for (let seed = 1; seed <= 20; seed++) {
    const y = traffic(420, 0.2, seed).map((value, t) => (t % 168 >= 120 ? value * Math.exp(0.2) : value));
    const { lower, upper } = fitted(y.subarray(0, 396), { periods: [24] }).forecast(24, 0.9);
    for (let h = 0; h < 24; h++) {
      const value = y[396 + h] ?? 0;
      if (value >= (lower[h] ?? 0) && value <= (upper[h] ?? 0)) inside++;
      count++;
    }
  }
  expect(inside / count).toBeGreaterThan(0.82);
  expect(inside / count).toBeLessThan(0.97);
});

test('a season that changes is followed', () => {
  const model = fitted(traffic(700, 0.1));
  const later = (t: number) => 1000 * Math.exp(0.3 * Math.cos((2 * Math.PI * t) / 24));
  const worst = (from: number) =>
    Math.max(...model.forecast(24, 0.9).mean.map((value, h) => Math.abs(value / later(from + h) - 1)));
  const before = worst(700);
  for (let t = 700; t < 1400; t++) model.update(later(t));
  expect(worst(1400)).toBeLessThan(before / 3);
});

test.each([
  ['a constant', new Float64Array(100).fill(5)],
  ['zeros', new Float64Array(100)],
  ['negative values', traffic(200, 0.1).map((value) => -value)],
  ['a straight line', Float64Array.from({ length: 200 }, (_, t) => t)],
  ['gaps', traffic(400, 0.1).map((value, t) => (t % 7 < 3 ? Number.NaN : value))],
  ['a few values', traffic(12, 0.1)],
])('%s is forecast in finite numbers', (_, y) => {
  const model = fitted(y);
  model.update(Number.NaN);
  model.update(1e12);
  const { mean, lower, upper } = model.forecast(60, 0.99);
  for (const path of [mean, lower, upper]) expect(path.every(Number.isFinite)).toBe(true);
});

test.each([
  [[24, 168], 700, 'seasons of 24 and 168'],
  [[24, 168], 300, 'seasons of 24 '],
  [[24], 700, 'seasons of 24 '],
  [[7.5], 700, 'no season'],
  [[], 700, 'no season'],
  [[288, 2016, 8640], 20_000, 'seasons of 288 and 2016'],
])('of the periods %j in %d values it follows what both can hold', (periods, length, words) => {
  // All but the first trial is left out, since time is up.
  const model = fitted(traffic(length, 0.1), { periods, expired: () => true });
  expect(model.description).toContain(words);
  expect(JSON.stringify(model.state()).length).toBeLessThan(20_000);
});

test('a few values are too short, and the scale is that which was asked for', () => {
  expect(doubleSeasonal.fit(traffic(11, 0), options)).toEqual({ kind: 'too_short', got: 11, needed: 12 });
  const model = fitted(traffic(200, 0.1), {}, createDoubleSeasonal('level'));
  expect(model.description).toContain('of the level');
});

test.each([
  ['smoothers', { smoothers: [] }],
  ['spread', { spread: -1 }],
  ['scale', { scale: 'cube' }],
])('refuses a state whose %s are damaged', (name, change) => {
  const state = fitted(traffic(200, 0.1)).state() as object;
  expect(() => doubleSeasonal.restore({ ...state, ...change })).toThrow(`the state's ${name}`);
});

test('refuses a smoother with another number of gains than of seasons', () => {
  const state = fitted(traffic(200, 0.1)).state() as { smoothers: object[] };
  const smoothers = state.smoothers.map((smoother) => ({ ...smoother, seasonGains: [] }));
  expect(() => doubleSeasonal.restore({ ...state, smoothers })).toThrow(`the state's seasonGains`);
});
