import { Columns } from './columns.ts';
import type { Objective, Shape } from './objective.ts';
import { Whitening } from './whitening.ts';
import { WhiteningGradient } from './whitening-gradient.ts';

/**
 * The exact Gaussian likelihood of an ARMA process with regressors, σ² and the regression coefficients concentrated
 * out, in O(n·s + q²) for s non-zero coefficients, with exact derivatives. Missing values are regressors too, one
 * dummy each, integrated out: their information's determinant is the price of not knowing them.
 * Source for missing values: Gómez, Maravall and Peña (1999), "Missing observations in ARIMA models: skipping
 * approach versus additive outlier approach", Journal of Econometrics 88, 341.
 */
export class ExactLikelihood implements Objective {
  readonly parameters: number;
  readonly columns: Columns;
  readonly whitening: Whitening;
  /** Innovations at the best past and regression, those of the past first. */
  readonly residuals: Float64Array;
  sumOfSquares = Number.NaN;
  logDeterminant = Number.NaN;
  private readonly n: number;
  private readonly u: Float64Array;
  private readonly correction: Float64Array;
  private readonly past: Float64Array;
  private readonly input: Float64Array;
  private derivatives: WhiteningGradient | undefined;
  private dummy: { u: Float64Array; e: Float64Array; correction: Float64Array } | undefined;

  /**
   * @param w the differenced series, n values without gaps
   * @param regressors differenced alike; the first `dummies` of them stand for missing values
   */
  constructor(w: Float64Array, regressors: readonly Float64Array[], shape: Shape, dummies = 0) {
    this.n = w.length;
    this.whitening = new Whitening(w.length, shape);
    const { p, q, total, ar, ma } = this.whitening;
    this.parameters = [...ar, ...ma].reduce((sum, { lags }) => sum + lags.length, 0);
    this.columns = new Columns(w, regressors, dummies, { total, past: q, corrected: p });
    this.residuals = new Float64Array(total);
    this.u = new Float64Array(total);
    this.past = new Float64Array(q);
    this.input = regressors.length > 0 ? new Float64Array(w.length) : w;
    this.correction = new Float64Array(p + 1);
  }

  get observations(): number {
    return this.n - this.columns.rank;
  }

  evaluate(parameters: Float64Array): number {
    const { columns, whitening, past, input } = this;
    const logDet = whitening.prepare(parameters);
    if (Number.isNaN(logDet)) return Number.NaN;
    const isRegressed = columns.count > 1;
    if (whitening.q > 0 || isRegressed) this.filterColumns();
    if (isRegressed && !columns.regress()) return Number.NaN;
    columns.combine(columns.raw, past);
    if (isRegressed) columns.combine(columns.inputs, input);
    this.sumOfSquares = whitening.settle(input, past, this.u, this.residuals, this.correction);
    this.logDeterminant = logDet + columns.logDeterminant;
    const { observations } = this;
    return this.sumOfSquares > 0
      ? observations * Math.log(this.sumOfSquares / observations) + this.logDeterminant
      : Number.NaN;
  }

  private filterColumns(): void {
    const { columns, whitening } = this;
    for (let c = 0; c < columns.count; c++) {
      const raw = columns.raw[c]!;
      whitening.filter(columns.inputs[c]!, columns.e[c]!, columns.corrections[c]!, raw);
      if (columns.count === 1 || whitening.cholesky === undefined) continue;
      columns.whitened[c]!.set(raw);
      whitening.cholesky.solveLower(columns.whitened[c]!);
    }
  }

  /** The last values of u at the parameters of the last `evaluate`, newest first. */
  lastStates(count: number): Float64Array {
    const { total } = this.whitening;
    return Float64Array.from({ length: count }, (_, i) => this.u[total - 1 - i] ?? 0);
  }

  /** @param scale of the squares' share; by default that of −2·ln L with σ² concentrated out */
  gradient(out: Float64Array, scale = this.observations / this.sumOfSquares): void {
    this.derivatives ??= new WhiteningGradient(this.whitening);
    const { derivatives, u, residuals: e, correction } = this;
    out.fill(0);
    derivatives.addSquares({ u, e, correction }, scale, out, true);
    derivatives.addLogDeterminant(out);
    for (let c = 0; c < this.columns.dummies; c++) this.addDummy(derivatives, c, out);
  }

  /**
   * ln|DᵀΣ⁻¹D| of the dummies D moves by Σ_c (D·l_c)ᵀ·dΣ⁻¹·(D·l_c), where l_c are the columns of their information's
   * inverse root: each a series whose squares are known how to move.
   */
  private addDummy(derivatives: WhiteningGradient, c: number, out: Float64Array): void {
    const { columns, whitening, past, input } = this;
    const { total, p } = whitening;
    this.dummy ??= {
      u: new Float64Array(total),
      e: new Float64Array(total),
      correction: new Float64Array(p + 1),
    };
    if (!columns.inverseColumn(c)) return;
    columns.combineDummies(columns.raw, past);
    columns.combineDummies(columns.inputs, input);
    const { u, e, correction } = this.dummy;
    whitening.settle(input, past, u, e, correction);
    derivatives.addSquares(this.dummy, 1, out, false);
  }

  gaussNewton(out: Float64Array): void {
    if (this.derivatives === undefined)
      throw new RangeError('gaussNewton needs the gradient at the same parameters first');
    this.derivatives.gaussNewton((2 * this.observations) / this.sumOfSquares, out);
  }
}
