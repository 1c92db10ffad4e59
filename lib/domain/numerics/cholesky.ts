/**
 * The Cholesky factor L of a symmetric positive definite matrix, A = L·Lᵀ, in place of the lower triangle.
 * @param a n × n, row-major; what is above the diagonal is neither read nor written
 * @returns false, with `a` spoiled, when A is not positive definite to working precision
 * Source: Golub and Van Loan (2013), Matrix Computations, algorithm 4.2.1. Cost: n³/3.
 */
export function factorCholesky(a: Float64Array, n: number): boolean {
  for (let j = 0; j < n; j++) {
    const original = a[j * n + j]!;
    for (let i = j; i < n; i++) {
      let value = a[i * n + j]!;
      for (let k = 0; k < j; k++) value -= a[i * n + k]! * a[j * n + k]!;
      if (i > j) a[i * n + j] = value / a[j * n + j]!;
      else if (value > 1e-13 * original) a[j * n + j] = Math.sqrt(value);
      else return false;
    }
  }
  return true;
}

/** x ← A⁻¹·x in place, for the factor that `factorCholesky` left. */
export function solveCholesky(factor: Float64Array, n: number, x: Float64Array): void {
  for (let i = 0; i < n; i++) {
    let value = x[i]!;
    for (let k = 0; k < i; k++) value -= factor[i * n + k]! * x[k]!;
    x[i] = value / factor[i * n + i]!;
  }
  for (let i = n - 1; i >= 0; i--) {
    let value = x[i]!;
    for (let k = i + 1; k < n; k++) value -= factor[k * n + i]! * x[k]!;
    x[i] = value / factor[i * n + i]!;
  }
}
