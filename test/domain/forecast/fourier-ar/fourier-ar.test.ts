import type { FittedModel } from '../../../../lib/domain/forecast/forecaster.ts';
import { frequenciesOf } from '../../../../lib/domain/forecast/fourier-ar/frequencies.ts';
import { createFourierAr, fourierAr } from '../../../../lib/domain/forecast/fourier-ar/index.ts';
import {
  createWaveProblem,
  fitWaves,
  unfilteredWaves,
  wavesAt,
  wavesFrom,
} from '../../../../lib/domain/forecast/fourier-ar/waves.ts';
import { LeastSquares } from '../../../../lib/domain/numerics/least-squares.ts';
import { createRandom } from '../../../../lib/domain/numerics/seeded-random.ts';

const options = { stepMs: 3_600_000, startMs: 0, periods: [24, 168] };

function fitted(y: Float64Array, more = {}, forecaster = fourierAr): FittedModel {
  const result = forecaster.fit(y, { ...options, ...more });
  if (result.kind !== 'fitted') throw new Error(`${result.got} values were too few`);
  return result.model;
}

function never(): never {
  throw new Error('no such waves');
}

/** Weeks of a day, a week and an AR(1). */
function traffic(length: number, noise: number, seed = 1): Float64Array {
  const random = createRandom(seed);
  let wander = 0;
  return Float64Array.from({ length }, (_, t) => {
    wander = 0.7 * wander + noise * (random() - 0.5);
    const day = 0.3 * Math.sin((2 * Math.PI * t) / 24) + 0.1 * Math.cos((6 * Math.PI * t) / 24);
    return 1000 * Math.exp(day + 0.1 * Math.sin((2 * Math.PI * t) / 168) + wander);
  });
}

const frequencies = Float64Array.from([1 / 24, 2 / 24, 1 / 100.5], (turns) => 2 * Math.PI * turns);

test('waves are those of weighted least squares, over no whole number of seasons', () => {
  const random = createRandom(3);
  const n = 250;
  const keep = 0.99;
  const x = Float64Array.from({ length: n }, random);
  const squares = new LeastSquares(7);
  for (let t = 0; t < n; t++) {
    const root = Math.sqrt(keep ** (n - 1 - t));
    const waves = [...frequencies].flatMap((omega) => [
      Math.cos(omega * (t - n + 1)),
      Math.sin(omega * (t - n + 1)),
    ]);
    squares.add([1, ...waves, x[t] ?? 0].map((value) => root * value));
  }
  const expected = squares.solve().coefficients();
  const problem = createWaveProblem(frequencies, n, keep, 0);
  const { coefficients } = fitWaves(problem ?? never(), x);
  for (const [i, value] of coefficients.entries()) expect(value).toBeCloseTo(expected[i] ?? 0, 9);
});

test('waves along a path are those at each of its times', () => {
  const waves = { frequencies, coefficients: Float64Array.from([5, 1, -2, 0.5, 3, 1, 1]) };
  const path = new Float64Array(400);
  wavesFrom(waves, -300, path);
  for (const [i, value] of path.entries()) expect(value).toBeCloseTo(wavesAt(waves, i - 300), 9);
});

test('what a filter made of waves is undone', () => {
  const waves = { frequencies, coefficients: Float64Array.from([5, 1, -2, 0.5, 3, 1, 1]) };
  const n = 500;
  const x = new Float64Array(n);
  wavesFrom(waves, 1 - n, x);
  const lags = Int32Array.from([1, 2, 24]);
  const phi = Float64Array.from([0.5, -0.2, 0.3]);
  const filtered = x
    .subarray(24)
    .map((value, i) => lags.reduce((left, lag, j) => left - (phi[j] ?? 0) * (x[24 + i - lag] ?? 0), value));
  const found = fitWaves(createWaveProblem(frequencies, n - 24, 1, 0) ?? never(), filtered);
  const { coefficients } = unfilteredWaves(found, lags, phi, waves);
  for (const [i, value] of coefficients.entries()) expect(value).toBeCloseTo(waves.coefficients[i] ?? 0, 9);
});

test.each([
  ['a day and a week of hours', [24, 168], 700, 63],
  ['one season', [24], 700, 11],
  ['no season', [], 700, 0],
  ['a season that the past does not hold twice', [24, 168], 300, 11],
  ['a past of a few values', [7, 28], 60, 7],
])('%s gives as many waves as can be told apart', (_, periods, n, count) => {
  const found = frequenciesOf(periods, n);
  expect(found.length).toBe(count);
  expect(new Set(found).size).toBe(count);
  for (const omega of found) expect(omega).toBeLessThan(Math.PI);
});

test('a season without noise goes on exactly, in any phase', () => {
  const y = traffic(700, 0);
  const { mean } = fitted(y.subarray(5, 652)).forecast(48, 0.95);
  for (const [h, value] of mean.entries()) expect(value / (y[652 + h] ?? 0)).toBeCloseTo(1, 2);
});

test('what the errors remember is used: one step ahead is better than the season alone', () => {
  const y = traffic(900, 0.2);
  const season = traffic(900, 0);
  const model = fitted(y.subarray(0, 700));
  let squares = 0;
  let plain = 0;
  for (const [i, value] of y.subarray(700).entries()) {
    squares += Math.log(value / model.next(0.9).mean) ** 2;
    plain += Math.log(value / (season[700 + i] ?? 0)) ** 2;
    model.update(value);
  }
  expect(squares).toBeLessThan(0.7 * plain);
});

test('intervals hold what they state, one step and a day ahead', () => {
  let inside = 0;
  let count = 0;
  for (let seed = 1; seed <= 16; seed++) {
    const y = traffic(700, 0.2, seed);
    const { lower, upper } = fitted(y.subarray(0, 676)).forecast(24, 0.9);
    for (let h = 0; h < 24; h++) {
      const value = y[676 + h] ?? 0;
      if (value >= (lower[h] ?? 0) && value <= (upper[h] ?? 0)) inside++;
      count++;
    }
  }
  expect(inside / count).toBeGreaterThan(0.82);
  expect(inside / count).toBeLessThan(0.96);
});

test.each([
  ['a constant', new Float64Array(100).fill(5)],
  ['zeros', new Float64Array(100)],
  ['negative values', traffic(200, 0.1).map((value) => -value)],
  ['a straight line', Float64Array.from({ length: 200 }, (_, t) => t)],
  ['gaps', traffic(300, 0.1).map((value, t) => (t % 7 < 3 ? Number.NaN : value))],
])('%s is forecast in finite numbers', (_, y) => {
  const model = fitted(y);
  model.update(Number.NaN);
  const { mean, lower, upper } = model.forecast(60, 0.99);
  for (const path of [mean, lower, upper]) expect(path.every(Number.isFinite)).toBe(true);
});

test('a past without two of a season is forecast without it; a few values are too short', () => {
  expect(fitted(traffic(40, 0.1)).description).toContain('0 waves');
  expect(fourierAr.fit(traffic(11, 0), options)).toEqual({ kind: 'too_short', got: 11, needed: 12 });
});

test('waves follow a season that changes', () => {
  const y = traffic(700, 0.05);
  const model = fitted(y, { periods: [24] });
  const later = (t: number) => 1000 * Math.exp(0.3 * Math.cos((2 * Math.PI * t) / 24));
  for (let t = 700; t < 1300; t++) model.update(later(t));
  const { mean } = model.forecast(24, 0.9);
  for (const [h, value] of mean.entries()) expect(Math.abs(value / later(1300 + h) - 1)).toBeLessThan(0.05);
});

test('the scale is that which was asked for', () => {
  expect(fitted(traffic(200, 0.1), {}, createFourierAr('level')).description).toContain('on the level');
});

test.each([
  ['lags', { lags: [0] }],
  ['waves', { waves: 'AAAAAAAAAAA=' }],
  ['spread', { spread: -1 }],
])('refuses a state whose %s are damaged', (name, change) => {
  const state = fitted(traffic(200, 0.1)).state() as object;
  expect(() => fourierAr.restore({ ...state, ...change })).toThrow(`the state's ${name}`);
});
