/** Rows of a matrix. Small and slow on purpose: nothing here is shared with the engine. */
export type Matrix = Float64Array[];

export function zeros(rows: number, columns: number): Matrix {
  return Array.from({ length: rows }, () => new Float64Array(columns));
}

/** The lower factor L of the positive definite A = L·Lᵀ. @throws Error when A is not positive definite */
export function cholesky(a: Matrix): Matrix {
  const n = a.length;
  const l = zeros(n, n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = a[i]![j]!;
      for (let k = 0; k < j; k++) sum -= l[i]![k]! * l[j]![k]!;
      if (i === j && !(sum > 0)) throw new Error(`not positive definite at row ${i}: ${sum}`);
      l[i]![j] = i === j ? Math.sqrt(sum) : sum / l[j]![j]!;
    }
  }
  return l;
}

export function logDeterminant(l: Matrix): number {
  return 2 * l.reduce((sum, row, i) => sum + Math.log(row[i]!), 0);
}

/** L⁻¹·b. */
export function solveLower(l: Matrix, b: Float64Array): Float64Array {
  const x = Float64Array.from(b);
  for (let i = 0; i < x.length; i++) {
    for (let k = 0; k < i; k++) x[i] = x[i]! - l[i]![k]! * x[k]!;
    x[i] = x[i]! / l[i]![i]!;
  }
  return x;
}

/** L⁻ᵀ·b. */
export function solveUpper(l: Matrix, b: Float64Array): Float64Array {
  const x = Float64Array.from(b);
  for (let i = x.length - 1; i >= 0; i--) {
    for (let k = i + 1; k < x.length; k++) x[i] = x[i]! - l[k]![i]! * x[k]!;
    x[i] = x[i]! / l[i]![i]!;
  }
  return x;
}

export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

/** The solution of A·x = b by Gaussian elimination with row exchange; A and b are used up. */
export function solve(a: Matrix, b: Float64Array): Float64Array {
  const n = b.length;
  for (let i = 0; i < n; i++) {
    let best = i;
    for (let k = i + 1; k < n; k++) if (Math.abs(a[k]![i]!) > Math.abs(a[best]![i]!)) best = k;
    [a[i], a[best]] = [a[best]!, a[i]!];
    [b[i], b[best]] = [b[best]!, b[i]!];
    for (let k = i + 1; k < n; k++) {
      const factor = a[k]![i]! / a[i]![i]!;
      for (let j = i; factor !== 0 && j < n; j++) a[k]![j] = a[k]![j]! - factor * a[i]![j]!;
      b[k] = b[k]! - factor * b[i]!;
    }
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let j = i + 1; j < n; j++) b[i] = b[i]! - a[i]![j]! * b[j]!;
    b[i] = b[i]! / a[i]![i]!;
  }
  return b;
}
