import type { Process } from './process.ts';
import { weigh } from './sparse-polynomial.ts';
import { autocovariancesOfU } from './start-columns.ts';

/**
 * One-step errors and their variances of a stationary ARMA process without gaps, in O(r) a value. It answers for every
 * moving average, those far outside the invertible region included.
 *
 * The covariance of the state is never formed: from one value to the next it changes by a matrix of rank one, whose
 * factor and weight are followed instead.
 * Sources: Morf, Sidhu and Kailath (1974), IEEE Trans. Automatic Control 19, 315; Mélard (1984), Applied Statistics 33,
 * 104 (AS 197) for ARMA.
 * @param inputs the series and whatever shares its gains, n values each
 * @param errors one array an input, n long, overwritten
 * @param variances n long, in units of σ², overwritten
 * @returns false when a variance is not above 0, as it is with most φ that are not stationary
 */
export function chandrasekhar(
  process: Process,
  inputs: readonly Float64Array[],
  errors: readonly Float64Array[],
  variances: Float64Array,
): boolean {
  const { phi, theta, states: r } = process;
  const gamma = autocovariancesOfU(process, r, true);
  if (gamma === undefined) return false;
  // P·θ of the stationary covariance, then one step on.
  const crossed = new Float64Array(r);
  for (let i = 0; i < r; i++) {
    let sum = gamma[i]!;
    for (let j = 0; j < theta.lags.length; j++) sum += theta.coefs[j]! * gamma[Math.abs(i - theta.lags[j]!)]!;
    crossed[i] = sum;
  }
  let variance = crossed[0]! + weigh(theta, crossed, 0, 1);
  const move = (x: Float64Array): void => {
    const next = -weigh(phi, x, -1, 1);
    x.copyWithin(1, 0, r - 1);
    x[0] = next;
  };
  move(crossed);
  const gain = crossed.map((value) => value / variance);
  const factor = crossed;
  let weight = -1 / variance;
  const states = inputs.map(() => new Float64Array(r));
  const n = inputs[0]!.length;
  let settled = false;
  for (let t = 0; t < n; t++) {
    if (!(variance > 0)) return false;
    variances[t] = variance;
    for (let c = 0; c < inputs.length; c++) {
      const state = states[c]!;
      const error = inputs[c]![t]! - state[0]! - weigh(theta, state, 0, 1);
      errors[c]![t] = error;
      move(state);
      for (let i = 0; i < r; i++) state[i] = state[i]! + gain[i]! * error;
    }
    if (settled) continue;
    const seen = factor[0]! + weigh(theta, factor, 0, 1);
    const next = variance + weight * seen * seen;
    // The shift of `factor` is needed twice: for the gain, and for itself.
    move(factor);
    const share = weight * seen;
    for (let i = 0; i < r; i++) gain[i] = (gain[i]! * variance + share * factor[i]!) / next;
    for (let i = 0; i < r; i++) factor[i] = factor[i]! - gain[i]! * seen;
    weight += (weight * weight * seen * seen) / variance;
    variance = next;
    settled =
      t > r &&
      Math.abs(seen * seen * weight) < 1e-17 &&
      factor.every((value) => value * value * -weight < 1e-20);
  }
  return true;
}
