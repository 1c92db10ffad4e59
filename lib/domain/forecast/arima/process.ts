import type { Shape } from './objective.ts';
import type { Factor } from './sparse-filter.ts';
import { type SparsePolynomial, sparseOf, sparseProduct } from './sparse-polynomial.ts';

/** An ARIMA process at given parameters: δ(B)·y = w, φ(B)·u = e, w = θ(B)·u, e with unit variance. */
export interface Process {
  readonly phi: SparsePolynomial;
  readonly theta: SparsePolynomial;
  readonly delta: SparsePolynomial;
  /** How many values of u make a state: the one to come and those before it that matter. */
  readonly states: number;
}

/**
 * @param parameters those of the AR factors, then those of the MA factors
 * @param delta the differencing polynomial from lag 0 up
 */
export function processOf(shape: Shape, parameters: Float64Array, delta: Float64Array): Process {
  const { ar, ma } = factorsOf(shape, parameters);
  const phi = sparseProduct(ar);
  const theta = sparseProduct(ma);
  return { phi, theta, delta: sparseOf(delta), states: Math.max(phi.degree, theta.degree + 1) };
}

export function factorsOf(shape: Shape, parameters: Float64Array): { ar: Factor[]; ma: Factor[] } {
  let at = 0;
  const take = (lags: Int32Array, sign: 1 | -1): Factor => {
    const coefs = parameters.slice(at, at + lags.length).map((value) => sign * value);
    at += lags.length;
    return { lags, coefs };
  };
  return { ar: shape.ar.map((lags) => take(lags, -1)), ma: shape.ma.map((lags) => take(lags, 1)) };
}

/** Coefficients from lag 0 up. */
export function denseOf({ degree, lags, coefs }: SparsePolynomial): Float64Array {
  const dense = new Float64Array(degree + 1);
  dense[0] = 1;
  for (let j = 0; j < lags.length; j++) dense[lags[j]!] = coefs[j]!;
  return dense;
}
