/** A column's pivot below this share of its length is a combination of the columns before it. */
const collinear = 1e-11;

interface Sizes {
  readonly total: number;
  readonly past: number;
  readonly corrected: number;
}

/**
 * The series and its regressors on their way through one whitening filter, and the generalised least squares of
 * the one on the others. Column 0 is the series; then the dummies of missing values, then the regressors.
 */
export class Columns {
  readonly count: number;
  readonly dummies: number;
  readonly inputs: readonly Float64Array[];
  /** The filter's output with nothing before the first value. */
  readonly e: readonly Float64Array[];
  readonly corrections: readonly Float64Array[];
  /** What the past could explain of it, before and after the past's matrix is divided out. */
  readonly raw: readonly Float64Array[];
  readonly whitened: readonly Float64Array[];
  /** Regression coefficients, dummies first. */
  readonly coefficients: Float64Array;
  /** Dummies that the series says something of: a phase of the season that is never seen cannot be found. */
  rank: number;
  /** That of the dummies' information: the price of not knowing the missing values. */
  logDeterminant = 0;
  /** The Cholesky factor of the columns' information, row by row. */
  private readonly information: Float64Array;
  /** Where each column's output begins: a dummy says nothing before its gap. */
  private readonly starts: Int32Array;
  private readonly weights: Float64Array;

  constructor(w: Float64Array, regressors: readonly Float64Array[], dummies: number, sizes: Sizes) {
    this.inputs = [w, ...regressors];
    this.count = this.inputs.length;
    this.dummies = dummies;
    this.rank = dummies;
    this.e = this.inputs.map(() => new Float64Array(sizes.total));
    this.corrections = this.inputs.map(() => new Float64Array(sizes.corrected + 1));
    this.raw = this.inputs.map(() => new Float64Array(sizes.past));
    this.whitened = this.inputs.map(() => new Float64Array(sizes.past));
    this.coefficients = new Float64Array(regressors.length);
    this.information = new Float64Array(regressors.length * regressors.length);
    this.weights = new Float64Array(dummies);
    const offset = sizes.total - w.length;
    this.starts = Int32Array.from(this.inputs, (input, c) => {
      const first = c > 0 && c <= dummies ? input.findIndex((value) => value !== 0) : 0;
      return first > 0 ? first + offset : 0;
    });
  }

  /** @returns false when a regressor adds nothing to the columns before it */
  regress(): boolean {
    const { count, coefficients, information } = this;
    const k = count - 1;
    this.logDeterminant = 0;
    this.rank = this.dummies;
    for (let i = 0; i < k; i++) {
      for (let j = 0; j < i; j++) {
        let sum = this.product(i + 1, j + 1);
        for (let m = 0; m < j; m++) sum -= information[i * k + m]! * information[j * k + m]!;
        information[i * k + j] = sum / information[j * k + j]!;
      }
      const length = this.product(i + 1, i + 1);
      let own = length;
      for (let m = 0; m < i; m++) own -= information[i * k + m]! * information[i * k + m]!;
      if (own > collinear * length) information[i * k + i] = Math.sqrt(own);
      else if (i < this.dummies) {
        // Divided by it, the value that cannot be found counts as known.
        information[i * k + i] = Number.POSITIVE_INFINITY;
        this.rank--;
      } else return false;
      let sum = this.product(i + 1, 0);
      for (let m = 0; m < i; m++) sum -= information[i * k + m]! * coefficients[m]!;
      coefficients[i] = sum / information[i * k + i]!;
      if (i < this.dummies && own > collinear * length) this.logDeterminant += Math.log(own);
    }
    for (let i = k - 1; i >= 0; i--) {
      if (information[i * k + i] === Number.POSITIVE_INFINITY) continue;
      let sum = coefficients[i]!;
      for (let m = i + 1; m < k; m++) sum -= information[m * k + i]! * coefficients[m]!;
      coefficients[i] = sum / information[i * k + i]!;
    }
    return true;
  }

  /** Inner product of two columns after whitening. */
  private product(i: number, j: number): number {
    const a = this.e[i]!;
    const b = this.e[j]!;
    let sum = 0;
    for (let t = Math.max(this.starts[i]!, this.starts[j]!); t < a.length; t++) sum += a[t]! * b[t]!;
    const ca = this.corrections[i]!;
    const cb = this.corrections[j]!;
    for (let s = 0; s < ca.length; s++) sum -= ca[s]! * cb[s]!;
    const wa = this.whitened[i]!;
    const wb = this.whitened[j]!;
    for (let s = 0; s < wa.length; s++) sum -= wa[s]! * wb[s]!;
    return sum;
  }

  /** Element (i, j) of XᵀΣ⁻¹X of the regressors, the missing values integrated out. @param i, j from 0, j <= i */
  informationOf(i: number, j: number): number {
    const k = this.count - 1;
    const rowA = (this.dummies + i) * k + this.dummies;
    const rowB = (this.dummies + j) * k + this.dummies;
    let sum = 0;
    for (let m = 0; m <= j; m++) sum += this.information[rowA + m]! * this.information[rowB + m]!;
    return sum;
  }

  /** XᵀΣ⁻¹ times the series, for the regressors alike. */
  pullOf(out: Float64Array): void {
    for (let i = 0; i < out.length; i++) {
      let sum = 0;
      for (let j = 0; j < out.length; j++) {
        const element = j <= i ? this.informationOf(i, j) : this.informationOf(j, i);
        sum += element * this.coefficients[this.dummies + j]!;
      }
      out[i] = sum;
    }
  }

  /** The series' part less the regressors', of one array a column. */
  combine(parts: readonly Float64Array[], out: Float64Array): void {
    out.set(parts[0]!);
    for (let c = 1; c < this.count; c++) add(out, parts[c]!, -this.coefficients[c - 1]!);
  }

  /**
   * Column c of the inverse root of the dummies' information, for `combineDummies`.
   * @returns false when that dummy cannot be found
   */
  inverseColumn(c: number): boolean {
    const { information, weights, dummies, count } = this;
    const k = count - 1;
    weights.fill(0);
    if (information[c * k + c] === Number.POSITIVE_INFINITY) return false;
    // L⁻ᵀ·unit: rows above c only.
    for (let i = c; i >= 0; i--) {
      if (information[i * k + i] === Number.POSITIVE_INFINITY) continue;
      let sum = i === c ? 1 : 0;
      for (let m = i + 1; m <= c && m < dummies; m++) sum -= information[m * k + i]! * weights[m]!;
      weights[i] = sum / information[i * k + i]!;
    }
    return true;
  }

  combineDummies(parts: readonly Float64Array[], out: Float64Array): void {
    out.fill(0);
    for (let c = 0; c < this.dummies; c++)
      if (this.weights[c] !== 0) add(out, parts[c + 1]!, this.weights[c]!);
  }
}

function add(out: Float64Array, x: Float64Array, times: number): void {
  for (let t = 0; t < x.length; t++) out[t] = out[t]! + times * x[t]!;
}
