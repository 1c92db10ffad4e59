import { lstm } from '../../../../lib/domain/forecast/lstm/index.ts';
import { createRandom } from '../../../../lib/domain/numerics/seeded-random.ts';

const options = { stepMs: 3_600_000, startMs: 0, periods: [24], horizon: 24 };

function fitted(y: Float64Array, more = {}) {
  const result = lstm.fit(y, { ...options, ...more });
  if (result.kind !== 'fitted') throw new Error(`${result.got} values were too few`);
  return result.model;
}

/** A logistic map: each value follows from the one before it by a curve that no line has anything of. */
function bent(length: number): Float64Array {
  const y = new Float64Array(length).fill(0.3);
  for (let t = 1; t < length; t++) y[t] = 3.8 * (y[t - 1] ?? 0) * (1 - (y[t - 1] ?? 0));
  return y.map((value) => 10 + value);
}

test('learns a curve that a linear regression cannot see', () => {
  const y = bent(500);
  const model = fitted(y.subarray(0, 400), { periods: [] });
  let squares = 0;
  let plain = 0;
  const mean = y.reduce((a, b) => a + b, 0) / y.length;
  for (const value of y.subarray(400)) {
    squares += (model.next(0.9).mean - value) ** 2;
    plain += (mean - value) ** 2;
    model.update(value);
  }
  // The line through neighbours explains little of this map's variance.
  expect(squares).toBeLessThan(0.5 * plain);
});

/** Ten days of traffic with noise. */
function traffic(seed: number): Float64Array {
  const random = createRandom(seed);
  return Float64Array.from(
    { length: 240 },
    (_, t) => 500 + 200 * Math.sin((2 * Math.PI * t) / 24) + 40 * (random() - 0.5),
  );
}

test('the same series gives the same model', () => {
  expect(fitted(traffic(1)).state()).toEqual(fitted(traffic(1)).state());
});

test('without time it is the linear regression that it begins as', () => {
  const y = traffic(2);
  const model = fitted(y.subarray(0, 216), { expired: () => true });
  expect(model.description).toMatch(/ 0 epochs/);
  const { mean } = model.forecast(24, 0.9);
  const error = mean.reduce((sum, value, h) => sum + Math.abs(value - (y[216 + h] ?? 0)), 0) / 24;
  expect(error).toBeLessThan(40);
});

test('intervals grow, and hold about what they state', () => {
  let inside = 0;
  for (let seed = 3; seed < 8; seed++) {
    const y = traffic(seed);
    const { lower, upper } = fitted(y.subarray(0, 216), { expired: () => true }).forecast(24, 0.9);
    for (let h = 0; h < 24; h++) {
      const value = y[216 + h] ?? 0;
      if (value >= (lower[h] ?? 0) && value <= (upper[h] ?? 0)) inside++;
    }
  }
  expect(inside / 120).toBeGreaterThan(0.8);
});

test.each([
  ['a constant', new Float64Array(100).fill(5)],
  ['zeros', new Float64Array(100)],
  ['a day of silence', traffic(9).map((value, t) => (t > 100 && t < 130 ? Number.NaN : value))],
  ['negative values', traffic(10).map((value) => -value)],
  ['a jump of five orders of magnitude', traffic(11).map((value, t) => (t > 200 ? value * 1e5 : value))],
])('%s is forecast in finite numbers', (_, y) => {
  const model = fitted(y, { expired: () => true });
  model.update(Number.NaN);
  const { mean, lower, upper } = model.forecast(60, 0.99);
  for (const path of [mean, lower, upper]) expect(path.every(Number.isFinite)).toBe(true);
});

test('a series of a few values is too short, and says how many it needs', () => {
  expect(lstm.fit(new Float64Array(30).fill(1), options)).toEqual({ kind: 'too_short', got: 30, needed: 48 });
});

test.each([
  ['another kind', { kind: 'other' }],
  ['parameters cut short', { parameters: 'AAAA' }],
  ['no size of errors', { errors: '' }],
])('refuses a state of %s', (_, change) => {
  const state = fitted(traffic(12), { expired: () => true }).state() as object;
  expect(() => lstm.restore({ ...state, ...change })).toThrow(RangeError);
});
