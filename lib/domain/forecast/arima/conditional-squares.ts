import { Columns } from './columns.ts';
import type { Objective, Shape } from './objective.ts';
import { degreeOf, divide, type Factor, multiply } from './sparse-filter.ts';

/**
 * The conditional sum of squares: the first p values are taken as given and the innovations before them as zero.
 * A fifth of the exact likelihood's work, and next to its optimum on long series: it is where that search starts.
 * Source: Box, Jenkins and Reinsel (2008), "Time Series Analysis", 4th ed., section 7.1.2.
 */
export class ConditionalSquares implements Objective {
  readonly parameters: number;
  readonly residuals: Float64Array;
  sumOfSquares = Number.NaN;
  readonly logDeterminant = 0;
  readonly columns: Columns;
  private readonly ar: readonly Factor[];
  private readonly ma: readonly Factor[];
  private readonly n: number;
  private readonly p: number;
  private readonly u: Float64Array;
  private readonly work: Float64Array;
  private readonly derivatives: readonly Float64Array[];

  /** @param w the differenced series without gaps @param regressors differenced alike */
  constructor(w: Float64Array, regressors: readonly Float64Array[], shape: Shape) {
    this.ar = shape.ar.map((lags) => ({ lags, coefs: new Float64Array(lags.length) }));
    this.ma = shape.ma.map((lags) => ({ lags, coefs: new Float64Array(lags.length) }));
    this.n = w.length;
    this.p = this.ar.reduce((sum, factor) => sum + degreeOf(factor), 0);
    this.parameters = [...this.ar, ...this.ma].reduce((sum, { lags }) => sum + lags.length, 0);
    this.columns = new Columns(w, regressors, 0, { total: this.n, past: 0, corrected: 0 });
    this.residuals = new Float64Array(this.n);
    this.u = new Float64Array(this.n);
    this.work = new Float64Array(this.n);
    this.derivatives = Array.from({ length: this.parameters }, () => new Float64Array(this.n));
  }

  get observations(): number {
    return this.n - this.p;
  }

  evaluate(parameters: Float64Array): number {
    this.take(parameters);
    const { n, columns, observations, residuals, u } = this;
    if (columns.count > 1) {
      for (let c = 0; c < columns.count; c++) {
        columns.e[c]!.set(columns.inputs[c]!);
        this.filter(columns.e[c]!);
      }
      if (!columns.regress()) return Number.NaN;
    }
    columns.combine(columns.inputs, u);
    residuals.set(u);
    this.filter(residuals);
    let sum = 0;
    for (let t = this.p; t < n; t++) sum += residuals[t]! * residuals[t]!;
    this.sumOfSquares = sum;
    return sum > 0 && sum < Number.POSITIVE_INFINITY
      ? observations * Math.log(sum / observations)
      : Number.NaN;
  }

  /** The series less what its regressors explain of it as it is. */
  unexplained(): Float64Array {
    const { columns } = this;
    if (columns.count === 1) return columns.inputs[0]!;
    for (let c = 0; c < columns.count; c++) columns.e[c]!.set(columns.inputs[c]!);
    const left = new Float64Array(this.n);
    if (columns.regress()) columns.combine(columns.inputs, left);
    else left.set(columns.inputs[0]!);
    return left;
  }

  private take(parameters: Float64Array): void {
    let at = 0;
    for (const { coefs } of this.ar) for (let j = 0; j < coefs.length; j++) coefs[j] = -parameters[at++]!;
    for (const { coefs } of this.ma) for (let j = 0; j < coefs.length; j++) coefs[j] = parameters[at++]!;
  }

  private filter(x: Float64Array): void {
    for (const factor of this.ar) multiply(x, this.n, factor);
    x.fill(0, 0, this.p);
    for (const factor of this.ma) divide(x, this.n, factor);
  }

  gradient(out: Float64Array): void {
    const { n, p, residuals, derivatives, work, u } = this;
    let at = 0;
    for (const factor of this.ar) {
      work.set(u);
      for (const other of this.ar) if (other !== factor) multiply(work, n, other);
      for (const lag of factor.lags) {
        const d = derivatives[at++]!;
        d.fill(0, 0, p);
        for (let t = Math.max(p, lag); t < n; t++) d[t] = -work[t - lag]!;
        for (const ma of this.ma) divide(d, n, ma);
      }
    }
    for (const factor of this.ma) {
      work.set(residuals);
      divide(work, n, factor);
      for (const lag of factor.lags) {
        const d = derivatives[at++]!;
        d.fill(0, 0, Math.min(lag, n));
        for (let t = lag; t < n; t++) d[t] = -work[t - lag]!;
      }
    }
    const scale = (2 * this.observations) / this.sumOfSquares;
    for (let i = 0; i < at; i++) out[i] = scale * dot(derivatives[i]!, residuals);
  }

  gaussNewton(out: Float64Array): void {
    const { parameters, derivatives } = this;
    const scale = (2 * this.observations) / this.sumOfSquares;
    for (let i = 0; i < parameters; i++) {
      for (let j = 0; j <= i; j++) {
        const value = scale * dot(derivatives[i]!, derivatives[j]!);
        out[i * parameters + j] = value;
        out[j * parameters + i] = value;
      }
    }
  }
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let t = 0; t < a.length; t++) sum += a[t]! * b[t]!;
  return sum;
}
