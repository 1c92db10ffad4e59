import { LeastSquares, type LeastSquaresFit } from '../../numerics/least-squares.ts';
import { madToSd, median } from '../../numerics/order-statistics.ts';

export interface RobustFit {
  readonly coefficients: Float64Array;
  /** Standard errors, as if residuals were independent. */
  readonly errors: Float64Array;
  /** Robust standard deviation of the residuals. */
  readonly scale: number;
}

/** Where Huber's loss goes from square to straight: 95 % efficient on normal residuals. */
const huber = 1.345;
const rounds = 12;
/** Share of a change of the scale from which on nothing moves any more. */
const settled = 1e-3;

/**
 * Regression that a minority of wild values does not move: Huber's loss by iteratively reweighted least squares, the
 * scale by the median absolute residual. A small ridge keeps columns that no row tells apart near zero.
 * @param columns k columns of n values
 * @param y n values; rows where it is NaN are left out
 * Cost: O(n k²) a round. Source: Huber and Ronchetti (2009), Robust Statistics, section 7.8.
 */
export function robustFit(columns: readonly Float64Array[], y: Float64Array): RobustFit {
  const rows = Array.from(y.keys()).filter((i) => Number.isFinite(y[i]));
  const weights = new Float64Array(y.length).fill(1);
  let fit = weighted(columns, y, rows, weights);
  let coefficients = fit.coefficients();
  let scale = 0;
  for (let round = 0; round < rounds; round++) {
    const residuals = rows.map((i) => Math.abs((y[i] ?? 0) - valueAt(columns, coefficients, i)));
    const before = scale;
    scale = madToSd * median(residuals);
    if (!(scale > 0) || Math.abs(scale - before) < settled * scale) break;
    for (const [j, i] of rows.entries()) weights[i] = Math.min(1, (huber * scale) / (residuals[j] || 1e-300));
    fit = weighted(columns, y, rows, weights);
    coefficients = fit.coefficients();
  }
  const errors = coefficients.map((_, k) => fit.standardError(k));
  return { coefficients, errors, scale };
}

/** The fitted value of a row. */
export function valueAt(columns: readonly Float64Array[], coefficients: Float64Array, row: number): number {
  let sum = 0;
  for (let k = 0; k < columns.length; k++) sum += (columns[k]?.[row] ?? 0) * (coefficients[k] ?? 0);
  return sum;
}

/** Ridge in units of a row: nothing against the hundreds of rows of a column that has any. */
const ridge = 1e-4;

function weighted(
  columns: readonly Float64Array[],
  y: Float64Array,
  rows: readonly number[],
  weights: Float64Array,
): LeastSquaresFit {
  const least = new LeastSquares(columns.length);
  const row = new Float64Array(columns.length + 1);
  for (const i of rows) {
    const root = Math.sqrt(weights[i] ?? 0);
    for (let k = 0; k < columns.length; k++) row[k] = root * (columns[k]?.[i] ?? 0);
    row[columns.length] = root * (y[i] ?? 0);
    least.add(row);
  }
  for (let k = 0; k < columns.length; k++) {
    row.fill(0);
    row[k] = Math.sqrt(ridge);
    least.add(row);
  }
  return least.solve();
}
