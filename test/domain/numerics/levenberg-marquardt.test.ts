import { leastSquares } from '../../../lib/domain/numerics/levenberg-marquardt.ts';

const sizes = Float64Array.from([1, 1]);

function squared(into: Float64Array): number {
  return into.reduce((sum, value) => sum + value * value, 0);
}

test("Rosenbrock's valley is walked to its end", () => {
  const { x, squares } = leastSquares(
    ([a = 0, b = 0], into) => {
      into.set([10 * (b - a * a), 1 - a]);
      return squared(into);
    },
    Float64Array.from([-1.2, 1]),
    { sizes, residuals: 2, mostSteps: 200 },
  );
  expect(x[0]).toBeCloseTo(1, 5);
  expect(x[1]).toBeCloseTo(1, 5);
  expect(squares).toBeLessThan(1e-10);
});

test('a linear problem is solved in a few steps', () => {
  const times = [0, 1, 2, 3];
  const values = [1, 3, 2, 5];
  let calls = 0;
  const { x } = leastSquares(
    ([intercept = 0, slope = 0], into) => {
      calls++;
      into.set(times.map((t, i) => intercept + slope * t - (values[i] ?? 0)));
      return squared(into);
    },
    new Float64Array(2),
    { sizes, residuals: 4 },
  );
  expect(x[0]).toBeCloseTo(1.1, 6);
  expect(x[1]).toBeCloseTo(1.1, 6);
  expect(calls).toBeLessThan(40);
});

test('an unknown that nothing depends on stays where it was', () => {
  const { x } = leastSquares(
    ([a = 0], into) => {
      into.set([a - 2]);
      return squared(into);
    },
    Float64Array.from([0, 7]),
    { sizes, residuals: 1 },
  );
  expect(x[0]).toBeCloseTo(2, 6);
  expect(x[1]).toBe(7);
});

test('where residuals have no number, the start is given back', () => {
  const start = Float64Array.from([1, 2]);
  expect(leastSquares(() => Number.NaN, start, { sizes, residuals: 1 }).x).toEqual(start);
});

test('it ends when there is no time left', () => {
  let calls = 0;
  leastSquares(
    ([a = 0], into) => {
      calls++;
      into.set([Math.exp(a)]);
      return squared(into);
    },
    new Float64Array(1),
    { sizes: sizes.subarray(0, 1), residuals: 1, expired: () => true },
  );
  expect(calls).toBe(1);
});
