import { factorCholesky, solveCholesky } from '../../numerics/cholesky.ts';

/** Second derivatives of f at x, row by row, by central differences extrapolated to a step of nothing. */
export function hessian(f: (x: Float64Array) => number, x: Float64Array, steps: Float64Array): Float64Array {
  const k = x.length;
  const out = new Float64Array(k * k);
  const here = f(x);
  const moved = x.slice();
  const at = (i: number, a: number, j: number, b: number) => {
    moved[i] = x[i]! + a;
    moved[j] = (i === j ? moved[j]! : x[j]!) + b;
    const value = f(moved);
    moved[i] = x[i]!;
    moved[j] = x[j]!;
    return value;
  };
  const once = (i: number, j: number, share: number) => {
    const a = steps[i]! * share;
    const b = steps[j]! * share;
    if (i === j) return (at(i, a, i, 0) - 2 * here + at(i, -a, i, 0)) / (a * a);
    return (at(i, a, j, b) - at(i, a, j, -b) - at(i, -a, j, b) + at(i, -a, j, -b)) / (4 * a * b);
  };
  for (let i = 0; i < k; i++) {
    for (let j = 0; j <= i; j++) {
      // Richardson: the error of the step falls with its square.
      const value = (4 * once(i, j, 0.5) - once(i, j, 1)) / 3;
      out[i * k + j] = value;
      out[j * k + i] = value;
    }
  }
  return out;
}

/** Sum over observations of the products of their scores. @param parts the log-likelihood of each observation */
export function outerProducts(
  parts: (x: Float64Array) => Float64Array,
  x: Float64Array,
  steps: Float64Array,
): Float64Array {
  const k = x.length;
  const moved = x.slice();
  const scores = Array.from({ length: k }, (_, i) => {
    const difference = (share: number) => {
      moved[i] = x[i]! + share * steps[i]!;
      const above = parts(moved);
      moved[i] = x[i]! - share * steps[i]!;
      const below = parts(moved);
      moved[i] = x[i]!;
      return above.map((value, t) => (value - below[t]!) / (2 * share * steps[i]!));
    };
    const wide = difference(1);
    return difference(0.5).map((value, t) => (4 * value - wide[t]!) / 3);
  });
  const out = new Float64Array(k * k);
  for (let i = 0; i < k; i++) {
    for (let j = 0; j < k; j++) {
      out[i * k + j] = scores[i]!.reduce((sum, value, t) => sum + value * scores[j]![t]!, 0);
    }
  }
  return out;
}

/** The inverse of a symmetric positive definite k × k matrix; NaN throughout when it is none. */
export function inverseOf(matrix: Float64Array, k: number): Float64Array {
  // Scaled to a unit diagonal first: parameters have very different units.
  const scale = Float64Array.from({ length: k }, (_, i) => 1 / Math.sqrt(matrix[i * k + i]!));
  const factor = matrix.map((value, at) => value * scale[Math.floor(at / k)]! * scale[at % k]!);
  const out = new Float64Array(k * k).fill(Number.NaN);
  if (!scale.every(Number.isFinite) || !factorCholesky(factor, k)) return out;
  for (let i = 0; i < k; i++) {
    const unit = new Float64Array(k);
    unit[i] = 1;
    solveCholesky(factor, k, unit);
    for (let j = 0; j < k; j++) out[j * k + i] = unit[j]! * scale[i]! * scale[j]!;
  }
  return out;
}

/** A·B·A of symmetric k × k matrices. */
export function sandwich(a: Float64Array, b: Float64Array, k: number): Float64Array {
  return product(product(a, b, k), a, k);
}

function product(a: Float64Array, b: Float64Array, k: number): Float64Array {
  const out = new Float64Array(k * k);
  for (let i = 0; i < k; i++) {
    for (let j = 0; j < k; j++) {
      let sum = 0;
      for (let m = 0; m < k; m++) sum += a[i * k + m]! * b[m * k + j]!;
      out[i * k + j] = sum;
    }
  }
  return out;
}
