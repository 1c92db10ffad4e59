import type { Start } from '../../../../lib/domain/forecast/arima/spec.ts';
import { type Matrix, solve, zeros } from './dense-matrix.ts';
import type { PlainModel } from './plain-model.ts';

/** Weights of the innovations in phi(B) w = theta(B) e: w_t = Σ ψ_j e_{t−j}. */
export function psiWeights(phi: Float64Array, theta: Float64Array, count: number): Float64Array {
  const psi = new Float64Array(count);
  for (let j = 0; j < count; j++) {
    psi[j] = theta[j] ?? 0;
    for (let i = 1; i < phi.length && i <= j; i++) psi[j] = psi[j]! - phi[i]! * psi[j - i]!;
  }
  return psi;
}

/**
 * Autocovariances at lags 0 to count − 1 for innovations of variance 1, from the p + 1 linear equations
 * Σ φ_j γ(k − j) = Σ θ_i ψ_{i−k}. Source: Brockwell and Davis (1991), section 3.3, second method.
 */
export function autocovariance(phi: Float64Array, theta: Float64Array, count: number): Float64Array {
  const p = phi.length - 1;
  const psi = psiWeights(phi, theta, theta.length);
  const right = (k: number) => {
    let sum = 0;
    for (let i = k; i < theta.length; i++) sum += theta[i]! * psi[i - k]!;
    return sum;
  };
  const a = zeros(p + 1, p + 1);
  for (let k = 0; k <= p; k++) {
    for (let j = 0; j <= p; j++) {
      const lag = Math.abs(k - j);
      a[k]![lag] = a[k]![lag]! + phi[j]!;
    }
  }
  const gamma = new Float64Array(Math.max(count, p + 1));
  gamma.set(
    solve(
      a,
      Float64Array.from({ length: p + 1 }, (_, k) => right(k)),
    ),
  );
  for (let k = p + 1; k < gamma.length; k++) {
    gamma[k] = right(k);
    for (let j = 1; j <= p; j++) gamma[k] = gamma[k]! - phi[j]! * gamma[k - j]!;
  }
  return gamma;
}

/** The covariance of n values of a process that is the differenced series less its mean, put through `filter`. */
export interface FilteredCovariance {
  readonly matrix: Matrix;
  /** Polynomial in the lag operator, for the values that have as many before them; the others stay. */
  readonly filter: Float64Array;
}

/** filter(B)·x for the values that have enough before them. */
export function filtered(x: Float64Array, filter: Float64Array): Float64Array {
  return x.map((value, t) =>
    t < filter.length - 1 ? value : filter.reduce((sum, weight, j) => sum + weight * x[t - j]!, 0),
  );
}

function stationaryCovariance({ phi, theta }: PlainModel, n: number): FilteredCovariance {
  const gamma = autocovariance(phi, theta, n);
  const matrix = Array.from({ length: n }, (_, i) =>
    Float64Array.from({ length: n }, (_, j) => gamma[Math.abs(i - j)]!),
  );
  return { matrix, filter: Float64Array.of(1) };
}

/** Weights of a_t (phi(B) a = e) on its r first values and on the later innovations: a row for each t. */
function autoregressiveWeights(phi: Float64Array, r: number, count: number): Matrix {
  const a = zeros(count, count);
  for (let t = 0; t < count; t++) {
    a[t]![t] = 1;
    for (let j = 1; t >= r && j < phi.length; j++) {
      for (let k = 0; k < t; k++) a[t]![k] = a[t]![k]! - phi[j]! * a[t - j]![k]!;
    }
  }
  return a;
}

/**
 * For w = theta(B) a, where a begins with r values of variance `kappa`, the last of them at the time of the first w:
 * Hamilton's state vector at its start. The filter is phi: it keeps the large variance out of the later rows, which
 * would drown in it.
 */
function diffuseCovariance({ phi, theta }: PlainModel, n: number, kappa: number): FilteredCovariance {
  const r = Math.max(phi.length - 1, theta.length);
  const a = autoregressiveWeights(phi, r, n + r - 1);
  const columns = a.map((_, k) => {
    const w = Float64Array.from({ length: n }, (_, t) =>
      theta.reduce((sum, weight, j) => sum + weight * a[t + r - 1 - j]![k]!, 0),
    );
    return filtered(w, phi).map((value) => value * (k < r ? Math.sqrt(kappa) : 1));
  });
  const matrix = zeros(n, n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (const column of columns) sum += column[i]! * column[j]!;
      matrix[i]![j] = sum;
      matrix[j]![i] = sum;
    }
  }
  return { matrix, filter: phi };
}

/** In units of the innovations' variance `sigma2`. */
export function armaCovariance(
  model: PlainModel,
  n: number,
  start: Start,
  sigma2: number,
): FilteredCovariance {
  if (start === 'stationary') return stationaryCovariance(model, n);
  return diffuseCovariance(model, n, start.diffuse / sigma2);
}
