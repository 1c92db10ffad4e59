import { solveCholesky } from './cholesky.ts';

/** The inverse of a matrix given by its Cholesky factor (n × n, row-major, lower): its lower triangle, row by row. */
export function inversePacked(factor: Float64Array, n: number): Float64Array {
  const packed = new Float64Array((n * (n + 1)) / 2);
  const column = new Float64Array(n);
  for (let j = 0; j < n; j++) {
    column.fill(0);
    column[j] = 1;
    solveCholesky(factor, n, column);
    for (let i = j; i < n; i++) packed[(i * (i + 1)) / 2 + j] = column[i]!;
  }
  return packed;
}

/**
 * Moves the coefficients of a weighted least squares by one more row, and the inverse of its normal matrix with them.
 * @param inverse n(n+1)/2, lower triangle row by row @param row n regressors @param error what they left unexplained
 * @param weight of the row @param keep what older rows keep of their weight @param gain n, overwritten
 * @returns false, with nothing moved, where a number would not stay finite. Cost: O(n²).
 * Source: Ljung (1999), System Identification, section 11.2.
 */
export function learnRow(
  inverse: Float64Array,
  coefficients: Float64Array,
  row: Float64Array,
  error: number,
  weight: number,
  keep: number,
  gain: Float64Array,
): boolean {
  const n = coefficients.length;
  gain.fill(0);
  for (let i = 0, at = 0; i < n; i++) {
    for (let j = 0; j < i; j++, at++) {
      gain[i]! += inverse[at]! * row[j]!;
      gain[j]! += inverse[at]! * row[i]!;
    }
    gain[i]! += inverse[at++]! * row[i]!;
  }
  let reach = keep / weight;
  for (let i = 0; i < n; i++) reach += gain[i]! * row[i]!;
  if (!(reach > 0) || !Number.isFinite(error / reach)) return false;
  for (let i = 0; i < n; i++) coefficients[i]! += (gain[i]! * error) / reach;
  for (let i = 0, at = 0; i < n; i++)
    for (let j = 0; j <= i; j++, at++) inverse[at] = (inverse[at]! - (gain[i]! * gain[j]!) / reach) / keep;
  return true;
}
