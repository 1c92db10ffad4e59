import { evaluateArima } from '../../../../lib/domain/forecast/arima/index.ts';
import type { ArimaSpec } from '../../../../lib/domain/forecast/arima/spec.ts';
import { expectClose } from './closeness.ts';
import { type DenseInput, denseLikelihood } from './dense-density.ts';
import { type RandomModel, type RandomOptions, randomModel } from './random-models.ts';
import { normals, seededUniform } from './seeded-random.ts';
import { coverageRows } from './stata-coverage-rows.ts';

type Order = RandomOptions['order'];

const upToTwo = [0, 1, 2];
const orders: readonly Order[] = upToTwo.flatMap((p) =>
  upToTwo.flatMap((q) => upToTwo.flatMap((P) => upToTwo.map((Q): Order => [p, q, P, Q]))),
);

const noise = (seed: number, n: number) => {
  const normal = normals(seededUniform(seed));
  return Float64Array.from({ length: n }, () => Math.round(normal() * 64) / 64);
};

function expectDense(input: DenseInput, what: string, relative = 1e-8): void {
  const { y, spec, parameters, ...options } = input;
  const dense = denseLikelihood(input);
  const model = evaluateArima(y, spec, parameters, options);
  expectClose(model.logLikelihood, dense.logLikelihood, relative, `${what} ${JSON.stringify(parameters)}`);
  expect(model.observations).toBe(dense.observations);
}

function withGapsAt(y: Float64Array, gaps: readonly number[]): Float64Array {
  return y.map((value, t) => (gaps.includes(t) ? Number.NaN : value));
}

test('the dense density itself has Stata’s log-likelihoods', () => {
  for (const { row, y, spec, parameters, options, logLikelihood, tolerance } of coverageRows) {
    const dense = denseLikelihood({ y, spec, parameters, ...options });
    expectClose(dense.logLikelihood, logLikelihood, tolerance / Math.abs(logLikelihood), `row ${row}`);
  }
});

describe.each(orders)('the likelihood of (%i,d,%i)(%i,D,%i)m equals the dense density', (...order) => {
  const seed = order.reduce((sum, value) => sum * 3 + value, 0);
  const models = (options: Omit<RandomOptions, 'order'>, count: number): RandomModel[] =>
    Array.from({ length: count }, (_, i) =>
      randomModel(seededUniform(1000 * seed + i), { ...options, order }),
    );

  test('of plain series', () => {
    for (const model of models({}, 3)) expectDense(model, model.name);
  });

  test('with gaps', () => {
    for (const model of models({ hasGaps: true }, 3)) expectDense(model, model.name);
  });

  test('with gaps, regressors and a trend', () => {
    const options = { hasGaps: true, hasRegressors: true, hasTrend: true };
    for (const model of models(options, 3)) expectDense(model, model.name);
  });

  test('with regressors, and σ² left to be the best one', () => {
    for (const model of models({ hasRegressors: true, hasTrend: true }, 2)) {
      const parameters = model.parameters.slice(0, -1);
      expectDense({ ...model, parameters }, model.name);
      const { sigma2 } = denseLikelihood({ ...model, parameters });
      const evaluated = evaluateArima(model.y, model.spec, parameters, { regressors: model.regressors });
      expectClose(evaluated.sigma2 / sigma2, 1, 1e-8, model.name);
    }
  });

  test('from a start of large variance', () => {
    for (const model of models({ hasTrend: true }, 2)) {
      expectDense({ ...model, start: { diffuse: 1e9 } }, model.name, 1e-7);
      expectDense({ ...model, start: { diffuse: 50 } }, model.name);
    }
    for (const model of models({ hasGaps: true }, 2)) {
      // The start is that of the first value there is.
      const y = Float64Array.of(Number.isNaN(model.y[0]!) ? 0.5 : model.y[0]!, ...model.y.subarray(1));
      expectDense({ ...model, y, start: { diffuse: 1e3 } }, model.name);
    }
  });

  if (order[1] + order[3] > 0) {
    test('with moving averages that cannot be inverted', () => {
      for (const model of models({ isWild: true }, 3)) expectDense(model, model.name);
      for (const model of models({ isWild: true, hasGaps: true }, 3)) expectDense(model, model.name);
    });
  }
});

const circle = 2 * Math.cos(1);
const edges: readonly [string, ArimaSpec, readonly number[]][] = [
  ['θ = −1', { order: [0, 0, 1] }, [-1, 1]],
  ['θ = 1', { order: [0, 1, 1] }, [1, 2]],
  ['a double root of one', { order: [0, 2, 2] }, [-2, 1, 1]],
  ['a pair of complex roots on the circle', { order: [0, 0, 2] }, [-circle, 1, 1]],
  ['Θ = −1', { order: [0, 1, 1], seasonal: [0, 1, 1, 12] }, [-0.4, -1, 1]],
  ['θ = −1 and Θ = −1', { order: [0, 1, 1], seasonal: [0, 1, 1, 4] }, [-1, -1, 1]],
  ['θ = −1 beside φ = 0.9', { order: [1, 0, 1] }, [0.9, -1, 1]],
  ['θ = −1 cancelling φ = 0.999', { order: [1, 0, 1] }, [0.999, -1, 1]],
  ['θ near the circle', { order: [0, 1, 1] }, [-0.999999, 1]],
  ['θ just outside the circle', { order: [0, 1, 1] }, [-1.000001, 1]],
  ['θ of 500', { order: [0, 0, 3] }, [-505.7, -970.6, -507.9, 0.001]],
  ['φ = 0.9999', { order: [1, 0, 0] }, [0.9999, 1]],
  ['φ = −0.9999', { order: [1, 0, 1] }, [-0.9999, 0.5, 1]],
  ['φ = 0.9999 and Φ = 0.99', { order: [1, 0, 1], seasonal: [1, 0, 1, 4] }, [0.9999, 0.3, 0.99, -0.9, 1]],
  ['a pair of roots near the circle', { order: [2, 0, 1] }, [0.9998 * circle, -(0.9998 ** 2), 0.4, 1]],
  ['φ = θ = 0, all that is left is noise', { order: [1, 0, 1], seasonal: [1, 0, 1, 4] }, [0, 0, 0, 0, 1]],
  ['common factors that cancel', { order: [1, 0, 1] }, [0.7, -0.7, 1]],
  ['lags 1 and 4', { order: [1, 1, [1, 4]] }, [0.78, -0.4, 0.31, 1]],
  [
    'lag 3 alone and season 2 alone',
    { order: [[3], 0, [2]], seasonal: [[2], 1, [1, 3], 4] },
    [0.5, -0.4, -0.3, 0.6, 0.2, 1],
  ],
  [
    'lags that overlap the season',
    { order: [4, 0, 5], seasonal: [1, 0, 1, 3] },
    [0.3, -0.2, 0.1, -0.3, 0.2, 0.4, -0.1, 0.3, -0.2, 0.5, -0.6, 1],
  ],
  [
    'twelve lags',
    { order: [12, 0, 0] },
    [
      0.40725515, 0.18782621, -0.01514009, -0.01027267, -0.03642297, 0.11576416, 0.02573029, -0.00766572,
      0.13506498, 0.08649569, 0.06942822, -0.10685783, 1,
    ],
  ],
];

describe.each(edges)('at the edge: %s', (name, spec, parameters) => {
  // Rounding grows with the variance of the series in units of the noise.
  const relative = /99/.test(name) ? 1e-7 : 1e-8;

  test('the likelihood equals the dense density', () => {
    for (const n of [30, 60]) expectDense({ y: noise(n, n), spec, parameters }, name, relative);
  });

  test('so it does with gaps first, in a row and last', () => {
    const y = withGapsAt(noise(7, 60), [0, 5, 20, 21, 22, 23, 24, 25, 40, 59]);
    expectDense({ y, spec, parameters }, name, relative);
  });
});

describe('properties of the likelihood', () => {
  const spec: ArimaSpec = { order: [1, 1, 1], seasonal: [0, 1, 1, 4] };
  const parameters = [0.5, -0.3, -0.6];
  const y = withGapsAt(noise(3, 50), [17, 30]);
  const at = (series: Float64Array) => evaluateArima(series, spec, parameters);

  test('a unit of measure adds its logarithm once an observation, and scales σ²', () => {
    const scaled = at(y.map((value) => 1000 * value));
    const plain = at(y);
    const expected = plain.logLikelihood - plain.observations * Math.log(1000);
    expectClose(scaled.logLikelihood, expected, 1e-10);
    expectClose(scaled.sigma2 / plain.sigma2, 1e6, 1e-10);
  });

  test('a level and a line vanish by differencing, and a season by seasonal differencing', () => {
    const shifted = at(y.map((value, t) => value + 512 + 8 * t + 3 * (t % 4)));
    expectClose(shifted.logLikelihood, at(y).logLikelihood, 1e-10);
  });

  test('a gap at either end of a stationary series is as if it were not there', () => {
    const arma: ArimaSpec = { order: [1, 0, 1], seasonal: [1, 0, 0, 4] };
    const inner = noise(5, 40);
    const outer = Float64Array.of(Number.NaN, Number.NaN, ...inner, Number.NaN);
    const values = [0.6, 0.3, -0.4, 1.5];
    expectClose(
      evaluateArima(outer, arma, values).logLikelihood,
      evaluateArima(inner, arma, values).logLikelihood,
      1e-10,
    );
  });

  test('time runs the other way without a difference', () => {
    const arma: ArimaSpec = { order: [2, 0, 1], seasonal: [1, 0, 1, 3] };
    const values = [0.6, -0.3, 0.4, 0.3, 0.5, 1.5];
    const forth = withGapsAt(noise(11, 40), [4, 9, 10]);
    const back = Float64Array.from(forth).reverse();
    expectClose(
      evaluateArima(back, arma, values).logLikelihood,
      evaluateArima(forth, arma, values).logLikelihood,
      1e-9,
    );
  });
});
