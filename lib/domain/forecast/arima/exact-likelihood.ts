import { DisplacementCholesky } from '../../numerics/displacement-cholesky.ts';
import { AutoregressionDeterminant } from './autoregression.ts';
import { Columns } from './columns.ts';
import type { Objective, Shape } from './objective.ts';
import { degreeOf, divide, divideBack, type Factor, multiply, multiplyBack } from './sparse-filter.ts';

/** Responses of the inverse filter beyond it would leave no digits: another algorithm has to answer. */
const largestResponse = 1e5;

/**
 * The exact Gaussian likelihood of an ARMA process with regressors, σ² and the regression coefficients concentrated
 * out, in O(n·s + q²) for s non-zero coefficients: the fewest operations there are known to us for long seasons.
 *
 * w = θ(B)·u with φ(B)·u = e. Given the q values a of θ(B)·u before the first observation, u follows by a sparse
 * recursion, and the density of u is that of an autoregression, known in closed form: Σ e² less a correction of
 * its first p values (Gohberg and Semencul). So w's likelihood is that of (a, w) with a integrated out: a least
 * squares problem in q unknowns whose matrix H is nearly Toeplitz, so that it factors in O(q²).
 * With e at the best a: S = Σe² − Σk², |Σ_w| = |Σ_u|·|H|.
 *
 * The idea of estimating the past: Ljung and Box (1979), "The likelihood function of stationary
 * autoregressive-moving average models", Biometrika 66, 265. Derivatives are exact: those of S hold a and the
 * regression fixed, since both minimise it; those of ln|H| run its factorisation backwards.
 */
export class ExactLikelihood implements Objective {
  readonly parameters: number;
  readonly residuals: Float64Array;
  sumOfSquares = Number.NaN;
  logDeterminant = Number.NaN;
  readonly columns: Columns;

  private readonly ar: readonly Factor[];
  private readonly ma: readonly Factor[];
  private readonly n: number;
  private readonly p: number;
  private readonly q: number;
  /** Values with the q before the first observation. */
  private readonly total: number;
  private readonly cholesky: DisplacementCholesky | undefined;
  private readonly autoregression: AutoregressionDeterminant;
  /** φ(B) in full, lag 0 first. */
  private readonly phi: Float64Array;
  private readonly phiBar: Float64Array;
  /** Impulse responses of 1/θ and φ/θ. */
  private readonly chi: Float64Array;
  private readonly pi: Float64Array;
  private readonly h: Float64Array;
  /** κ_m = Σ φ_{l+m}·χ_l, m = 1 … p, at index m; and long enough for the generators. */
  private readonly kappa: Float64Array;
  private readonly tail: Float64Array;
  private readonly past: Float64Array;
  private readonly u: Float64Array;
  private readonly correction: Float64Array;
  private readonly scratch: Float64Array;
  private derivatives: Derivatives | undefined;

  /**
   * @param w the differenced series, n values without gaps
   * @param regressors differenced alike; the first `dummies` of them stand for missing values, whose
   *        likelihood is integrated out
   */
  constructor(w: Float64Array, regressors: readonly Float64Array[], shape: Shape, dummies = 0) {
    this.ar = shape.ar.map((lags) => ({ lags, coefs: new Float64Array(lags.length) }));
    this.ma = shape.ma.map((lags) => ({ lags, coefs: new Float64Array(lags.length) }));
    this.parameters = [...this.ar, ...this.ma].reduce((sum, { lags }) => sum + lags.length, 0);
    this.n = w.length;
    this.p = this.ar.reduce((sum, factor) => sum + degreeOf(factor), 0);
    this.q = this.ma.reduce((sum, factor) => sum + degreeOf(factor), 0);
    this.total = this.n + this.q;
    this.cholesky = this.q > 0 ? new DisplacementCholesky(this.q, this.p > 0) : undefined;
    this.autoregression = new AutoregressionDeterminant(this.p);
    this.columns = new Columns(w, regressors, dummies, {
      total: this.total,
      past: this.q,
      corrected: this.p,
    });
    const long = () => new Float64Array(this.total);
    this.residuals = long();
    this.u = long();
    this.chi = long();
    this.pi = long();
    this.scratch = long();
    this.phi = new Float64Array(this.p + 1);
    this.phiBar = new Float64Array(this.p + 1);
    this.h = new Float64Array(this.q);
    this.tail = new Float64Array(this.q);
    this.past = new Float64Array(this.q);
    this.kappa = new Float64Array(Math.max(this.p + 1, this.q));
    this.correction = new Float64Array(this.p + 1);
  }

  get observations(): number {
    return this.n - this.columns.dummies;
  }

  evaluate(parameters: Float64Array): number {
    this.take(parameters);
    const ownLogDet = this.factorPast();
    if (Number.isNaN(ownLogDet)) return Number.NaN;
    const { columns } = this;
    if (this.q > 0 || columns.count > 1) for (let c = 0; c < columns.count; c++) this.whiten(c);
    if (columns.count > 1 && !columns.regress()) return Number.NaN;
    this.residualsAtBest();
    this.logDeterminant = ownLogDet + columns.logDeterminant;
    const { observations } = this;
    return this.sumOfSquares > 0
      ? observations * Math.log(this.sumOfSquares / observations) + this.logDeterminant
      : Number.NaN;
  }

  private take(parameters: Float64Array): void {
    let at = 0;
    for (const { coefs } of this.ar) for (let j = 0; j < coefs.length; j++) coefs[j] = -parameters[at++]!;
    for (const { coefs } of this.ma) for (let j = 0; j < coefs.length; j++) coefs[j] = parameters[at++]!;
    const { phi, p } = this;
    phi.fill(0);
    phi[0] = 1;
    for (const factor of this.ar) multiply(phi, p + 1, factor);
  }

  /** Factors H. @returns ln|Σ_u| + ln|H| */
  private factorPast(): number {
    const { p, q, total, chi, pi, kappa, phi, h, tail, scratch, cholesky } = this;
    const ofPhi = p > 0 ? this.autoregression.evaluate(phi) : 0;
    if (cholesky === undefined || Number.isNaN(ofPhi)) return ofPhi;
    chi.fill(0);
    chi[0] = 1;
    for (const factor of this.ma) divide(chi, total, factor);
    if (!(Math.abs(chi[total - 1]!) + Math.abs(chi[total >> 1]!) < largestResponse)) return Number.NaN;
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
    return ofPhi + cholesky.factor(h, kappa, tail);
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

  /** What the best past does to one column. */
  private whiten(c: number): void {
    const { p, q, total, columns, kappa, cholesky, ma, ar } = this;
    const e = columns.e[c]!;
    const correction = columns.corrections[c]!;
    e.fill(0, 0, q);
    e.set(columns.inputs[c]!, q);
    for (const factor of ma) divide(e, total, factor);
    if (p > q) this.correct(e, correction);
    for (const factor of ar) multiply(e, total, factor);
    if (cholesky === undefined) return;
    const { scratch } = this;
    scratch.set(e);
    this.correlate(scratch);
    const raw = columns.raw[c]!;
    const whitened = columns.whitened[c]!;
    for (let i = 0; i < q; i++) {
      let sum = scratch[i]!;
      if (p > q) for (let s = 1; s + i <= p; s++) sum -= kappa[s + i]! * correction[s]!;
      raw[i] = sum;
      whitened[i] = sum;
    }
    if (columns.count > 1) cholesky.solveLower(whitened);
  }

  /** e at the best past and regression, and its sum of squares. */
  private residualsAtBest(): void {
    const { p, q, total, columns, past, u, residuals, correction, cholesky } = this;
    if (cholesky !== undefined) {
      columns.combine(columns.raw, past);
      cholesky.solveLower(past);
      cholesky.solveUpper(past);
      for (let i = 0; i < q; i++) u[i] = -past[i]!;
    }
    columns.combineInputs(u, q);
    for (const factor of this.ma) divide(u, total, factor);
    residuals.set(u);
    for (const factor of this.ar) multiply(residuals, total, factor);
    let sum = 0;
    for (let t = 0; t < total; t++) sum += residuals[t]! * residuals[t]!;
    if (p > 0) {
      this.correct(u, correction);
      for (let s = 1; s <= p; s++) sum -= correction[s]! * correction[s]!;
    }
    this.sumOfSquares = sum;
  }

  /** The last values of u at the parameters of the last `evaluate`, newest first. */
  lastStates(count: number): Float64Array {
    return Float64Array.from({ length: count }, (_, i) => this.u[this.total - 1 - i] ?? 0);
  }

  /**
   * What is not known of the last values of u, newest first: columns whose products with their transpose are the
   * covariance in units of σ². None when the past no longer matters.
   */
  lastColumns(count: number): Float64Array[] {
    const { q, total, chi, cholesky } = this;
    const columns = Array.from({ length: q }, () => new Float64Array(count));
    if (cholesky === undefined) return columns;
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

  gradient(out: Float64Array): void {
    this.derivatives ??= new Derivatives(this.total, this.q, this.p, [...this.ar, ...this.ma]);
    const scale = this.observations / this.sumOfSquares;
    const d = this.derivatives;
    if (this.cholesky !== undefined) this.adjointOfPast(d, this.cholesky);
    if (this.p > 0) this.autoregression.gradient(this.phiBar);
    let at = 0;
    for (let f = 0; f < this.ar.length; f++) at = this.arGradient(d, f, at, scale, out);
    for (let f = 0; f < this.ma.length; f++) at = this.maGradient(d, f, at, scale, out);
  }

  /** Adjoints of ln|H|: with respect to κ and to the response π, folded with the response itself. */
  private adjointOfPast(d: Derivatives, cholesky: DisplacementCholesky): void {
    const { p, q, total, kappa, phi } = this;
    cholesky.gradient(d.hBar, d.kBar, d.tBar, d.work);
    const { hBar, kappaBar } = d;
    kappaBar.fill(0);
    for (let m = 1; m <= p && m < q; m++) kappaBar[m] = d.kBar[m]!;
    for (let j = 0; j < q && j < p; j++) {
      const bar = hBar[j]!;
      for (let s = 1; s + j <= p; s++) {
        kappaBar[s] = kappaBar[s]! - bar * kappa[s + j]!;
        kappaBar[s + j] = kappaBar[s + j]! - bar * kappa[s]!;
      }
    }
    for (let l = 0; l < p; l++) {
      let sum = 0;
      for (let m = 1; l + m <= p; m++) sum += kappaBar[m]! * phi[l + m]!;
      d.chiBar[l] = sum;
    }
    const { rho } = d;
    rho.fill(0);
    rho.set(hBar);
    for (const factor of this.ar) multiply(rho, total, factor);
    for (const factor of this.ma) divide(rho, total, factor);
  }

  private arGradient(d: Derivatives, f: number, start: number, scale: number, out: Float64Array): number {
    const factor = this.ar[f]!;
    const { p } = this;
    const others = d.others;
    others.fill(0);
    others[0] = 1;
    for (let g = 0; g < this.ar.length; g++) if (g !== f) multiply(others, p + 1, this.ar[g]!);
    this.prepare(d, f, factor);
    let at = start;
    for (let j = 0; j < factor.lags.length; j++) {
      const lag = factor.lags[j]!;
      let sum = this.responses(d, f, lag, scale);
      for (let r = lag; r <= p; r++) {
        const weight = others[r - lag]!;
        if (weight === 0) continue;
        let towards = this.phiBar[r]!;
        if (this.q > 0) towards += hankel(d.kappaBar, this.chi, r);
        towards -= 2 * scale * hankel(this.correction, this.u, r);
        sum += weight * towards;
      }
      out[at++] = -sum; // the factor's coefficient is −φ
    }
    return at;
  }

  private maGradient(d: Derivatives, f: number, start: number, scale: number, out: Float64Array): number {
    const factor = this.ma[f]!;
    const { p, u, chi, phi, correction } = this;
    const slot = this.ar.length + f;
    this.prepare(d, slot, factor);
    const { short, shortChi } = d;
    if (p > 0) {
      for (let i = 0; i < p; i++) {
        short[i] = u[i]!;
        shortChi[i] = chi[i]!;
      }
      divide(short, p, factor);
      divide(shortChi, p, factor);
    }
    let at = start;
    for (let j = 0; j < factor.lags.length; j++) {
      const lag = factor.lags[j]!;
      let sum = this.responses(d, slot, lag, scale);
      for (let i = lag; i < p; i++) {
        let uBar = 0;
        for (let s = 1; s + i <= p; s++) uBar += correction[s]! * phi[s + i]!;
        sum += d.chiBar[i]! * shortChi[i - lag]! - 2 * scale * uBar * short[i - lag]!;
      }
      out[at++] = -sum;
    }
    return at;
  }

  /** e/F, π/F and ρ/F for a factor F: their shifts are the derivatives by its coefficients. */
  private prepare(d: Derivatives, slot: number, factor: Factor): void {
    const { total } = this;
    const v = d.bases[slot]!;
    v.set(this.residuals);
    divide(v, total, factor);
    if (this.q === 0) return;
    d.piOver.set(this.pi);
    divide(d.piOver, total, factor);
    d.rhoOver.set(d.rho);
    divide(d.rhoOver, total, factor);
  }

  private responses(d: Derivatives, slot: number, lag: number, scale: number): number {
    const { total, q, residuals, pi } = this;
    const v = d.bases[slot]!;
    const { piOver, rhoOver, rho, tBar } = d;
    let ofSquares = 0;
    for (let t = lag; t < total; t++) ofSquares += residuals[t]! * v[t - lag]!;
    if (q === 0) return 2 * scale * ofSquares;
    let sum = 0;
    for (let t = lag; t < total; t++) sum += rho[t]! * piOver[t - lag]! + pi[t]! * rhoOver[t - lag]!;
    for (let i = 1; i < q && total - i - lag >= 0; i++) sum += tBar[i]! * piOver[total - i - lag]!;
    return 2 * scale * ofSquares + sum;
  }

  gaussNewton(out: Float64Array): void {
    const d = this.derivatives;
    if (d === undefined) throw new RangeError('gaussNewton needs the gradient at the same parameters first');
    const scale = (2 * this.observations) / this.sumOfSquares;
    const { parameters, total } = this;
    const { slots, lags } = d;
    for (let i = 0; i < parameters; i++) {
      const a = d.bases[slots[i]!]!;
      const lagA = lags[i]!;
      for (let j = 0; j <= i; j++) {
        const b = d.bases[slots[j]!]!;
        const lagB = lags[j]!;
        let sum = 0;
        for (let t = Math.max(lagA, lagB); t < total; t++) sum += a[t - lagA]! * b[t - lagB]!;
        const value = scale * sum;
        out[i * parameters + j] = value;
        out[j * parameters + i] = value;
      }
    }
  }
}

/** Σ bar_s·x_{r−s} for s = 1 … r: the derivative of Σ bar_s·Σ_i φ_{s+i}·x_i by φ_r. */
function hankel(bar: Float64Array, x: Float64Array, r: number): number {
  let sum = 0;
  for (let s = 1; s <= r; s++) sum += bar[s]! * x[r - s]!;
  return sum;
}

/** What only the derivatives need, taken when they are first asked for. */
class Derivatives {
  readonly bases: readonly Float64Array[];
  readonly rho: Float64Array;
  readonly piOver: Float64Array;
  readonly rhoOver: Float64Array;
  readonly hBar: Float64Array;
  readonly kBar: Float64Array;
  readonly tBar: Float64Array;
  readonly kappaBar: Float64Array;
  readonly chiBar: Float64Array;
  readonly short: Float64Array;
  readonly shortChi: Float64Array;
  readonly others: Float64Array;
  readonly work: readonly [Float64Array, Float64Array, Float64Array, Float64Array];
  /** For each parameter its factor's base and its lag. */
  readonly slots: Int32Array;
  readonly lags: Int32Array;

  constructor(total: number, q: number, p: number, factors: readonly Factor[]) {
    const vector = (size: number) => new Float64Array(size);
    this.bases = factors.map(() => vector(total));
    this.rho = vector(q > 0 ? total : 0);
    this.piOver = vector(q > 0 ? total : 0);
    this.rhoOver = vector(q > 0 ? total : 0);
    this.hBar = vector(q);
    this.kBar = vector(q);
    this.tBar = vector(q);
    this.kappaBar = vector(p + 1);
    this.chiBar = vector(p + 1);
    this.short = vector(p);
    this.shortChi = vector(p);
    this.others = vector(p + 1);
    this.work = [vector(q), vector(q), vector(q), vector(q)];
    this.slots = Int32Array.from(factors.flatMap(({ lags }, f) => Array.from(lags, () => f)));
    this.lags = Int32Array.from(factors.flatMap(({ lags }) => [...lags]));
  }
}
