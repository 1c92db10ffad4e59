import { divide, type Factor, multiply } from './sparse-filter.ts';
import type { Whitening } from './whitening.ts';

/** A series as `Whitening.settle` left it. */
export interface Settled {
  readonly u: Float64Array;
  readonly e: Float64Array;
  readonly correction: Float64Array;
}

/** One factor's place in the gradient. */
interface Slot {
  readonly factor: Factor;
  readonly isAr: boolean;
  /** Index of its first parameter. */
  readonly at: number;
}

/**
 * Exact derivatives, by the parameters, of what a `Whitening` gives: of wᵀΣ⁻¹w with the past held where it is best
 * (it minimises, so that its own change does not count), and of ln|Σ| by its factorisation run backwards. A
 * coefficient of a factor F at lag l moves e by B^l·e/F: one pass a factor gives the derivatives by all of its lags.
 */
export class WhiteningGradient {
  readonly parameters: number;
  private readonly whitening: Whitening;
  private readonly slots: readonly Slot[];
  private readonly bases: readonly Float64Array[];
  private readonly over: Float64Array;
  private readonly piOver: Float64Array;
  private readonly rhoOver: Float64Array;
  private readonly rho: Float64Array;
  private readonly phiBar: Float64Array;
  private readonly hBar: Float64Array;
  private readonly kBar: Float64Array;
  private readonly tBar: Float64Array;
  private readonly kappaBar: Float64Array;
  private readonly chiBar: Float64Array;
  private readonly short: Float64Array;
  private readonly others: Float64Array;
  private readonly work: readonly [Float64Array, Float64Array, Float64Array, Float64Array];
  private readonly slotOf: Int32Array;
  private readonly lagOf: Int32Array;

  constructor(whitening: Whitening) {
    const { ar, ma, total, p, q } = whitening;
    this.whitening = whitening;
    let at = 0;
    const slots: Slot[] = [];
    for (const [factors, isAr] of [[ar, true] as const, [ma, false] as const]) {
      for (const factor of factors) {
        slots.push({ factor, isAr, at });
        at += factor.lags.length;
      }
    }
    this.slots = slots;
    this.parameters = at;
    const vector = (size: number) => new Float64Array(size);
    const past = q > 0 ? total : 0;
    this.bases = slots.map(() => vector(total));
    this.over = vector(total);
    this.rho = vector(past);
    this.piOver = vector(past);
    this.rhoOver = vector(past);
    this.phiBar = vector(p + 1);
    this.hBar = vector(q);
    this.kBar = vector(q);
    this.tBar = vector(q);
    this.kappaBar = vector(p + 1);
    this.chiBar = vector(p + 1);
    this.short = vector(p);
    this.others = vector(p + 1);
    this.work = [vector(q), vector(q), vector(q), vector(q)];
    this.slotOf = Int32Array.from(slots.flatMap(({ factor }, s) => Array.from(factor.lags, () => s)));
    this.lagOf = Int32Array.from(slots.flatMap(({ factor }) => [...factor.lags]));
  }

  /** Adds `scale` times the derivatives of wᵀΣ⁻¹w. @param keep whether `gaussNewton` will ask for this series */
  addSquares(settled: Settled, scale: number, out: Float64Array, keep: boolean): void {
    const { total, p } = this.whitening;
    for (let s = 0; s < this.slots.length; s++) {
      const { factor, isAr, at } = this.slots[s]!;
      const base = keep ? this.bases[s]! : this.over;
      base.set(settled.e);
      divide(base, total, factor);
      for (let j = 0; j < factor.lags.length; j++) {
        const lag = factor.lags[j]!;
        let sum = 0;
        for (let t = lag; t < total; t++) sum += settled.e[t]! * base[t - lag]!;
        out[at + j] = out[at + j]! - 2 * scale * sum;
      }
      if (p === 0) continue;
      if (isAr) this.addArCorrection(settled, s, 2 * scale, out);
      else this.addMaCorrection(settled, s, 2 * scale, out);
    }
  }

  private addArCorrection({ u, correction }: Settled, s: number, scale: number, out: Float64Array): void {
    const { factor, at } = this.slots[s]!;
    const { p } = this.whitening;
    this.multiplyOthers(s);
    for (let j = 0; j < factor.lags.length; j++) {
      const lag = factor.lags[j]!;
      let sum = 0;
      for (let r = lag; r <= p; r++) {
        const weight = this.others[r - lag]!;
        if (weight !== 0) sum += weight * hankel(correction, u, r);
      }
      out[at + j] = out[at + j]! + scale * sum;
    }
  }

  private addMaCorrection({ u, correction }: Settled, s: number, scale: number, out: Float64Array): void {
    const { factor, at } = this.slots[s]!;
    const { p, phi } = this.whitening;
    const { short } = this;
    for (let i = 0; i < p; i++) short[i] = u[i]!;
    divide(short, p, factor);
    for (let j = 0; j < factor.lags.length; j++) {
      const lag = factor.lags[j]!;
      let sum = 0;
      for (let i = lag; i < p; i++) {
        let bar = 0;
        for (let k = 1; k + i <= p; k++) bar += correction[k]! * phi[k + i]!;
        sum += bar * short[i - lag]!;
      }
      out[at + j] = out[at + j]! + scale * sum;
    }
  }

  /** The product of the AR factors but one, as a dense polynomial: how φ moves with that one's coefficients. */
  private multiplyOthers(s: number): void {
    const { ar, p } = this.whitening;
    this.others.fill(0);
    this.others[0] = 1;
    for (const factor of ar) if (factor !== this.slots[s]!.factor) multiply(this.others, p + 1, factor);
  }

  /** Adds the derivatives of ln|Σ|. */
  addLogDeterminant(out: Float64Array): void {
    const { p, q, autoregression } = this.whitening;
    if (p > 0) autoregression.gradient(this.phiBar);
    if (q > 0) this.adjointOfPast();
    for (let s = 0; s < this.slots.length; s++) {
      if (q > 0) this.addResponses(s, out);
      if (p > 0 && this.slots[s]!.isAr) this.addToPhi(s, out);
      if (p > 0 && !this.slots[s]!.isAr) this.addToChi(s, out);
    }
  }

  /** Adjoints of ln|H|: with respect to κ, to χ where κ needs it, and to the response π folded with itself. */
  private adjointOfPast(): void {
    const { p, q, total, kappa, phi, ar, ma, cholesky } = this.whitening;
    const { hBar, kappaBar, chiBar, rho } = this;
    cholesky?.gradient(hBar, this.kBar, this.tBar, this.work);
    kappaBar.fill(0);
    for (let m = 1; m <= p && m < q; m++) kappaBar[m] = this.kBar[m]!;
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
      chiBar[l] = sum;
    }
    rho.fill(0);
    rho.set(hBar);
    for (const factor of ar) multiply(rho, total, factor);
    for (const factor of ma) divide(rho, total, factor);
  }

  /** Through the response π: its autocovariances make H's first column, its end the last generator. */
  private addResponses(s: number, out: Float64Array): void {
    const { factor, at } = this.slots[s]!;
    const { total, q, pi } = this.whitening;
    const { piOver, rhoOver, rho, tBar } = this;
    piOver.set(pi);
    divide(piOver, total, factor);
    rhoOver.set(rho);
    divide(rhoOver, total, factor);
    for (let j = 0; j < factor.lags.length; j++) {
      const lag = factor.lags[j]!;
      let sum = 0;
      for (let t = lag; t < total; t++) sum += rho[t]! * piOver[t - lag]! + pi[t]! * rhoOver[t - lag]!;
      for (let i = 1; i < q && total - i - lag >= 0; i++) sum += tBar[i]! * piOver[total - i - lag]!;
      // π falls with φ, the negative of its factor's coefficient, and with θ.
      out[at + j] = out[at + j]! - sum;
    }
  }

  private addToPhi(s: number, out: Float64Array): void {
    const { factor, at } = this.slots[s]!;
    const { p, q, chi } = this.whitening;
    this.multiplyOthers(s);
    for (let j = 0; j < factor.lags.length; j++) {
      const lag = factor.lags[j]!;
      let sum = 0;
      for (let r = lag; r <= p; r++) {
        const weight = this.others[r - lag]!;
        if (weight === 0) continue;
        sum += weight * (this.phiBar[r]! + (q > 0 ? hankel(this.kappaBar, chi, r) : 0));
      }
      out[at + j] = out[at + j]! - sum;
    }
  }

  private addToChi(s: number, out: Float64Array): void {
    const { factor, at } = this.slots[s]!;
    const { p, chi } = this.whitening;
    const { short, chiBar } = this;
    for (let i = 0; i < p; i++) short[i] = chi[i]!;
    divide(short, p, factor);
    for (let j = 0; j < factor.lags.length; j++) {
      const lag = factor.lags[j]!;
      let sum = 0;
      for (let i = lag; i < p; i++) sum += chiBar[i]! * short[i - lag]!;
      out[at + j] = out[at + j]! - sum;
    }
  }

  /** `scale` times the products of the derivatives of e of the series that was kept. */
  gaussNewton(scale: number, out: Float64Array): void {
    const { parameters, slotOf, lagOf, bases } = this;
    const { total } = this.whitening;
    for (let i = 0; i < parameters; i++) {
      const a = bases[slotOf[i]!]!;
      const lagA = lagOf[i]!;
      for (let j = 0; j <= i; j++) {
        const b = bases[slotOf[j]!]!;
        const lagB = lagOf[j]!;
        let sum = 0;
        for (let t = Math.max(lagA, lagB); t < total; t++) sum += a[t - lagA]! * b[t - lagB]!;
        out[i * parameters + j] = scale * sum;
        out[j * parameters + i] = scale * sum;
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
