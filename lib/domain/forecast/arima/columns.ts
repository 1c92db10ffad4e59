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
  /** The Cholesky factor of the columns' information, row by row: covariance is σ² times its inverse. */
  readonly information: Float64Array;
  /** That of the dummies' information: the price of not knowing the missing values. */
  logDeterminant = 0;

  constructor(w: Float64Array, regressors: readonly Float64Array[], dummies: number, sizes: Sizes) {
    this.inputs = [w, ...regressors];
    this.count = this.inputs.length;
    this.dummies = dummies;
    this.e = this.inputs.map(() => new Float64Array(sizes.total));
    this.corrections = this.inputs.map(() => new Float64Array(sizes.corrected + 1));
    this.raw = this.inputs.map(() => new Float64Array(sizes.past));
    this.whitened = this.inputs.map(() => new Float64Array(sizes.past));
    this.coefficients = new Float64Array(regressors.length);
    this.information = new Float64Array(regressors.length * regressors.length);
  }

  /** @returns false when a column adds nothing to those before it */
  regress(): boolean {
    const { count, coefficients, information } = this;
    const k = count - 1;
    this.logDeterminant = 0;
    for (let i = 0; i < k; i++) {
      for (let j = 0; j <= i; j++) {
        let sum = this.product(i + 1, j + 1);
        const length = sum;
        for (let m = 0; m < j; m++) sum -= information[i * k + m]! * information[j * k + m]!;
        if (i > j) information[i * k + j] = sum / information[j * k + j]!;
        else if (sum > collinear * length) information[i * k + i] = Math.sqrt(sum);
        else return false;
      }
      let sum = this.product(i + 1, 0);
      for (let m = 0; m < i; m++) sum -= information[i * k + m]! * coefficients[m]!;
      coefficients[i] = sum / information[i * k + i]!;
      if (i < this.dummies) this.logDeterminant += 2 * Math.log(information[i * k + i]!);
    }
    for (let i = k - 1; i >= 0; i--) {
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
    for (let t = 0; t < a.length; t++) sum += a[t]! * b[t]!;
    const ca = this.corrections[i]!;
    const cb = this.corrections[j]!;
    for (let s = 0; s < ca.length; s++) sum -= ca[s]! * cb[s]!;
    const wa = this.whitened[i]!;
    const wb = this.whitened[j]!;
    for (let s = 0; s < wa.length; s++) sum -= wa[s]! * wb[s]!;
    return sum;
  }

  /** The series' part less the regressors', of one array a column. */
  combine(parts: readonly Float64Array[], out: Float64Array): void {
    out.set(parts[0]!);
    for (let c = 1; c < this.count; c++) subtract(out, 0, parts[c]!, this.coefficients[c - 1]!);
  }

  combineInputs(out: Float64Array, offset: number): void {
    out.set(this.inputs[0]!, offset);
    for (let c = 1; c < this.count; c++) subtract(out, offset, this.inputs[c]!, this.coefficients[c - 1]!);
  }
}

function subtract(out: Float64Array, offset: number, x: Float64Array, times: number): void {
  for (let t = 0; t < x.length; t++) out[offset + t] = out[offset + t]! - times * x[t]!;
}
