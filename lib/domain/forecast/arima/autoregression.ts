/**
 * ln|Σ| of p values in a row of the stationary autoregression f(B)·u = e with unit innovations, and its derivatives.
 * Since |Σₙ| is the same for every n ≥ p, it is the whole determinant of an autoregression's likelihood.
 *
 * The step-down recursion gives the partial autocorrelations; ln|Σ| = −Σ k·ln(1 − κ_k²).
 * Source: Barndorff-Nielsen and Schou (1973), "On the parametrization of autoregressive models by partial
 * autocorrelations", Journal of Multivariate Analysis 3, section 2; Monahan (1984), Biometrika 71, 403.
 */
export class AutoregressionDeterminant {
  readonly order: number;
  /** Row k holds the polynomial of order k, lags 1 to k. */
  private readonly levels: Float64Array;
  private readonly bar: Float64Array;
  private readonly below: Float64Array;

  constructor(order: number) {
    this.order = order;
    this.levels = new Float64Array((order * (order + 1)) / 2);
    this.bar = new Float64Array(order);
    this.below = new Float64Array(order);
  }

  /**
   * @param f dense polynomial, f[0] = 1
   * @param formal go on where f is not stationary: what the formulas give has no process, but Stata and others print it
   * @returns ln|Σ|, or NaN when f is not stationary
   */
  evaluate(f: Float64Array, formal = false): number {
    const { order, levels } = this;
    let at = levels.length - order;
    for (let i = 0; i < order; i++) levels[at + i] = f[i + 1]!;
    let total = 0;
    for (let k = order; k >= 1; k--) {
      const partial = levels[at + k - 1]!;
      const rest = (1 - partial) * (1 + partial);
      if (!(rest > 0) && !formal) return Number.NaN;
      total -= k * Math.log(rest);
      const next = at - (k - 1);
      const inverse = 1 / rest;
      for (let i = 0; i < k - 1; i++) {
        levels[next + i] = (levels[at + i]! - partial * levels[at + k - 2 - i]!) * inverse;
      }
      at = next;
    }
    return total;
  }

  /** The derivatives of the last `evaluate` with respect to f[1] … f[order], into `out[1]` … */
  gradient(out: Float64Array): void {
    const { order, levels, bar, below } = this;
    let at = 0;
    bar.fill(0);
    for (let k = 1; k <= order; k++) {
      // `bar` holds the adjoints of level k − 1; they become those of level k.
      const partial = levels[at + k - 1]!;
      const rest = (1 - partial) * (1 + partial);
      const inverse = 1 / rest;
      const lower = at - (k - 1);
      let partialBar = 2 * k * partial * inverse;
      for (let i = 0; i < k - 1; i++) {
        const b = bar[i]!;
        below[i] = (b - partial * bar[k - 2 - i]!) * inverse;
        partialBar += b * (2 * partial * levels[lower + i]! - levels[at + k - 2 - i]!) * inverse;
      }
      for (let i = 0; i < k - 1; i++) bar[i] = below[i]!;
      bar[k - 1] = partialBar;
      at += k;
    }
    for (let i = 0; i < order; i++) out[i + 1] = bar[i]!;
  }

  /** Autocovariances of u at lags 0 … count − 1 for the f of the last `evaluate`. */
  autocovariances(count: number): Float64Array {
    const { order, levels } = this;
    const gamma = new Float64Array(count);
    let variance = 1;
    for (let k = 1; k <= order; k++) {
      const partial = levels[(k * (k + 1)) / 2 - 1]!;
      variance /= (1 - partial) * (1 + partial);
    }
    gamma[0] = variance;
    for (let k = 1; k < count; k++) {
      const level = Math.min(k - 1, order);
      const at = (level * (level - 1)) / 2;
      let sum = 0;
      for (let j = 1; j <= level; j++) sum -= levels[at + j - 1]! * gamma[k - j]!;
      if (k <= order) {
        const partial = levels[(k * (k + 1)) / 2 - 1]!;
        sum -= partial * variance;
        variance *= (1 - partial) * (1 + partial);
      }
      gamma[k] = sum;
    }
    return gamma;
  }
}
