import { ConditionalSquares } from '../../../../../lib/domain/forecast/arima/conditional-squares.ts';
import { ExactLikelihood } from '../../../../../lib/domain/forecast/arima/exact-likelihood.ts';
import { NumericObjective } from '../../../../../lib/domain/forecast/arima/numeric-objective.ts';
import type { Objective, Shape } from '../../../../../lib/domain/forecast/arima/objective.ts';
import { expectClose } from '../closeness.ts';
import { normals, seededUniform } from '../seeded-random.ts';
import { randomShape } from './random-shapes.ts';

const length = 90;

const lags = (...list: number[]) => Int32Array.from(list);

function noise(seed: number, n = length): Float64Array {
  const normal = normals(seededUniform(seed));
  return Float64Array.from({ length: n }, () => normal());
}

const pulse = (at: number) => Float64Array.from({ length }, (_, t) => (t === at ? 1 : t === at + 1 ? -1 : 0));
const dummies = [0, 5, 6, 48, length - 2].map(pulse);
const regressors = [noise(1), Float64Array.from({ length }, (_, t) => t / length)];

/** (φ, θ) of a shape at which each objective is made of a new series. */
const makers: readonly (readonly [string, (w: Float64Array, shape: Shape) => Objective])[] = [
  ['the exact likelihood', (w, shape) => new ExactLikelihood(w, [], shape)],
  ['the exact likelihood with regressors', (w, shape) => new ExactLikelihood(w, regressors, shape)],
  [
    'the exact likelihood with missing values and regressors',
    (w, shape) => new ExactLikelihood(w, [...dummies, ...regressors], shape, dummies.length),
  ],
  ['the conditional squares', (w, shape) => new ConditionalSquares(w, [], shape)],
  ['the conditional squares with regressors', (w, shape) => new ConditionalSquares(w, regressors, shape)],
];

/** Central differences of fourth order; undefined next to the edge of the region. */
function slope(objective: Objective, at: Float64Array, i: number, size: number): number | undefined {
  const value = (step: number) => {
    const moved = at.slice();
    moved[i] = moved[i]! + step * size;
    return objective.evaluate(moved);
  };
  const found = (8 * (value(1) - value(-1)) - (value(2) - value(-2))) / (12 * size);
  return Number.isNaN(found) ? undefined : found;
}

function gradientAt(objective: Objective, at: Float64Array): Float64Array {
  const gradient = new Float64Array(at.length);
  expect(objective.evaluate(at)).not.toBeNaN();
  objective.gradient(gradient);
  return gradient;
}

describe.each(makers)('derivatives of %s', (_, make) => {
  test.each([
    ['anywhere inside the region', { reach: 0.9 }, 1e-4, 1e-6],
    ['with coefficients of exactly zero', { reach: 0.8, hasZeros: true }, 1e-4, 1e-6],
    ['near the unit circle', { reach: 0.995 }, 1e-5, 1e-4],
  ])('are those of its values for random shapes, %s', (_where, limits, size, tolerance) => {
    let compared = 0;
    for (let seed = 0; seed < 25; seed++) {
      const { name, shape, parameters } = randomShape(seededUniform(seed), limits);
      const objective = make(noise(seed + 500), shape);
      const gradient = gradientAt(objective, parameters);
      for (let i = 0; i < parameters.length; i++) {
        const expected = slope(objective, parameters, i, size);
        if (expected === undefined) continue;
        compared++;
        expectClose(gradient[i]!, expected, tolerance, `${i} of ${name}`);
      }
    }
    expect(compared).toBeGreaterThan(75);
  });
});

test.each([
  ['a moving average longer than the series', { ar: [], ma: [lags(1), lags(12, 24)] }, [0.5, -0.4, 0.3], 10],
  ['one value more than its autoregression is long', { ar: [lags(1), lags(7)], ma: [] }, [0.5, 0.3], 9],
  [
    'fewer values than either part is long',
    { ar: [lags(1), lags(7)], ma: [lags(2), lags(9)] },
    [0.5, 0.3, 0.4, -0.6],
    5,
  ],
  ['a moving average on the unit circle', { ar: [lags(1)], ma: [lags(1)] }, [0.5, -1], 80],
  ['a season that never changes', { ar: [], ma: [lags(1), lags(12)] }, [-0.3, -1], 80],
])('the exact likelihood keeps its derivatives with %s', (_, shape: Shape, at, n) => {
  const objective = new ExactLikelihood(noise(7, n), [], shape);
  const parameters = Float64Array.from(at);
  const gradient = gradientAt(objective, parameters);
  for (let i = 0; i < at.length; i++) {
    const expected = slope(objective, parameters, i, 1e-4);
    expectClose(gradient[i]!, expected ?? Number.NaN, 1e-6, `${i}`);
  }
});

/** A series that the process made, without what it made before it settled. */
function simulated(shape: Shape, parameters: Float64Array, n: number, seed: number): Float64Array {
  const e = noise(seed, n + 200);
  let at = 0;
  const factor = (x: Float64Array, lags: Int32Array, isAr: boolean) => {
    const coefs = parameters.subarray(at, at + lags.length);
    at += lags.length;
    return x.map((value, t) => {
      for (const [j, lag] of lags.entries()) {
        if (t >= lag) value += coefs[j]! * x[t - lag]!;
      }
      if (isAr) x[t] = value;
      return value;
    });
  };
  let w = e;
  for (const lags of shape.ar) w = factor(w, lags, true);
  for (const lags of shape.ma) w = factor(w, lags, false);
  return w.subarray(200);
}

describe('the Gauss–Newton matrix', () => {
  const cases: readonly (readonly [string, Shape, readonly number[]])[] = [
    ['AR(2)', { ar: [lags(1, 2)], ma: [] }, [0.5, 0.3]],
    ['MA(1) with a season', { ar: [], ma: [lags(1), lags(12)] }, [-0.4, -0.6]],
    ['all four parts', { ar: [lags(1), lags(12)], ma: [lags(1), lags(12)] }, [0.7, 0.5, 0.4, -0.3]],
  ];
  test.each(cases)('is close to the second derivatives at the truth on a long series: %s', (_, shape, at) => {
    const parameters = Float64Array.from(at);
    const k = at.length;
    const n = 4000;
    const w = simulated(shape, parameters, n, 9);
    for (const objective of [new ExactLikelihood(w, [], shape), new ConditionalSquares(w, [], shape)]) {
      gradientAt(objective, parameters);
      const matrix = new Float64Array(k * k);
      objective.gaussNewton(matrix);
      for (let j = 0; j < k; j++) {
        const side = (step: number) => {
          const moved = parameters.slice();
          moved[j] = moved[j]! + step;
          return gradientAt(objective, moved);
        };
        const [above, below] = [side(1e-4), side(-1e-4)];
        for (let i = 0; i < k; i++) {
          const second = (above[i]! - below[i]!) / 2e-4;
          const size = Math.sqrt(matrix[i * k + i]! * matrix[j * k + j]!);
          expect(Math.abs(matrix[i * k + j]! - second) / size).toBeLessThan(0.08);
          expect(matrix[i * k + j]).toBe(matrix[j * k + i]);
        }
      }
    }
  });

  test('refuses to be asked for before the gradient', () => {
    const objective = new ExactLikelihood(noise(1), [], { ar: [lags(1)], ma: [] });
    objective.evaluate(Float64Array.of(0.5));
    expect(() => objective.gaussNewton(new Float64Array(1))).toThrow(RangeError);
  });
});

describe('derivatives by differences', () => {
  test('agree with the exact ones, in gradient and Gauss–Newton matrix', () => {
    for (let seed = 0; seed < 15; seed++) {
      const { name, shape, parameters } = randomShape(seededUniform(seed), { reach: 0.7 });
      const w = noise(seed + 40);
      const exact = new ConditionalSquares(w, [], shape);
      const numeric = new NumericObjective(new ConditionalSquares(w, [], shape));
      const expected = gradientAt(exact, parameters);
      const found = gradientAt(numeric, parameters);
      const k = parameters.length;
      const [a, b] = [new Float64Array(k * k), new Float64Array(k * k)];
      exact.gaussNewton(a);
      numeric.gaussNewton(b);
      for (let i = 0; i < k; i++) expectClose(found[i]!, expected[i]!, 1e-5, `gradient of ${name}`);
      for (let i = 0; i < k * k; i++) expectClose(b[i]!, a[i]!, 1e-5, `matrix of ${name}`);
    }
  });

  test('leave the likelihood evaluated where it was', () => {
    const { shape, parameters } = randomShape(seededUniform(3));
    const likelihood = new ExactLikelihood(noise(3), [], shape);
    const numeric = new NumericObjective(likelihood);
    numeric.evaluate(parameters);
    const before = likelihood.residuals.slice();
    numeric.gradient(new Float64Array(parameters.length));
    expect(likelihood.residuals).toEqual(before);
  });

  test('take the side that has a likelihood at the edge of the region', () => {
    const w = noise(6);
    const shape = { ar: [lags(1)], ma: [] };
    const at = Float64Array.of(1 - 1e-6);
    const expected = gradientAt(new ExactLikelihood(w, [], shape), at);
    const found = gradientAt(new NumericObjective(new ExactLikelihood(w, [], shape)), at);
    expect(Number.isFinite(found[0]!)).toBe(true);
    expect(Math.sign(found[0]!)).toBe(Math.sign(expected[0]!));
  });
});

test.each([
  ['an autoregression that is not stationary', { ar: [lags(1)], ma: [] }, [1.01]],
  ['a moving average far from invertible', { ar: [], ma: [lags(1)] }, [3]],
  ['no number', { ar: [lags(1)], ma: [] }, [Number.NaN]],
])('the exact likelihood has no value at %s', (_, shape: Shape, at) => {
  expect(new ExactLikelihood(noise(2), [], shape).evaluate(Float64Array.from(at))).toBeNaN();
});
