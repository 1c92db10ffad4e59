import { LagLad } from '../../../lib/domain/numerics/lag-lad.ts';
import { medianInPlace, selectInPlace } from '../../../lib/domain/numerics/quick-select.ts';
import { inversePacked, learnRow } from '../../../lib/domain/numerics/recursive-least-squares.ts';
import { normals, seededUniform } from '../forecast/arima/seeded-random.ts';

/** x_t = .6 x_{t-1} - .3 x_{t-3} + noise. */
function autoregression(length: number, noise: (t: number) => number): Float64Array {
  const x = new Float64Array(length);
  for (let t = 3; t < length; t++) x[t] = 0.6 * x[t - 1]! - 0.3 * x[t - 3]! + noise(t);
  return x;
}

const lags = Int32Array.of(1, 3);
const problemOf = (x: Float64Array) => ({ x, from: 3, to: x.length, lags, keep: 1 });

describe('regression on lags by least absolute deviations', () => {
  test('finds the coefficients of an autoregression among outliers that mislead least squares', () => {
    const normal = normals(seededUniform(1));
    const x = autoregression(3000, (t) => (t % 50 === 0 ? 60 : 0) + normal());
    const robust = new Float64Array(2);
    const squares = new Float64Array(2);
    new LagLad().fit(problemOf(x), robust, 6, false);
    new LagLad().fit(problemOf(x), squares, 1, false);
    expect(Math.abs(robust[0]! - 0.6) + Math.abs(robust[1]! + 0.3)).toBeLessThan(0.02);
    expect(Math.abs(robust[0]! - 0.6)).toBeLessThan(Math.abs(squares[0]! - 0.6) + 0.01);
  });

  test('reaches from a warm start in two rounds what it reaches from nothing in twelve', () => {
    const normal = normals(seededUniform(2));
    const x = autoregression(800, normal);
    const cold = new Float64Array(2);
    const lad = new LagLad();
    lad.fit(problemOf(x), cold, 12, false);
    const warm = cold.slice();
    new LagLad().fit(problemOf(x), warm, 2, true);
    expect(warm[0]).toBeCloseTo(cold[0]!, 3);
    expect(warm[1]).toBeCloseTo(cold[1]!, 3);
  });

  test('does not explain values that were bridged', () => {
    const normal = normals(seededUniform(3));
    const x = autoregression(600, normal);
    const isKnown = new Uint8Array(600).fill(1);
    const broken = x.slice();
    for (let t = 300; t < 310; t++) {
      broken[t] = 500;
      isKnown[t] = 0;
    }
    const found = new Float64Array(2);
    new LagLad().fit({ ...problemOf(broken), isKnown }, found, 1, false);
    // Rows just after the gap still see the wild values as lags; rows within it are left out.
    const all = new Float64Array(2);
    new LagLad().fit(problemOf(broken), all, 1, false);
    expect(found[0]).not.toBeCloseTo(all[0]!, 2);
  });

  test('gives zeros for a constant, and a matrix that can be inverted', () => {
    const found = Float64Array.of(5, 5);
    const lad = new LagLad();
    expect(lad.fit(problemOf(new Float64Array(50)), found, 6, false)).toBe(0);
    expect([...found]).toEqual([0, 0]);
    expect(inversePacked(lad.factor(2), 2).every(Number.isFinite)).toBe(true);
  });
});

test('recursive least squares ends where the fit of all rows does', () => {
  const normal = normals(seededUniform(4));
  const x = autoregression(500, normal);
  const lad = new LagLad();
  const coefficients = new Float64Array(2);
  lad.fit({ ...problemOf(x), to: 300 }, coefficients, 1, false);
  const inverse = inversePacked(lad.factor(2), 2);
  const gain = new Float64Array(2);
  for (let t = 300; t < 500; t++) {
    const row = Float64Array.of(x[t - 1]!, x[t - 3]!);
    const error = x[t]! - coefficients[0]! * row[0]! - coefficients[1]! * row[1]!;
    expect(learnRow(inverse, coefficients, row, error, 1, 1, gain)).toBe(true);
  }
  const all = new Float64Array(2);
  new LagLad().fit(problemOf(x), all, 1, false);
  expect(coefficients[0]).toBeCloseTo(all[0]!, 4);
  expect(coefficients[1]).toBeCloseTo(all[1]!, 4);
});

test('a row that would not stay finite teaches nothing', () => {
  const inverse = Float64Array.of(1, 0, 1);
  const coefficients = Float64Array.of(1, 2);
  const row = Float64Array.of(1, 1);
  expect(learnRow(inverse, coefficients, row, Number.POSITIVE_INFINITY, 1, 1, new Float64Array(2))).toBe(
    false,
  );
  expect([...coefficients]).toEqual([1, 2]);
});

test('selection finds every rank that sorting finds', () => {
  const uniform = seededUniform(5);
  const values = Float64Array.from({ length: 101 }, () => Math.floor(20 * uniform()));
  const sorted = values.slice().sort();
  for (const rank of [0, 1, 50, 99, 100]) expect(selectInPlace(values.slice(), 101, rank)).toBe(sorted[rank]);
  expect(medianInPlace(Float64Array.of(3, 1, 2, 99), 3)).toBe(2);
  expect(medianInPlace(new Float64Array(3), 0)).toBeNaN();
});
