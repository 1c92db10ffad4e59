import { factorCholesky, solveCholesky } from '../../../lib/domain/numerics/cholesky.ts';
import { interpolate } from '../../../lib/domain/numerics/interpolate.ts';
import { LeastSquares } from '../../../lib/domain/numerics/least-squares.ts';
import { minimiseScalar } from '../../../lib/domain/numerics/minimise-scalar.ts';
import { createNoise, expectClose } from '../series/fixture.ts';

/** Longley's data: employment on deflator, GNP, unemployed, armed forces, population and year. */
const longley = [
  [83, 234289, 2356, 1590, 107608, 1947, 60323],
  [88.5, 259426, 2325, 1456, 108632, 1948, 61122],
  [88.2, 258054, 3682, 1616, 109773, 1949, 60171],
  [89.5, 284599, 3351, 1650, 110929, 1950, 61187],
  [96.2, 328975, 2099, 3099, 112075, 1951, 63221],
  [98.1, 346999, 1932, 3594, 113270, 1952, 63639],
  [99, 365385, 1870, 3547, 115094, 1953, 64989],
  [100, 363112, 3578, 3350, 116219, 1954, 63761],
  [101.2, 397469, 2904, 3048, 117388, 1955, 66019],
  [104.6, 419180, 2822, 2857, 118734, 1956, 67857],
  [108.4, 442769, 2936, 2798, 120445, 1957, 68169],
  [110.8, 444546, 4681, 2637, 121950, 1958, 66513],
  [112.6, 482704, 3813, 2552, 123366, 1959, 68655],
  [114.2, 502601, 3931, 2514, 125368, 1960, 69564],
  [115.7, 518173, 4806, 2572, 127852, 1961, 69331],
  [116.9, 554894, 4007, 2827, 130081, 1962, 70551],
];

function fitOf(rows: readonly (readonly number[])[], columns: number) {
  const leastSquares = new LeastSquares(columns);
  for (const row of rows) leastSquares.add(row);
  return leastSquares.solve();
}

test('certified coefficients and errors of the ill-conditioned Longley data (NIST StRD)', () => {
  const fit = fitOf(
    longley.map((row) => [1, ...row]),
    7,
  );
  const coefficients = fit.coefficients();
  const certified = [
    [-3482258.63459582, 890420.383607373],
    [15.0618722713733, 84.9149257747669],
    [-0.035819179292591, 0.0334910077722432],
    [-2.02022980381683, 0.488399681651699],
    [-1.03322686717359, 0.214274163161675],
    [-0.0511041056535807, 0.22607320006937],
    [1829.15146461355, 455.478499142212],
  ];
  for (const [i, [value, error]] of certified.entries()) {
    expectClose(coefficients[i]! / value!, 1, 1e-8);
    expectClose(fit.standardError(i) / error!, 1, 1e-8);
  }
  expectClose(fit.residualSquares() / 836424.055505915, 1, 1e-9);
});

test('models of the first columns, and more rows than a block holds, equal a fit of their own', () => {
  const next = createNoise();
  const rows = Array.from({ length: 3000 }, () => [1, next(), next(), next(), next()]);
  const whole = fitOf(rows, 4);
  const part = fitOf(
    rows.map((row) => [row[0]!, row[1]!, row[4]!]),
    2,
  );
  expectClose(whole.residualSquares(2), part.residualSquares(), 1e-12);
  expectClose(whole.coefficients(2)[1]!, part.coefficients()[1]!, 1e-12);
  expectClose(whole.tValue(1, 2), part.tValue(1), 1e-10);
  expect(whole.rows).toBe(3000);
});

test('names the first column that others explain, and finds none among independent ones', () => {
  const next = createNoise();
  const rows = Array.from({ length: 40 }, () => [next(), next(), next()]);
  expect(fitOf(rows, 2).collinearColumn()).toBeUndefined();
  const double = rows.map(([a = 0, b = 0, c = 0]) => [a, b, 2 * a - 3 * b, c]);
  expect(fitOf(double, 3).collinearColumn()).toBe(2);
  expect(fitOf([[1, 2, 3]], 2).collinearColumn()).toBe(1);
});

test('solves with a positive definite matrix, and refuses one that is not', () => {
  const a = Float64Array.of(4, 0, 2, 5);
  expect(factorCholesky(a, 2)).toBe(true);
  const x = Float64Array.of(8, 9);
  solveCholesky(a, 2, x);
  expectClose(x[0]!, 1.375, 1e-14);
  expectClose(x[1]!, 1.25, 1e-14);
  expect(factorCholesky(Float64Array.of(1, 0, 2, 4), 2)).toBe(false);
});

test('interpolates between points and is level beyond them', () => {
  const at = (x: number) => interpolate(x, [1, 2, 4], [10, 20, 0]);
  expect([0, 1, 1.5, 3, 4, 9].map(at)).toEqual([10, 10, 15, 10, 0, 0]);
  expect(at(Number.NaN)).toBeNaN();
});

test.each([
  ['a parabola', (x: number) => (x - 0.7) ** 2, 0.7],
  ['a quartic', (x: number) => (x + 0.25) ** 4, -0.25],
  ['a kink', (x: number) => Math.abs(x - 1.1), 1.1],
  ['a slope', (x: number) => x, -2],
])('finds the minimum of %s', (_, f, x) => {
  expect(Math.abs(minimiseScalar(f, -2, 3).x - x)).toBeLessThan(1e-3);
});
