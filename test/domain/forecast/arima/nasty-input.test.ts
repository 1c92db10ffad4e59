import { ArimaError, type ArimaFault } from '../../../../lib/domain/forecast/arima/error.ts';
import { fitArima } from '../../../../lib/domain/forecast/arima/index.ts';
import type { ArimaModel } from '../../../../lib/domain/forecast/arima/result.ts';
import type { ArimaSpec } from '../../../../lib/domain/forecast/arima/spec.ts';
import { normals, seededUniform } from './seeded-random.ts';
import { simulatedSeries } from './simulated-series.ts';

function fitOrFault(values: Float64Array, spec: ArimaSpec): ArimaModel | ArimaFault {
  try {
    return fitArima(values, spec);
  } catch (error) {
    if (error instanceof ArimaError) return error.fault;
    throw error;
  }
}

function expectSound(fitted: ArimaModel): void {
  for (const { value } of fitted.parameters) expect(value).not.toBeNaN();
  expect(fitted.logLikelihood).not.toBeNaN();
  for (const after of [Number.NaN, 3, 0]) {
    const { mean, sd, lower, upper } = fitted.forecast(30);
    for (let h = 0; h < 30; h++) {
      expect([mean[h], sd[h], lower[h], upper[h]].every(Number.isFinite)).toBe(true);
      expect(sd[h]!).toBeGreaterThanOrEqual(0);
      expect(lower[h]!).toBeLessThanOrEqual(mean[h]!);
      expect(upper[h]!).toBeGreaterThanOrEqual(mean[h]!);
    }
    fitted.update(after);
  }
  expect(fitted.summary().length).toBeGreaterThan(100);
}

const make = (n: number, value: (t: number, noise: number) => number) => {
  const noise = normals(seededUniform(n));
  return Float64Array.from({ length: n }, (_, t) => value(t, noise()));
};

const nasty: readonly [string, Float64Array][] = [
  ['values of 10¹²', make(120, (t, e) => 1e12 * (1 + 0.1 * Math.sin(t / 4) + 0.01 * e))],
  ['values of 10⁻⁹', make(120, (t, e) => 1e-9 * (1 + 0.1 * Math.sin(t / 4) + 0.01 * e))],
  ['a small noise on a large level', make(120, (_, e) => 1e9 + 1e-3 * e)],
  ['zeros but for a few counts', make(150, (t) => (t % 37 === 5 ? 1 + (t % 3) : 0))],
  ['small counts', make(150, (t, e) => Math.max(0, Math.round(2 + 2 * Math.sin(t / 3) + e)))],
  ['long constant stretches', make(160, (t) => Math.floor(t / 40) * 10)],
  ['a single spike', make(120, (t) => (t === 60 ? 1000 : 0))],
  ['a single step', make(120, (t) => (t < 60 ? 0 : 1))],
  ['a perfect line', make(120, (t) => 3 + 2 * t)],
  ['a perfect season', make(120, (t) => [1, 5, 2, 8][t % 4]!)],
  ['a perfect sine', make(120, (t) => Math.sin(t / 5))],
  ['exponential growth', make(120, (t) => Math.exp(t / 4))],
  ['alternation', make(120, (t, e) => (t % 2 === 0 ? 1e6 : -1e6) + e)],
  ['gaps for all but every fifth value', make(100, (t, e) => (t % 5 === 0 ? 10 + e : Number.NaN))],
  ['a gap of half the series', make(100, (t, e) => (t > 25 && t < 75 ? Number.NaN : 10 + e))],
  ['gaps at both ends', make(150, (t, e) => (t < 30 || t > 120 ? Number.NaN : 10 + e))],
  ['one wild value', make(150, (t, e) => (t === 149 ? 1e9 : e))],
];

const specs: readonly [string, ArimaSpec][] = [
  ['(1,0,1) with a mean', { order: [1, 0, 1], trend: 'c' }],
  ['(2,1,2)', { order: [2, 1, 2] }],
  ['(1,1,1)(1,1,1)4', { order: [1, 1, 1], seasonal: [1, 1, 1, 4] }],
  ['(0,1,1)(0,1,1)12', { order: [0, 1, 1], seasonal: [0, 1, 1, 12] }],
];

describe.each(nasty)('%s', (_, values) => {
  test.each(specs)('are forecast by %s in finite numbers, or refused by name', (_, spec) => {
    const fitted = fitOrFault(values, spec);
    // Only what leaves nothing to explain may be refused.
    if (typeof fitted === 'string') expect(fitted).toBe('constant');
    else expectSound(fitted);
  });
});

test('an honest convergence flag comes with every fit', () => {
  for (const [, values] of nasty.slice(0, 6)) {
    const fitted = fitArima(values, { order: [1, 0, 1], trend: 'c' });
    expect(typeof fitted.converged).toBe('boolean');
    expect(fitted.iterations).toBeGreaterThanOrEqual(0);
    expect(fitted.evaluations).toBeGreaterThan(0);
  }
});

test('a part of the season that is never seen costs nothing: the rest is fitted as if it were not there', () => {
  const uniform = seededUniform(5);
  const spec: ArimaSpec = { order: [0, 1, 1], seasonal: [0, 1, 1, 12] };
  const y = simulatedSeries(uniform, 240, spec, [-0.4, -0.5, 1], []);
  const nightly = y.map((value, t) => (t % 4 === 3 ? Number.NaN : value));
  const model = fitArima(nightly, spec);
  // 180 values, of which differencing takes 1 and the 9 phases that are seen.
  expect(model.observations).toBe(180 - 1 - 9);
  expect(model.converged).toBe(true);
  const { mean, sd } = model.forecast(12);
  for (const h of [0, 1, 2, 4, 5, 6]) {
    expect(Number.isFinite(mean[h]!)).toBe(true);
    expect(sd[h]!).toBeLessThan(20);
  }
  expect(sd[3]!).toBeGreaterThan(1e3);
});
