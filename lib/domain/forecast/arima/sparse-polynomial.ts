import { expand, type Factor } from './sparse-filter.ts';

/** The terms of a polynomial above lag 0, whose coefficient is 1. */
export interface SparsePolynomial {
  readonly degree: number;
  readonly lags: Int32Array;
  readonly coefs: Float64Array;
}

/** @param dense coefficients from lag 0 up */
export function sparseOf(dense: Float64Array): SparsePolynomial {
  const lags: number[] = [];
  for (let lag = 1; lag < dense.length; lag++) if (dense[lag] !== 0) lags.push(lag);
  return {
    degree: lags.at(-1) ?? 0,
    lags: Int32Array.from(lags),
    coefs: Float64Array.from(lags, (lag) => dense[lag]!),
  };
}

export function sparseProduct(factors: readonly Factor[]): SparsePolynomial {
  return sparseOf(expand(factors));
}

/** Σ coefs_j·x[offset + step·lags_j]: the polynomial's terms above lag 0 at a place of x. */
export function weigh(
  { lags, coefs }: SparsePolynomial,
  x: Float64Array,
  offset: number,
  step: 1 | -1,
): number {
  let sum = 0;
  for (let j = 0; j < lags.length; j++) sum += coefs[j]! * x[offset + step * lags[j]!]!;
  return sum;
}
