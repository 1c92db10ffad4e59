import { AutoregressionDeterminant } from '../../../../../lib/domain/forecast/arima/autoregression.ts';
import type { Shape } from '../../../../../lib/domain/forecast/arima/objective.ts';
import { Partials } from '../../../../../lib/domain/forecast/arima/partials.ts';
import { factorsOf } from '../../../../../lib/domain/forecast/arima/process.ts';
import { expand } from '../../../../../lib/domain/forecast/arima/sparse-filter.ts';
import { autocovariance } from '../arma-covariance.ts';
import { expectAllClose, expectClose } from '../closeness.ts';
import { cholesky, logDeterminant } from '../dense-matrix.ts';
import { fromPartial } from '../random-models.ts';
import { between, seededUniform } from '../seeded-random.ts';
import { randomShape } from './random-shapes.ts';

const lags = (...list: number[]) => Int32Array.from(list);

function randomVector(uniform: () => number, size: number, reach: number): Float64Array {
  return Float64Array.from({ length: size }, () => reach * (2 * uniform() - 1));
}

function parametersAt(partials: Partials, z: Float64Array): Float64Array {
  const out = new Float64Array(partials.size);
  partials.toParameters(z, out);
  return out;
}

describe('coordinates of the search', () => {
  test('and parameters come back from each other, whatever the shape', () => {
    for (let seed = 0; seed < 60; seed++) {
      const uniform = seededUniform(seed);
      const { name, shape } = randomShape(uniform);
      const partials = new Partials(shape);
      const z = randomVector(uniform, partials.size, 0.96);
      const parameters = parametersAt(partials, z);
      const again = new Float64Array(partials.size);
      partials.fromParameters(parameters, again);
      expectAllClose(again, z, 1e-8, name);
      expectAllClose(parametersAt(partials, again), parameters, 1e-10, name);
    }
  });

  test('of an autoregression are its partial autocorrelations, of a moving average their negatives', () => {
    const z = [0.5, -0.3, 0.7];
    const phi = fromPartial(z);
    const both = new Partials({ ar: [lags(1, 2, 3)], ma: [lags(4, 8, 12)] });
    const parameters = parametersAt(both, Float64Array.of(...z, ...z));
    expectAllClose(parameters, [...phi, ...phi.map((value) => -value)], 1e-14);
  });

  test('within the bounds give a stationary autoregression, also where one of them lies at its bound', () => {
    const shape: Shape = { ar: [lags(1, 2, 3, 4)], ma: [] };
    const partials = new Partials(shape);
    const uniform = seededUniform(2);
    for (let trial = 0; trial < 200; trial++) {
      const z = randomVector(uniform, 4, 0.99);
      z[trial % 4] = (trial % 8 < 4 ? partials.lower : partials.upper)[trial % 4]!;
      const { ar } = factorsOf(shape, parametersAt(partials, z));
      expect(new AutoregressionDeterminant(4).evaluate(expand(ar))).not.toBeNaN();
    }
  });

  test('of a moving average may lie on the unit circle, of an autoregression not', () => {
    const partials = new Partials({ ar: [lags(1)], ma: [lags(1)] });
    expect(partials.upper[0]).toBeLessThan(1);
    expect(partials.upper[1]).toBe(1);
    expect([...partials.lower]).toEqual([...partials.upper].map((value) => -value));
  });

  test('of a list of lags are the coefficients, without bounds', () => {
    const partials = new Partials({ ar: [lags(1, 3)], ma: [lags(2, 3)] });
    const z = Float64Array.of(0.4, 7, -9, 0.1);
    expect(parametersAt(partials, z)).toEqual(z);
    expect(partials.upper.every((bound) => bound === Number.POSITIVE_INFINITY)).toBe(true);
    expect(partials.lower.every((bound) => bound === Number.NEGATIVE_INFINITY)).toBe(true);
    const again = new Float64Array(4);
    partials.fromParameters(z, again);
    expect(again).toEqual(z);
  });

  test('of parameters far outside the region lie inside it', () => {
    const uniform = seededUniform(3);
    const shape: Shape = { ar: [lags(1, 2, 3)], ma: [lags(1, 2)] };
    const partials = new Partials(shape);
    for (let trial = 0; trial < 50; trial++) {
      const inside = new Float64Array(5);
      partials.fromParameters(randomVector(uniform, 5, 20), inside);
      expect(inside.every((value) => Math.abs(value) <= 0.97)).toBe(true);
    }
  });
});

test('derivatives and second derivatives by parameters become those by coordinates', () => {
  for (let seed = 0; seed < 20; seed++) {
    const uniform = seededUniform(seed);
    const { name, shape } = randomShape(uniform);
    const partials = new Partials(shape);
    const k = partials.size;
    const z = randomVector(uniform, k, 0.9);
    const jacobian = Array.from({ length: k }, (_, c) => {
      const side = (step: number) =>
        parametersAt(
          partials,
          z.map((value, i) => (i === c ? value + step : value)),
        );
      const [above, below] = [side(1e-5), side(-1e-5)];
      return above.map((value, i) => (value - below[i]!) / 2e-5);
    });
    const gradient = randomVector(uniform, k, 1);
    const matrix = randomVector(uniform, k * k, 1);
    const through = (x: Float64Array, column: Float64Array) =>
      column.reduce((sum, value, i) => sum + value * x[i]!, 0);
    const expectedGradient = jacobian.map((column) => through(gradient, column));
    const expectedMatrix = jacobian.flatMap((row) =>
      jacobian.map((column) =>
        through(
          row.map((_, i) => through(matrix.subarray(i * k, i * k + k), column)),
          row,
        ),
      ),
    );
    partials.pullBack(z, gradient, matrix);
    expectAllClose(gradient, expectedGradient, 1e-7, name);
    expectAllClose(matrix, expectedMatrix, 1e-7, name);
  }
});

describe('the determinant of an autoregression', () => {
  const polynomial = (uniform: () => number, order: number) => {
    const phi = fromPartial(Array.from({ length: order }, () => 0.95 * (2 * uniform() - 1)));
    return Float64Array.of(1, ...phi.map((value) => -value));
  };

  test('and its autocovariances are those of the dense algorithm', () => {
    for (let seed = 0; seed < 30; seed++) {
      const uniform = seededUniform(seed);
      const order = between(uniform, 1, 8);
      const f = polynomial(uniform, order);
      const autoregression = new AutoregressionDeterminant(order);
      const found = autoregression.evaluate(f);
      const n = order + 5;
      const gamma = autocovariance(f, Float64Array.of(1), n);
      const matrix = Array.from({ length: n }, (_, i) =>
        Float64Array.from({ length: n }, (_, j) => gamma[Math.abs(i - j)]!),
      );
      expectClose(found, logDeterminant(cholesky(matrix)), 1e-7, `order ${order}`);
      expectAllClose(autoregression.autocovariances(n), gamma, 1e-7, `order ${order}`);
    }
  });

  test('has the derivatives of its values', () => {
    for (let seed = 0; seed < 30; seed++) {
      const uniform = seededUniform(seed);
      const order = between(uniform, 1, 8);
      const f = polynomial(uniform, order);
      const autoregression = new AutoregressionDeterminant(order);
      const gradient = new Float64Array(order + 1);
      autoregression.evaluate(f);
      autoregression.gradient(gradient);
      for (let i = 1; i <= order; i++) {
        const side = (step: number) =>
          autoregression.evaluate(f.map((value, lag) => (lag === i ? value + step : value)));
        const difference = (side(1e-7) - side(-1e-7)) / 2e-7;
        if (Number.isNaN(difference)) continue;
        expectClose(gradient[i]!, difference, 1e-4, `order ${order}, lag ${i}`);
      }
    }
  });

  test.each([
    ['a unit root', [1, -1]],
    ['a root inside the circle', [1, -1.5, 0.2]],
    ['no number', [1, Number.NaN]],
  ])('has no value with %s', (_, f) => {
    expect(new AutoregressionDeterminant(f.length - 1).evaluate(Float64Array.from(f))).toBeNaN();
  });
});
