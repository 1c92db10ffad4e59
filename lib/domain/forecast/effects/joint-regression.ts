import { factorCholesky, solveCholesky } from '../../numerics/cholesky.ts';
import { madToSd, median } from '../../numerics/order-statistics.ts';
import { type ErrorCovariance, errorCovarianceOf, varianceOf } from './error-covariance.ts';
import { partialOut, type Rhythm } from './partial-out.ts';

/** All effects of a series, estimated together. */
export interface JointRegression {
  /** One a column; undefined where season and level leave nothing of the column to learn from. */
  readonly coefficients: readonly (number | undefined)[];
  /** Sampling variance of each, with errors that hang together; NaN where there is no coefficient. */
  readonly variances: readonly number[];
  /** What is left of the response; 0 where the weight is 0. */
  readonly residuals: Float64Array;
  /** 1 where a value counted. */
  readonly weights: Float64Array;
  readonly covariance: ErrorCovariance;
}

/** Residuals beyond so many standard deviations by the median are left out of the second pass. */
const farSd = 6;
/** A column of which season and level leave less than this share is not told apart from them. */
const leastLeft = 0.02;

/**
 * Regresses values on columns beside a season and a level, twice: the second time without what the first found far off.
 * Standard errors allow for errors that last: they come from the autocovariances of all residuals, of which a year has
 * many, not from the few within an effect's own times as sandwich estimates do.
 * @param z values; NaN is left out
 * @param columns each as long as z, finite
 */
export function jointRegression(
  z: Float64Array,
  columns: readonly Float64Array[],
  rhythm: Rhythm,
): JointRegression {
  const weights = z.map((value) => (Number.isFinite(value) ? 1 : 0));
  const first = regress(z, columns, rhythm, weights);
  const present = first.residuals.filter((_, t) => weights[t] === 1);
  const bound = farSd * madToSd * median(present.map(Math.abs));
  if (!(bound > 0)) return withVariances(first);
  const nearer = weights.map((weight, t) => (Math.abs(first.residuals[t]!) > bound ? 0 : weight));
  return withVariances(regress(z, columns, rhythm, nearer));
}

/** Coefficients of the columns that can be told apart from season and level. */
interface Regression {
  readonly count: number;
  readonly usable: readonly number[];
  /** What season and level leave of each usable column. */
  readonly kept: readonly Float64Array[];
  readonly factor: Float64Array;
  readonly solution: Float64Array;
  readonly residuals: Float64Array;
  readonly weights: Float64Array;
}

function regress(
  z: Float64Array,
  columns: readonly Float64Array[],
  rhythm: Rhythm,
  weights: Float64Array,
): Regression {
  const left = (values: Float64Array) => {
    const copy = values.map((value, t) => (weights[t] === 0 ? 0 : value));
    partialOut(copy, weights, rhythm);
    for (let t = 0; t < copy.length; t++) copy[t]! *= weights[t]!;
    return copy;
  };
  const reduced = columns.map(left);
  const usable = columns.flatMap((column, j) => {
    const before = squaresOf(column, weights);
    return before > 0 && squaresOf(reduced[j]!, weights) > leastLeft * before ? [j] : [];
  });
  const kept = usable.map((j) => reduced[j]!);
  const factor = normalFactor(kept);
  const residuals = left(z);
  const solution = Float64Array.from(kept, (column) => dot(column, residuals));
  solveCholesky(factor, kept.length, solution);
  kept.forEach((column, i) => {
    for (let t = 0; t < residuals.length; t++) residuals[t]! -= solution[i]! * column[t]!;
  });
  return { count: columns.length, usable, kept, factor, solution, residuals, weights };
}

function withVariances(regression: Regression): JointRegression {
  const { count, usable, kept, factor, solution, residuals, weights } = regression;
  const covariance = errorCovarianceOf(residuals, weights);
  const coefficients = new Array<number | undefined>(count).fill(undefined);
  const variances = new Array<number>(count).fill(Number.NaN);
  usable.forEach((j, i) => {
    coefficients[j] = solution[i];
    variances[j] = varianceOf(covariance, influenceOf(factor, kept, i));
  });
  return { coefficients, variances, residuals, weights, covariance };
}

function squaresOf(column: Float64Array, weights: Float64Array): number {
  let sum = 0;
  for (let t = 0; t < column.length; t++) sum += weights[t]! * column[t]! ** 2;
  return sum;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let t = 0; t < a.length; t++) sum += a[t]! * b[t]!;
  return sum;
}

/** The factor of XᵀX, its diagonal raised by a little so that twins share what they have in common. */
function normalFactor(columns: readonly Float64Array[]): Float64Array {
  const k = columns.length;
  const normal = new Float64Array(k * k);
  for (let i = 0; i < k; i++) {
    for (let j = 0; j <= i; j++) normal[i * k + j] = dot(columns[i]!, columns[j]!);
    normal[i * k + i]! *= 1 + 1e-6;
  }
  factorCholesky(normal, k);
  return normal;
}

/** How each value moves coefficient i: row i of (XᵀX)⁻¹Xᵀ. */
function influenceOf(factor: Float64Array, columns: readonly Float64Array[], i: number): Float64Array {
  const k = columns.length;
  const unit = new Float64Array(k);
  unit[i] = 1;
  solveCholesky(factor, k, unit);
  const influence = new Float64Array(columns[0]!.length);
  columns.forEach((column, j) => {
    for (let t = 0; t < influence.length; t++) influence[t]! += unit[j]! * column[t]!;
  });
  return influence;
}
