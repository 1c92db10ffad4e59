import {
  divide,
  divideBack,
  expand,
  type Factor,
  multiply,
  multiplyBack,
} from '../../../../../lib/domain/forecast/arima/sparse-filter.ts';
import {
  sparseOf,
  sparseProduct,
  weigh,
} from '../../../../../lib/domain/forecast/arima/sparse-polynomial.ts';
import { expectAllClose } from '../closeness.ts';
import { normals, seededUniform } from '../seeded-random.ts';

const factor = (...terms: readonly (readonly [lag: number, coef: number])[]): Factor => ({
  lags: Int32Array.from(terms, ([lag]) => lag),
  coefs: Float64Array.from(terms, ([, coef]) => coef),
});

const factors: readonly (readonly [string, Factor])[] = [
  ['no term', factor()],
  ['lag 1', factor([1, -0.6])],
  ['one long lag', factor([7, 0.5])],
  ['two lags', factor([1, 0.5], [2, -0.3])],
  ['two lags apart', factor([3, 0.5], [12, -0.3])],
  ['three lags', factor([1, 0.3], [2, -0.2], [3, 0.4])],
  ['a list of lags', factor([1, 0.3], [4, -0.2], [5, 0.1], [9, 0.2])],
  ['a lag longer than the series', factor([2, 0.4], [40, 0.5])],
  ['only a lag longer than the series', factor([40, 0.5])],
];

function noise(n: number, seed = 1): Float64Array {
  const normal = normals(seededUniform(seed));
  return Float64Array.from({ length: n }, () => normal());
}

/** (F·x)_t = x_t + Σ c_j·x_{t−l_j}, as it is written. */
function product(x: Float64Array, { lags, coefs }: Factor): Float64Array {
  return x.map((value, t) => value + lags.reduce((sum, lag, j) => sum + coefs[j]! * (x[t - lag] ?? 0), 0));
}

const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, value, t) => sum + value * b[t]!, 0);

function applied(work: (x: Float64Array) => void, x: Float64Array): Float64Array {
  const copy = x.slice();
  work(copy);
  return copy;
}

describe.each(factors)('a factor with %s', (_, f) => {
  describe.each([1, 5, 30])('on %i values', (n) => {
    const x = noise(n);
    const y = noise(n, 2);

    test('multiplies as it is written', () => {
      expectAllClose(
        applied((z) => multiply(z, n, f), x),
        product(x, f),
        1e-14,
      );
    });

    test('divides what it multiplied', () => {
      expectAllClose(
        applied((z) => divide(z, n, f), product(x, f)),
        x,
        1e-12,
      );
    });

    test('has its transposes', () => {
      const times = applied((z) => multiply(z, n, f), x);
      const timesBack = applied((z) => multiplyBack(z, n, f), y);
      expect(dot(times, y)).toBeCloseTo(dot(x, timesBack), 11);
      const over = applied((z) => divide(z, n, f), x);
      const overBack = applied((z) => divideBack(z, n, f), y);
      expect(dot(over, y)).toBeCloseTo(dot(x, overBack), 11);
    });
  });

  test('leaves what lies beyond the values it is given', () => {
    const x = noise(30);
    for (const work of [multiply, divide]) {
      const changed = applied((z) => work(z, 20, f), x);
      expect(changed.subarray(20)).toEqual(x.subarray(20));
      expectAllClose(
        changed.subarray(0, 20),
        applied((z) => work(z, 20, f), x.slice(0, 20)),
        0,
      );
    }
  });
});

describe('a product of factors', () => {
  const pair = [factor([1, 0.5], [2, -0.3]), factor([4, 0.2])];

  test('has every coefficient from lag 0 up', () => {
    expectAllClose(expand(pair), [1, 0.5, -0.3, 0, 0.2, 0.1, -0.06], 1e-15);
    expect(expand([])).toEqual(Float64Array.of(1));
  });

  test('as a sparse polynomial keeps only the terms there are', () => {
    const { degree, lags } = sparseProduct(pair);
    expect(degree).toBe(6);
    expect([...lags]).toEqual([1, 2, 4, 5, 6]);
    expect(sparseOf(Float64Array.of(1, 0, 0)).degree).toBe(0);
  });

  test('weighs the values after or before a place', () => {
    const x = Float64Array.of(1, 10, 100, 1000);
    const polynomial = sparseOf(Float64Array.of(1, 0.5, 0, 2));
    expect(weigh(polynomial, x, 0, 1)).toBe(0.5 * 10 + 2 * 1000);
    expect(weigh(polynomial, x, 3, -1)).toBe(0.5 * 100 + 2 * 1);
  });
});
