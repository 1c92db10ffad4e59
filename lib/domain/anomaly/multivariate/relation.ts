import { factorCholesky, solveCholesky } from '../../numerics/cholesky.ts';

/** How columns vary together, ready to say how far off a row is. */
export interface Relation {
  readonly columns: number;
  /** Inverse of the covariance, row-major. */
  readonly precision: Float64Array;
}

/** @param covariance row-major, positive definite */
export function relationOf(covariance: Float64Array, columns: number): Relation {
  const factor = covariance.slice();
  factorCholesky(factor, columns);
  const precision = new Float64Array(columns * columns);
  for (let i = 0; i < columns; i++) {
    const column = precision.subarray(i * columns, (i + 1) * columns);
    column[i] = 1;
    solveCholesky(factor, columns, column);
  }
  return { columns, precision };
}

/** Squared Mahalanobis distance of a centred row. */
export function squaredMahalanobis({ columns, precision }: Relation, row: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < columns; i++)
    for (let j = 0; j < columns; j++) sum += row[i]! * precision[i * columns + j]! * row[j]!;
  return Math.max(0, sum);
}

/** How far a column is from what the others say of it, in deviations of that: the residual of its regression on them. */
export function partialResidual({ columns, precision }: Relation, row: ArrayLike<number>, i: number): number {
  let sum = 0;
  for (let j = 0; j < columns; j++) sum += precision[i * columns + j]! * row[j]!;
  return sum / Math.sqrt(precision[i * columns + i]!);
}
