import { factorCholesky, solveCholesky } from '../../numerics/cholesky.ts';
import type { Shape } from './objective.ts';

/**
 * First estimates by regression alone: innovations from a long autoregression, then the series on its own lags and on
 * theirs. Products of seasonal and other coefficients are left out: it is a start, not an estimate.
 * Source: Hannan and Rissanen (1982), "Recursive estimation of mixed autoregressive-moving average order",
 * Biometrika 69, 81.
 * @param w n values without gaps, mean and regressors taken off
 * @returns parameters of the AR factors, then of the MA factors; undefined when the series is too short for it
 */
export function hannanRissanen(w: Float64Array, shape: Shape): Float64Array | undefined {
  const arLags = shape.ar.flatMap((lags) => [...lags]);
  const maLags = shape.ma.flatMap((lags) => [...lags]);
  const longest = Math.max(0, ...arLags, ...maLags);
  const n = w.length;
  const order = Math.max(Math.min(longest + 2, 60), Math.round(10 * Math.log10(n)));
  const from = order + longest;
  const k = arLags.length + maLags.length;
  if (n - from < 2 * k + 10 || order > n / 3) return undefined;
  const innovations = maLags.length > 0 ? longInnovations(w, order) : w;
  const matrix = new Float64Array(k * k);
  const right = new Float64Array(k);
  const series = [...arLags.map(() => w), ...maLags.map(() => innovations)];
  const lags = [...arLags, ...maLags];
  for (let i = 0; i < k; i++) {
    const a = series[i]!;
    const lagA = lags[i]!;
    for (let j = 0; j <= i; j++) {
      const b = series[j]!;
      const lagB = lags[j]!;
      let sum = 0;
      for (let t = from; t < n; t++) sum += a[t - lagA]! * b[t - lagB]!;
      matrix[i * k + j] = sum;
    }
    matrix[i * k + i] = matrix[i * k + i]! * (1 + 1e-9);
    let sum = 0;
    for (let t = from; t < n; t++) sum += a[t - lagA]! * w[t]!;
    right[i] = sum;
  }
  if (!factorCholesky(matrix, k)) return undefined;
  solveCholesky(matrix, k, right);
  return right.every(Number.isFinite) ? right : undefined;
}

/** Residuals of an autoregression fitted by Levinson and Durbin's recursion; the first `order` of shorter ones. */
function longInnovations(w: Float64Array, order: number): Float64Array {
  const n = w.length;
  const gamma = new Float64Array(order + 1);
  for (let lag = 0; lag <= order; lag++) {
    let sum = 0;
    for (let t = lag; t < n; t++) sum += w[t]! * w[t - lag]!;
    gamma[lag] = sum;
  }
  const phi = new Float64Array(order + 1);
  const before = new Float64Array(order + 1);
  let variance = gamma[0]! * (1 + 1e-12);
  for (let k = 1; k <= order && variance > 0; k++) {
    let sum = gamma[k]!;
    for (let j = 1; j < k; j++) sum -= phi[j]! * gamma[k - j]!;
    const partial = sum / variance;
    before.set(phi);
    for (let j = 1; j < k; j++) phi[j] = before[j]! - partial * before[k - j]!;
    phi[k] = partial;
    variance *= 1 - partial * partial;
  }
  const e = new Float64Array(n);
  for (let t = 0; t < n; t++) {
    let sum = w[t]!;
    const most = Math.min(order, t);
    for (let j = 1; j <= most; j++) sum -= phi[j]! * w[t - j]!;
    e[t] = sum;
  }
  return e;
}
