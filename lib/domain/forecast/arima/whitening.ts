import { DisplacementCholesky } from '../../numerics/displacement-cholesky.ts';
import { AutoregressionDeterminant } from './autoregression.ts';
import type { Shape } from './objective.ts';
import { degreeOf, divide, divideBack, type Factor, multiply, multiplyBack } from './sparse-filter.ts';

/** Responses of the inverse filter beyond it would leave no digits: another algorithm has to answer. */
const largestResponse = 1e5;

/**
 * The filter that turns an ARMA process into its innovations, exactly, by estimating the past.
 *
 * w = θ(B)·u with φ(B)·u = e. Given the q values a of θ(B)·u before the first observation, u follows by a sparse
 * recursion, and the density of u is that of an autoregression, known in closed form: Σ e² less a correction of
 * its first p values (Gohberg and Semencul). So w's likelihood is that of (a, w) with a integrated out: a least
 * squares problem in q unknowns whose matrix H is nearly Toeplitz, so that it factors in O(q²).
 * With e at the best a: wᵀΣ⁻¹w = Σe² − Σk², and |Σ| = |Σ_u|·|H|.
 *
 * The idea of estimating the past: Ljung and Box (1979), "The likelihood function of stationary
 * autoregressive-moving average models", Biometrika 66, 265.
 */
export class Whitening {
  readonly ar: readonly Factor[];
  readonly ma: readonly Factor[];
  readonly p: number;
  readonly q: number;
  /** Values with the q before the first observation. */
  readonly total: number;
  /** φ(B) in full, lag 0 first. */
  readonly phi: Float64Array;
  /** Impulse responses of 1/θ and φ/θ. */
  readonly chi: Float64Array;
  readonly pi: Float64Array;
  /** κ_m = Σ φ_{l+m}·χ_l, m = 1 … p, at index m; and long enough for the generators. */
  readonly kappa: Float64Array;
  /** Of H; none without a moving average. */
  readonly cholesky: DisplacementCholesky | undefined;
  readonly autoregression: AutoregressionDeterminant;
  private readonly h: Float64Array;
  private readonly tail: Float64Array;
  private readonly scratch: Float64Array;

  /** @param n values of the series */
  constructor(n: number, shape: Shape) {
    this.ar = shape.ar.map((lags) => ({ lags, coefs: new Float64Array(lags.length) }));
    this.ma = shape.ma.map((lags) => ({ lags, coefs: new Float64Array(lags.length) }));
    this.p = this.ar.reduce((sum, factor) => sum + degreeOf(factor), 0);
    this.q = this.ma.reduce((sum, factor) => sum + degreeOf(factor), 0);
    this.total = n + this.q;
    this.cholesky = this.q > 0 ? new DisplacementCholesky(this.q, this.p > 0) : undefined;
    this.autoregression = new AutoregressionDeterminant(this.p);
    this.phi = new Float64Array(this.p + 1);
    this.chi = new Float64Array(this.total);
    this.pi = new Float64Array(this.total);
    this.scratch = new Float64Array(this.total);
    this.h = new Float64Array(this.q);
    this.tail = new Float64Array(this.q);
    this.kappa = new Float64Array(Math.max(this.p + 1, this.q));
  }

  /** @param parameters those of the AR factors, then those of the MA factors @returns ln|Σ|, or NaN when the AR is
   *  not stationary or the MA is far from invertible */
  prepare(parameters: Float64Array): number {
    let at = 0;
    for (const { coefs } of this.ar) for (let j = 0; j < coefs.length; j++) coefs[j] = -parameters[at++]!;
    for (const { coefs } of this.ma) for (let j = 0; j < coefs.length; j++) coefs[j] = parameters[at++]!;
    const { phi, p } = this;
    phi.fill(0);
    phi[0] = 1;
    for (const factor of this.ar) multiply(phi, p + 1, factor);
    const ofPhi = p > 0 ? this.autoregression.evaluate(phi) : 0;
    if (this.cholesky === undefined || Number.isNaN(ofPhi)) return ofPhi;
    return ofPhi + this.factorPast(this.cholesky);
  }

  /** @returns ln|H| */
  private factorPast(cholesky: DisplacementCholesky): number {
    const { p, q, total, chi, pi, kappa, phi, h, tail, scratch } = this;
    chi.fill(0);
    chi[0] = 1;
    for (const factor of this.ma) divide(chi, total, factor);
    let largest = 0;
    for (let t = total - 1; t >= 0 && t >= total - 1 - q; t--) largest = Math.max(largest, Math.abs(chi[t]!));
    if (!(largest < largestResponse)) return Number.NaN;
    pi.set(chi);
    for (const factor of this.ar) multiply(pi, total, factor);
    kappa.fill(0);
    for (let m = 1; m <= p; m++) {
      let sum = 0;
      for (let l = 0; l + m <= p && l < total; l++) sum += phi[l + m]! * chi[l]!;
      kappa[m] = sum;
    }
    scratch.set(pi);
    this.correlate(scratch);
    for (let j = 0; j < q; j++) {
      let sum = scratch[j]!;
      for (let s = 1; s + j <= p; s++) sum -= kappa[s]! * kappa[s + j]!;
      h[j] = sum;
      tail[j] = j === 0 ? 0 : pi[total - j]!;
    }
    return cholesky.factor(h, kappa, tail);
  }

  /** x ← φ(B⁻¹)/θ(B⁻¹)·x: the transpose of the filter that gives e. */
  private correlate(x: Float64Array): void {
    for (const factor of this.ar) multiplyBack(x, this.total, factor);
    for (const factor of this.ma) divideBack(x, this.total, factor);
  }

  /** k_s = Σ φ_{s+i}·u_i for s = 1 … p, into `out[s]`. */
  private correct(u: Float64Array, out: Float64Array): void {
    const { p, phi, total } = this;
    const limit = Math.min(p, total);
    for (let s = 1; s <= p; s++) {
      let sum = 0;
      for (let i = 0; i + s <= p && i < limit; i++) sum += phi[s + i]! * u[i]!;
      out[s] = sum;
    }
  }

  /**
   * Filters a series with nothing before it.
   * @param e the innovations then, `total` long @param correction their correction, from index 1
   * @param raw what the past could explain of them, q long
   */
  filter(input: Float64Array, e: Float64Array, correction: Float64Array, raw: Float64Array): void {
    const { p, q, total, kappa, scratch } = this;
    e.fill(0, 0, q);
    e.set(input, q);
    for (const factor of this.ma) divide(e, total, factor);
    if (p > q) this.correct(e, correction);
    for (const factor of this.ar) multiply(e, total, factor);
    if (q === 0) return;
    scratch.set(e);
    this.correlate(scratch);
    for (let i = 0; i < q; i++) {
      let sum = scratch[i]!;
      if (p > q) for (let s = 1; s + i <= p; s++) sum -= kappa[s + i]! * correction[s]!;
      raw[i] = sum;
    }
  }

  /**
   * Filters a series with the best past before it.
   * @param input n values @param raw of `filter`, overwritten @returns wᵀΣ⁻¹w
   */
  settle(
    input: Float64Array,
    raw: Float64Array,
    u: Float64Array,
    e: Float64Array,
    correction: Float64Array,
  ): number {
    const { p, q, total, cholesky } = this;
    if (cholesky !== undefined) {
      cholesky.solveLower(raw);
      cholesky.solveUpper(raw);
      for (let i = 0; i < q; i++) u[i] = -raw[i]!;
    }
    u.set(input, q);
    for (const factor of this.ma) divide(u, total, factor);
    e.set(u);
    for (const factor of this.ar) multiply(e, total, factor);
    let sum = 0;
    for (let t = 0; t < total; t++) sum += e[t]! * e[t]!;
    if (p === 0) return sum;
    this.correct(u, correction);
    for (let s = 1; s <= p; s++) sum -= correction[s]! * correction[s]!;
    return sum;
  }

  /**
   * What is not known of the last values of u, newest first: columns whose products with their transpose are the
   * covariance in units of σ². None when the past no longer matters.
   */
  lastColumns(count: number): Float64Array[] {
    const { q, total, chi, cholesky } = this;
    if (cholesky === undefined) return [];
    const columns = Array.from({ length: q }, () => new Float64Array(count));
    const row = new Float64Array(q);
    let most = 0;
    for (let i = 0; i < count && i < total; i++) {
      const t = total - 1 - i;
      for (let j = 0; j < q; j++) row[j] = t >= j ? chi[t - j]! : 0;
      if (!row.some((value) => Math.abs(value) > 1e-11)) continue;
      cholesky.solveLower(row);
      for (let j = 0; j < q; j++) {
        columns[j]![i] = row[j]!;
        most = Math.max(most, Math.abs(row[j]!));
      }
    }
    return most > 1e-11 ? columns : [];
  }
}
