import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FittedModel } from '../../../../lib/domain/forecast/forecaster.ts';
import type { ThetaKind } from '../../../../lib/domain/forecast/theta/fit.ts';
import { createTheta, theta } from '../../../../lib/domain/forecast/theta/index.ts';
import { optimise, standardShare } from '../../../../lib/domain/forecast/theta/optimise.ts';
import { noTrend, trendAfter } from '../../../../lib/domain/forecast/theta/theta-lines.ts';
import { createRandom } from '../../../../lib/domain/numerics/seeded-random.ts';

const fixture = join(__dirname, '../../../fixtures/series/series.json');
const { airPassengers } = JSON.parse(readFileSync(fixture, 'utf8')) as { airPassengers: number[] };
const airline = Float64Array.from(airPassengers);

/** A walk with drift and noise. */
function walk(): Float64Array {
  const random = createRandom(11);
  let level = 100;
  return Float64Array.from({ length: 200 }, () => {
    level += 0.3 + 4 * (random() - 0.5);
    return level + 6 * (random() - 0.5);
  });
}

const options = { stepMs: 3_600_000, startMs: 0, periods: [12] };

function fitted(y: Float64Array, kind: ThetaKind = 'auto', more = {}): FittedModel {
  const result = createTheta(kind).fit(y, { ...options, ...more });
  if (result.kind !== 'fitted') throw new Error(`${result.got} values were too few`);
  return result.model;
}

// statsforecast 2.1.1, season_length 12 and 1: forecasts of six steps, and its sum of squares from the fourth value on
// by the series' mean.
const published: readonly [ThetaKind, 'airline' | 'walk', readonly number[], number | undefined][] = [
  ['standard', 'airline', [440.9692, 429.24924, 490.69319, 476.65992, 480.63104, 546.45554], undefined],
  ['optimised', 'airline', [442.94253, 432.23102, 495.30793, 482.308, 487.49485, 555.58095], undefined],
  [
    'dynamic standard',
    'airline',
    [440.77411, 429.06186, 490.48327, 476.46129, 480.43698, 546.24278],
    undefined,
  ],
  [
    'dynamic optimised',
    'airline',
    [442.92719, 432.2984, 495.48245, 482.57534, 487.86599, 556.12159],
    undefined,
  ],
  ['standard', 'walk', [135.23023, 135.31889, 135.40756, 135.49622, 135.58489, 135.67355], 9.642524421825199],
  [
    'optimised',
    'walk',
    [135.40367, 135.56561, 135.72754, 135.88948, 136.05142, 136.21335],
    9.574541661348517,
  ],
  [
    'dynamic standard',
    'walk',
    [135.23163, 135.31926, 135.40649, 135.49333, 135.57979, 135.66587],
    9.68055400447205,
  ],
  [
    'dynamic optimised',
    'walk',
    [135.25254, 135.35089, 135.44881, 135.54629, 135.64334, 135.73998],
    9.67795676052051,
  ],
];

test.each(published)('%s forecasts the %s as statsforecast', (kind, name, expected, squares) => {
  const y = name === 'walk' ? walk() : airline;
  const { mean } = fitted(y, kind, { periods: name === 'walk' ? [] : [12] }).forecast(6, 0.95);
  for (const [h, value] of mean.entries())
    expect(Math.abs(value / (expected[h] ?? Number.NaN) - 1)).toBeLessThan(0.001);
  if (squares === undefined) return;
  const lines = kind.startsWith('dynamic') ? 'dynamic' : 'fixed';
  const fit = optimise(y, lines, kind.endsWith('standard') ? standardShare : undefined);
  const own = fit.squares / (y.reduce((a, b) => a + b, 0) / y.length);
  expect(own).toBeLessThan(squares * (1 + 1e-6));
  expect(own).toBeGreaterThan(squares * 0.99);
});

test('the line through the past is that of least squares, in O(1) a value', () => {
  const y = [3, 1, 4, 1, 5, 9, 2, 6];
  const trend = y.reduce(trendAfter, noTrend);
  const mean = y.reduce((a, b) => a + b, 0) / 8;
  const slope = y.reduce((sum, value, i) => sum + (i + 1 - 4.5) * (value - mean), 0) / 42;
  expect(trend.slope).toBeCloseTo(slope, 12);
  expect(trend.intercept).toBeCloseTo(mean - 4.5 * slope, 12);
});

test('a straight line goes on', () => {
  const { mean } = fitted(Float64Array.from({ length: 60 }, (_, t) => 10 + 2 * t)).forecast(10, 0.9);
  expect(mean[9]).toBeCloseTo(10 + 2 * 69, 0);
});

test('intervals hold about what they state', () => {
  let inside = 0;
  for (let seed = 1; seed <= 60; seed++) {
    const random = createRandom(seed);
    let level = 0;
    const y = Float64Array.from({ length: 120 }, () => {
      level += random() - 0.5;
      return 50 + level + 0.5 * (random() - 0.5);
    });
    const { lower, upper } = fitted(y.subarray(0, 108), 'auto', { periods: [] }).forecast(12, 0.9);
    for (let h = 0; h < 12; h++) {
      const value = y[108 + h] ?? 0;
      if (value >= (lower[h] ?? 0) && value <= (upper[h] ?? 0)) inside++;
    }
  }
  expect(inside / 720).toBeGreaterThan(0.84);
  expect(inside / 720).toBeLessThan(0.96);
});

test('a season must show itself, and the longest that does is taken', () => {
  const random = createRandom(4);
  const noise = Float64Array.from({ length: 200 }, random);
  expect(fitted(noise).description).toContain('no season');
  const weekly = noise.map((value, t) => value + (t % 21 < 3 ? 5 : 0) + (t % 7 < 2 ? 2 : 0));
  expect(fitted(weekly, 'auto', { periods: [7, 21] }).description).toContain('season of 21');
});

test.each([
  ['a constant', new Float64Array(60).fill(7)],
  ['zeros', new Float64Array(60)],
  ['negative values', airline.map((value) => -value)],
  ['gaps', airline.map((value, t) => (t % 5 === 0 ? Number.NaN : value))],
  ['six values', airline.subarray(0, 6)],
])('%s is forecast in finite numbers', (_, y) => {
  const model = fitted(y);
  model.update(Number.NaN);
  const { mean, lower, upper } = model.forecast(40, 0.99);
  for (const path of [mean, lower, upper]) expect(path.every(Number.isFinite)).toBe(true);
});

test('fewer than six values are too short', () => {
  expect(theta.fit(airline.subarray(0, 5), options)).toEqual({ kind: 'too_short', got: 5, needed: 6 });
});

test.each([
  ['season', { season: 'turns' }],
  ['trend', { trend: [1, 2] }],
  ['alpha', { alpha: 2 }],
])('refuses a state whose %s is damaged', (name, change) => {
  const state = fitted(airline).state() as object;
  expect(() => theta.restore({ ...state, ...change })).toThrow(`the state's ${name}`);
});
