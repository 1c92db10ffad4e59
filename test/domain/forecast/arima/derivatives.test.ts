import { ConditionalSquares } from '../../../../lib/domain/forecast/arima/conditional-squares.ts';
import { ExactLikelihood } from '../../../../lib/domain/forecast/arima/exact-likelihood.ts';
import { NumericObjective } from '../../../../lib/domain/forecast/arima/numeric-objective.ts';
import type { Objective, Shape } from '../../../../lib/domain/forecast/arima/objective.ts';
import { Partials } from '../../../../lib/domain/forecast/arima/partials.ts';
import { normals, seededUniform } from './seeded-random.ts';

const lags = (...list: number[]) => Int32Array.from(list);

const shapes: readonly (readonly [string, Shape, readonly number[]])[] = [
  ['MA(1) with a season', { ar: [], ma: [lags(1), lags(12)] }, [-0.3, -0.5]],
  ['AR(3)', { ar: [lags(1, 2, 3)], ma: [] }, [0.5, 0.1, 0.2]],
  ['ARMA(1,1)', { ar: [lags(1)], ma: [lags(1)] }, [0.7, -0.3]],
  ['more AR than MA', { ar: [lags(1, 2), lags(4, 8)], ma: [lags(1)] }, [0.4, -0.2, 0.3, 0.2, -0.6]],
  ['every kind', { ar: [lags(1, 2), lags(12)], ma: [lags(1), lags(12)] }, [0.2, -0.1, 0.3, -0.4, -0.95]],
  ['coefficients of zero', { ar: [lags(1)], ma: [lags(1), lags(12)] }, [0, 0, -0.95]],
  ['near the unit circle', { ar: [lags(1)], ma: [lags(1)] }, [0.995, -0.995]],
  ['lists of lags', { ar: [lags(1, 5)], ma: [lags(2, 7)] }, [0.3, 0.2, 0.4, -0.2]],
  ['a long season', { ar: [lags(1)], ma: [lags(1), lags(60)] }, [0.4, 0.2, -0.6]],
];

const normal = normals(seededUniform(9));
const w = Float64Array.from({ length: 150 }, () => normal());
const slope = w.map((_, t) => t / 50);
const dummies = [3, 4, 40, 77, 120].map((at) => w.map((_, t) => (t === at ? 1 : t === at + 1 ? -1 : 0)));

const objectives: readonly (readonly [string, (shape: Shape) => Objective])[] = [
  ['the exact likelihood', (shape) => new ExactLikelihood(w, [], shape)],
  ['with a regressor', (shape) => new ExactLikelihood(w, [slope], shape)],
  ['with missing values', (shape) => new ExactLikelihood(w, [...dummies, slope], shape, dummies.length)],
  ['the conditional squares', (shape) => new ConditionalSquares(w, [slope], shape)],
  ['differences of the exact likelihood', (shape) => new NumericObjective(new ExactLikelihood(w, [], shape))],
];

describe.each(objectives)('the derivatives of %s', (_, make) => {
  test.each(shapes)('are those of its values: %s', (_name, shape, at) => {
    const objective = make(shape);
    const parameters = Float64Array.from(at);
    const gradient = new Float64Array(at.length);
    objective.evaluate(parameters);
    objective.gradient(gradient);
    for (let i = 0; i < at.length; i++) {
      const value = (step: number) => {
        const moved = parameters.slice();
        moved[i] = moved[i]! + step;
        return objective.evaluate(moved);
      };
      const expected = (8 * (value(1e-4) - value(-1e-4)) - (value(2e-4) - value(-2e-4))) / 12e-4;
      expect(Math.abs(gradient[i]! - expected)).toBeLessThan(2e-6 * (1 + Math.abs(expected)));
    }
  });

  test('have a symmetric Gauss–Newton matrix that bends upwards', () => {
    const objective = make({ ar: [lags(1)], ma: [lags(1), lags(12)] });
    objective.evaluate(Float64Array.of(0.3, -0.2, -0.4));
    objective.gradient(new Float64Array(3));
    const matrix = new Float64Array(9);
    objective.gaussNewton(matrix);
    for (let i = 0; i < 3; i++) {
      expect(matrix[i * 4]).toBeGreaterThan(0);
      for (let j = 0; j < 3; j++) expect(matrix[i * 3 + j]).toBeCloseTo(matrix[j * 3 + i]!, 8);
    }
  });
});

describe('coordinates', () => {
  const shape = { ar: [lags(1, 2, 3), lags(12, 24)], ma: [lags(1, 2), lags(12)] };
  const partials = new Partials(shape);
  const z = Float64Array.of(0.5, -0.3, 0.2, 0.6, -0.4, 0.3, 0.7, -0.5);

  test('come back from the parameters they give', () => {
    const parameters = new Float64Array(8);
    const again = new Float64Array(8);
    partials.toParameters(z, parameters);
    partials.fromParameters(parameters, again);
    for (let i = 0; i < 8; i++) expect(again[i]).toBeCloseTo(z[i]!, 12);
  });

  test('turn derivatives by parameters into their own', () => {
    const weights = Float64Array.of(1, -2, 3, 0.5, -1, 2, 1.5, -0.7);
    const value = (at: Float64Array) => {
      const parameters = new Float64Array(8);
      partials.toParameters(at, parameters);
      return parameters.reduce((sum, parameter, i) => sum + weights[i]! * parameter, 0);
    };
    const gradient = weights.slice();
    partials.pullBack(z, gradient);
    for (let i = 0; i < 8; i++) {
      const [above, below] = [1e-6, -1e-6].map((step) => {
        const moved = z.slice();
        moved[i] = moved[i]! + step;
        return value(moved);
      });
      expect(gradient[i]).toBeCloseTo((above! - below!) / 2e-6, 7);
    }
  });

  test('move parameters outside the region just inside it', () => {
    const inside = new Float64Array(8);
    partials.fromParameters(Float64Array.of(2, 0, 0, 0, 0, 0, 0, 0), inside);
    expect(inside.every((value) => Math.abs(value) < 1)).toBe(true);
  });
});
