import { minimiseScalar } from '../../numerics/minimise-scalar.ts';
import { AutoregressionDeterminant } from './autoregression.ts';
import type { Columns } from './columns.ts';
import { ConditionalSquares } from './conditional-squares.ts';
import type { Design } from './design.ts';
import { ExactLikelihood } from './exact-likelihood.ts';
import { FilteredLikelihood } from './filtered-likelihood.ts';
import { factorsOf } from './process.ts';
import { expand } from './sparse-filter.ts';

/** A likelihood at parameters in the engine's order, σ² and the regression concentrated out. */
export interface Likelihood {
  readonly columns: Columns;
  readonly residuals: Float64Array;
  readonly sumOfSquares: number;
  readonly logDeterminant: number;
  readonly observations: number;
  readonly parameters: number;
  evaluate(parameters: Float64Array): number;
}

/** A likelihood's value, and what it is of. */
export interface Level {
  readonly logLikelihood: number;
  readonly sigma2: number;
  readonly observations: number;
}

const nowhere: Level = { logLikelihood: Number.NaN, sigma2: Number.NaN, observations: 0 };

/** The conditional sum of squares; gaps are estimated as if each were a regressor. */
export function conditionalOf(design: Design): ConditionalSquares {
  return new ConditionalSquares(design.w, [...design.dummies, ...design.columns], design.terms.shape);
}

export function exactOf(design: Design): ExactLikelihood {
  const { w, dummies, columns, terms } = design;
  return new ExactLikelihood(w, [...dummies, ...columns], terms.shape, dummies.length);
}

/** Whether many gaps make a pass of the square-root filter cheaper than a regressor for each of them. */
export function wantsFilter({ gaps, delta, terms }: Design): boolean {
  const held = delta.length - 1;
  if (gaps.length === 0) return false;
  const degree = [...terms.shape.ar, ...terms.shape.ma].reduce(
    (sum, lags) => sum + lags[lags.length - 1]!,
    1,
  );
  const byDummies = gaps.length * (gaps.length / 6 + 30);
  // The filter has no exact derivatives: two passes a parameter for them.
  const byFilter = (2 * terms.names.length + 1) * 3 * degree * (degree + held);
  return byDummies > byFilter;
}

/** The log-likelihood at given parameters, for a design whose regression is fixed. */
export class LikelihoodAt {
  private readonly design: Design;
  private exact: ExactLikelihood | undefined;
  private filtered: FilteredLikelihood | undefined;

  constructor(design: Design) {
    this.design = design;
  }

  /** @param sigma2 the likeliest when absent @returns NaN where there is no likelihood */
  at(parameters: Float64Array, sigma2?: number): Level {
    const { design } = this;
    const diffuse = diffuseOf(design);
    if (diffuse !== undefined)
      return diffuseAt(new FilteredLikelihood(design, diffuse), diffuse, parameters, sigma2);
    if (!wantsFilter(design) && isInvertible(design, parameters)) {
      this.exact ??= exactOf(design);
      if (!Number.isNaN(this.exact.evaluate(parameters))) return levelOf(this.exact, sigma2);
    }
    this.filtered ??= new FilteredLikelihood(design);
    const value = this.filtered.evaluate(parameters);
    return Number.isNaN(value) ? nowhere : levelOf(this.filtered, sigma2);
  }
}

/** Whether the past that a moving average implies dies out, or at least does not grow. */
export function isInvertible({ terms }: Design, parameters: Float64Array): boolean {
  return factorsOf(terms.shape, parameters).ma.every((factor) => {
    const dense = expand([factor]);
    // The unit circle itself counts as inside.
    for (let lag = 1; lag < dense.length; lag++) dense[lag] = dense[lag]! * (1 - 1e-9) ** lag;
    return !Number.isNaN(new AutoregressionDeterminant(dense.length - 1).evaluate(dense));
  });
}

/**
 * The start's variance is absolute, so that σ² cannot be taken out of the sum of squares: it is looked for.
 * @param sigma2 the likeliest when absent
 */
export function diffuseAt(
  likelihood: FilteredLikelihood,
  variance: number,
  parameters: Float64Array,
  sigma2?: number,
): Level {
  const at = (scale: number) => {
    likelihood.diffuse = variance / scale;
    return Number.isNaN(likelihood.evaluate(parameters)) ? nowhere : levelOf(likelihood, scale);
  };
  if (sigma2 !== undefined) return at(sigma2);
  const first = at(1e-6 * variance);
  if (Number.isNaN(first.logLikelihood)) return first;
  const middle = Math.log(likelihood.sumOfSquares / likelihood.observations);
  const cost = (log: number) => -at(Math.exp(log)).logLikelihood;
  return at(Math.exp(minimiseScalar(cost, middle - 1.5, middle + 3, 1e-9).x));
}

/** The exact objective of a diffuse start. */
export class DiffuseLikelihood implements Likelihood {
  readonly filtered: FilteredLikelihood;
  private readonly variance: number;

  constructor(design: Design, variance: number) {
    this.filtered = new FilteredLikelihood(design, variance);
    this.variance = variance;
  }

  get columns() {
    return this.filtered.columns;
  }
  get residuals() {
    return this.filtered.residuals;
  }
  get sumOfSquares() {
    return this.filtered.sumOfSquares;
  }
  get logDeterminant() {
    return this.filtered.logDeterminant;
  }
  get observations() {
    return this.filtered.observations;
  }
  get parameters() {
    return this.filtered.parameters;
  }

  evaluate(parameters: Float64Array): number {
    return -2 * diffuseAt(this.filtered, this.variance, parameters).logLikelihood;
  }
}

export function diffuseOf({ options }: Design): number | undefined {
  return typeof options.start === 'object' ? options.start.diffuse : undefined;
}

/** The log-likelihood of the last `evaluate`. @param given σ², the likeliest when absent */
export function levelOf(likelihood: Likelihood, given?: number): Level {
  const { sumOfSquares, logDeterminant, observations } = likelihood;
  const sigma2 = given ?? sumOfSquares / observations;
  const deviance = observations * Math.log(2 * Math.PI * sigma2) + logDeterminant + sumOfSquares / sigma2;
  return { logLikelihood: -deviance / 2, sigma2, observations };
}

/**
 * The design less what its trend and regressors explain at these coefficients: nothing is left to regress on.
 * @param into a design fixed before, whose arrays are filled anew
 */
export function fixRegression(design: Design, beta: ArrayLike<number>, into?: Design): Design {
  const { columns, levels, terms, centre } = design;
  const w = into?.w ?? new Float64Array(design.w.length);
  const values = into?.values ?? new Float64Array(design.values.length);
  w.set(design.w);
  values.set(design.values);
  for (let c = 0; c < columns.length; c++) {
    // The differenced series is held about `centre`: the constant explains only what is left.
    const explained = terms.powers[c] === 0 ? beta[c]! - centre : beta[c]!;
    for (let t = 0; t < w.length; t++) w[t] = w[t]! - explained * columns[c]![t]!;
    for (let t = 0; t < values.length; t++) values[t] = values[t]! - beta[c]! * levels[c]![t]!;
  }
  return into ?? { ...design, w, values, columns: [], levels: [], columnNames: [], centre: 0 };
}
