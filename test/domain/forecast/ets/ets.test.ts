import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { estimate } from '../../../../lib/domain/forecast/ets/estimate.ts';
import { formOf, forms, nameOf } from '../../../../lib/domain/forecast/ets/form.ts';
import { createEts, ets } from '../../../../lib/domain/forecast/ets/index.ts';
import { additiveGrowth } from '../../../../lib/domain/forecast/ets/variance.ts';
import type { FittedModel } from '../../../../lib/domain/forecast/forecaster.ts';
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

function fitted(y: Float64Array, form = 'auto', more = {}): FittedModel {
  const result = createEts(form).fit(y, { ...options, ...more });
  if (result.kind !== 'fitted') throw new Error(`${result.got} values were too few`);
  return result.model;
}

// statsforecast 2.1.1, AutoETS(model=…, damped=…): log-likelihood, AICc, forecasts of six steps, lower bound of 95 %.
const published: readonly [form: string, series: 'walk' | 'airline', number, number, number[], number[]][] = [
  ['A,N,N', 'walk', -710.21226, 1426.54697, [135.0678, 135.0678, 135.0678], [130.189, 129.749, 129.343]],
  ['A,A,N', 'walk', -707.36807, 1425.04542, [135.4282, 135.5988, 135.7694], [130.593, 130.425, 130.277]],
  ['A,Ad,N', 'walk', -707.50621, 1427.44765, [135.0084, 135.0176, 135.0267], [130.158, 129.824, 129.511]],
  ['M,N,N', 'walk', -711.34158, 1428.80561, [135.0759, 135.0759, 135.0759], [129.646, 129.141, 128.677]],
  ['M,A,N', 'walk', -707.71371, 1425.7367, [135.4803, 135.6722, 135.8642], [130.124, 129.941, 129.781]],
  ['M,Ad,N', 'walk', -707.99372, 1428.42266, [135.0044, 135.0135, 135.0225], [129.637, 129.27, 128.925]],
  ['A,N,N', 'airline', -863.89337, 1733.95817, [431.9958, 431.9958, 431.9958], [365.218, 337.563, 316.342]],
  ['A,A,N', 'airline', -863.58256, 1737.59991, [434.2388, 436.4816, 438.7244], [367.124, 341.567, 322.475]],
];

test.each(published)(
  '%s on the %s is that of statsforecast, and as likely',
  (form, name, logLikelihood, aicc, mean, lower) => {
    const y = name === 'walk' ? walk() : airline;
    const found = estimate(formOf(form), y, 1);
    expect(found?.logLikelihood).toBeGreaterThan(logLikelihood - 1e-4);
    expect(found?.logLikelihood).toBeLessThan(logLikelihood + 0.05);
    expect(Math.abs((found?.aicc ?? 0) - aicc)).toBeLessThan(0.1);
    const path = fitted(y, form, { periods: [] }).forecast(3, 0.95);
    for (let h = 0; h < 3; h++) {
      expect(Math.abs((path.mean[h] ?? 0) / (mean[h] ?? 1) - 1)).toBeLessThan(2e-4);
      expect(Math.abs((path.lower[h] ?? 0) / (lower[h] ?? 1) - 1)).toBeLessThan(0.01);
    }
  },
);

test('the airline model is more likely than R finds it', () => {
  // R 4.2, forecast 8.20: ets(AirPassengers) is M,Ad,M with alpha .7096, beta .0204, gamma .0001, phi .98 and AICc 1400.638.
  const found = estimate(formOf('M,Ad,M'), airline, 12);
  expect(found?.aicc).toBeLessThan(1400.638);
  expect(found?.aicc).toBeGreaterThan(1395);
  expect(found?.weights.alpha).toBeCloseTo(0.7096, 0);
  expect(found?.weights.gamma).toBeLessThan(0.01);
});

test('a simulated model is found again', () => {
  const random = createRandom(2);
  const seasons = [5, -3, 1, -3];
  let level = 50;
  const y = Float64Array.from({ length: 400 }, (_, t) => {
    const error = 2 * (random() + random() + random() - 1.5);
    const value = level + (seasons[t % 4] ?? 0) + error;
    level += 0.3 * error;
    return value;
  });
  const found = estimate(formOf('A,N,A'), y, 4);
  expect(found?.weights.alpha).toBeCloseTo(0.3, 0);
  for (const [slot, value] of (found?.first.seasons ?? []).entries())
    expect(Math.abs(value - (seasons[slot] ?? 0))).toBeLessThan(0.5);
  expect(fitted(y, 'auto', { periods: [4] }).description).toMatch(/ETS\(.,N,A\), season of 4/);
});

test('errors ahead grow as the recursion says', () => {
  const weights = { alpha: 0.5, beta: 0.1, gamma: 0.2, phi: 0.9 };
  const growth = additiveGrowth(formOf('A,Ad,A'), weights, 2, 4);
  const c1 = 0.5 + 0.1;
  const c2 = 0.5 + 0.1 * 1.9 + 0.2;
  expect(growth[0]).toBe(1);
  expect(growth[1]).toBeCloseTo(Math.hypot(1, c1), 12);
  expect(growth[2]).toBeCloseTo(Math.hypot(1, c1, c2), 12);
});

test('intervals of multiplicative errors are the simulated ones, always the same', () => {
  const [one, two] = [fitted(airline, 'M,A,M'), fitted(airline, 'M,A,M')].map((model) =>
    model.forecast(12, 0.9),
  );
  expect(one).toEqual(two);
  expect((one?.upper[11] ?? 0) - (one?.lower[11] ?? 0)).toBeGreaterThan(
    (one?.upper[0] ?? 0) - (one?.lower[0] ?? 0),
  );
});

test.each([
  ['a constant', new Float64Array(60).fill(7)],
  ['zeros', new Float64Array(60)],
  ['negative values', airline.map((value) => -value)],
  ['gaps', airline.subarray(0, 60).map((value, t) => (t % 5 === 0 ? Number.NaN : value))],
  ['eight values', airline.subarray(0, 8)],
  [
    'a jump of five orders of magnitude',
    walk()
      .map((value, t) => (t > 60 ? value * 1e5 : value))
      .subarray(0, 80),
  ],
])('%s is forecast in finite numbers', (_, y) => {
  const model = fitted(y);
  model.update(Number.NaN);
  const { mean, lower, upper } = model.forecast(40, 0.99);
  for (const path of [mean, lower, upper]) expect(path.every(Number.isFinite)).toBe(true);
});

test('a season that is too long is left out, and a note says so', () => {
  const model = fitted(walk(), 'auto', { periods: [48] });
  expect(model.notes).toEqual(['a season of 48 steps is too long for ETS: it is smoothed without one']);
});

test('there are fifteen forms, none of them unstable', () => {
  expect(forms.map(nameOf)).toHaveLength(15);
  expect(forms.map(nameOf)).not.toContain('A,A,M');
});

test('refuses a form that there is not, and fewer than eight values', () => {
  expect(() => createEts('A,A,M')).toThrow(/got the ETS form "A,A,M", allowed: A,N,N/);
  expect(ets.fit(airline.subarray(0, 5), options)).toEqual({ kind: 'too_short', got: 5, needed: 8 });
});

test.each([
  ['form', { form: 'X' }, 'ETS form "X"'],
  ['seasons', { seasons: '' }, "the state's seasons"],
  ['alpha', { alpha: 3 }, "the state's alpha"],
])('refuses a state whose %s is damaged', (_, change, message) => {
  const state = fitted(walk(), 'A,N,N').state() as object;
  expect(() => ets.restore({ ...state, ...change })).toThrow(message);
});
