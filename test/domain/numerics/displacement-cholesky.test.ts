import { factorCholesky } from '../../../lib/domain/numerics/cholesky.ts';
import { DisplacementCholesky } from '../../../lib/domain/numerics/displacement-cholesky.ts';
import { seededUniform } from '../forecast/arima/seeded-random.ts';

interface Generators {
  readonly h: Float64Array;
  readonly k: Float64Array;
  readonly t: Float64Array;
}

/** Generators of a matrix that is far from singular: a decaying first column, small others. */
function generators(size: number, hasPlus: boolean, uniform: () => number): Generators {
  const h = Float64Array.from({ length: size }, (_, j) =>
    j === 0 ? 2 + uniform() : (uniform() - 0.5) * 0.6 ** j,
  );
  const small = (scale: number) =>
    Float64Array.from({ length: size }, (_, j) => (j === 0 ? 0 : scale * (uniform() - 0.5) * 0.8 ** j));
  return { h, k: hasPlus ? small(0.4) : new Float64Array(size), t: small(0.3) };
}

/** The matrix itself: H[i][j] = H[i−1][j−1] + k_i·k_j − t_i·t_j, with the first row and column h. */
function dense({ h, k, t }: Generators): Float64Array {
  const n = h.length;
  const matrix = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      const value = j === 0 ? h[i]! : matrix[(i - 1) * n + j - 1]! + k[i]! * k[j]! - t[i]! * t[j]!;
      matrix[i * n + j] = value;
      matrix[j * n + i] = value;
    }
  }
  return matrix;
}

function logDeterminant(given: Generators): number {
  const n = given.h.length;
  const matrix = dense(given);
  if (!factorCholesky(matrix, n)) return Number.NaN;
  return Array.from({ length: n }, (_, i) => 2 * Math.log(matrix[i * n + i]!)).reduce((a, b) => a + b, 0);
}

describe.each([
  [1, true],
  [2, true],
  [7, true],
  [7, false],
  [40, true],
  [169, false],
  [169, true],
])('a matrix of %i rows (with a second positive generator: %s)', (size, hasPlus) => {
  const given = generators(size, hasPlus, seededUniform(size));
  const cholesky = new DisplacementCholesky(size, hasPlus);
  const found = cholesky.factor(given.h, given.k, given.t);

  test('has the determinant and the factor of the dense algorithm', () => {
    expect(found).toBeCloseTo(logDeterminant(given), 9);
    const matrix = dense(given);
    factorCholesky(matrix, size);
    for (const c of [0, size >> 1, size - 1]) {
      const column = cholesky.column(c, size);
      for (let i = c; i < size; i++) expect(column[i]).toBeCloseTo(matrix[i * size + c]!, 9);
    }
  });

  test('solves with its factor and the transpose', () => {
    const uniform = seededUniform(3);
    const x = Float64Array.from({ length: size }, () => uniform() - 0.5);
    const matrix = dense(given);
    const right = x.map((_, i) => x.reduce((sum, value, j) => sum + matrix[i * size + j]! * value, 0));
    cholesky.solveLower(right);
    cholesky.solveUpper(right);
    for (let i = 0; i < size; i++) expect(right[i]).toBeCloseTo(x[i]!, 9);
  });

  test('has the derivatives of the dense determinant', () => {
    const bars = [0, 1, 2].map(() => new Float64Array(size)) as [Float64Array, Float64Array, Float64Array];
    const work = [0, 1, 2, 3].map(() => new Float64Array(size));
    const [w0, w1, w2, w3] = work as [Float64Array, Float64Array, Float64Array, Float64Array];
    cholesky.factor(given.h, given.k, given.t);
    cholesky.gradient(bars[0], bars[1], bars[2], [w0, w1, w2, w3]);
    const names = hasPlus ? (['h', 'k', 't'] as const) : (['h', 't'] as const);
    for (const name of names) {
      const bar = bars[name === 'h' ? 0 : name === 'k' ? 1 : 2];
      for (const at of new Set([0, 1, 2, size >> 1, size - 1])) {
        if (at >= size || (at === 0 && name !== 'h')) continue;
        const value = (step: number) => {
          const moved = given[name].slice();
          moved[at] = moved[at]! + step;
          return logDeterminant({ ...given, [name]: moved });
        };
        expect(bar[at]).toBeCloseTo((value(1e-6) - value(-1e-6)) / 2e-6, 6);
      }
    }
  });
});

test('the derivatives keep their digits where generators die out', () => {
  const size = 120;
  const h = Float64Array.from({ length: size }, (_, j) => 0.2 ** j);
  const t = Float64Array.from({ length: size }, (_, j) => (j === 0 ? 0 : 0.3 * 0.2 ** (size - j)));
  h[0] = 2;
  const given = { h, k: new Float64Array(size), t };
  const cholesky = new DisplacementCholesky(size, false);
  cholesky.factor(given.h, given.k, given.t);
  const bar = new Float64Array(size);
  const vector = () => new Float64Array(size);
  cholesky.gradient(bar, vector(), vector(), [vector(), vector(), vector(), vector()]);
  const value = (step: number) => {
    const moved = h.slice();
    moved[1] = moved[1]! + step;
    return logDeterminant({ ...given, h: moved });
  };
  expect(bar[1]).toBeCloseTo((value(1e-6) - value(-1e-6)) / 2e-6, 5);
});

test('a matrix that is not positive definite has no determinant', () => {
  const cholesky = new DisplacementCholesky(3, false);
  const zero = new Float64Array(3);
  expect(cholesky.factor(Float64Array.of(1, 0.9, -0.9), zero, zero)).toBeNaN();
  expect(cholesky.factor(Float64Array.of(-1, 0, 0), zero, zero)).toBeNaN();
});

test('small matrices of any generators have the dense determinant, or none where that has none', () => {
  let refused = 0;
  for (let seed = 0; seed < 300; seed++) {
    const uniform = seededUniform(seed);
    const size = 1 + (seed % 9);
    const hasPlus = seed % 2 === 0;
    const wild = (isFirst: (j: number) => number) =>
      Float64Array.from({ length: size }, (_, j) => (j === 0 ? isFirst(j) : uniform() - 0.5));
    const given = {
      h: wild(() => 0.4 + uniform()),
      k: hasPlus ? wild(() => 0) : new Float64Array(size),
      t: wild(() => 0),
    };
    const expected = logDeterminant(given);
    const found = new DisplacementCholesky(size, hasPlus).factor(given.h, given.k, given.t);
    if (Number.isNaN(expected)) {
      refused++;
      expect(found).toBeNaN();
    } else expect(Math.abs(found - expected)).toBeLessThan(1e-6 * (1 + Math.abs(expected)));
  }
  expect(refused).toBeGreaterThan(50);
  expect(refused).toBeLessThan(250);
});

test('a factorisation goes on well after one that failed', () => {
  const given = generators(12, true, seededUniform(4));
  const cholesky = new DisplacementCholesky(12, true);
  const zero = new Float64Array(12);
  const singular = Float64Array.from({ length: 12 }, () => 1);
  expect(cholesky.factor(singular, zero, singular)).toBeNaN();
  expect(cholesky.factor(given.h, given.k, given.t)).toBeCloseTo(logDeterminant(given), 10);
});

test('a determinant far beyond the range of numbers has its logarithm', () => {
  const size = 400;
  for (const scale of [1e-6, 1e6]) {
    const h = new Float64Array(size);
    h[0] = scale;
    const zero = new Float64Array(size);
    const found = new DisplacementCholesky(size, false).factor(h, zero, zero);
    expect(found).toBeCloseTo(size * Math.log(scale), 6);
  }
});
