import { KernelRows, radialKernel } from './kernel.ts';
import { solve } from './solve.ts';

export interface OneClassSvmOptions {
  readonly columns: number;
  /** Bound of the share of the rows that lie outside, and of those that are support vectors: above 0, up to 1. @default 0.5 */
  readonly nu?: number;
  /** Of the kernel exp(−gamma · squared distance); `scale` is 1 / (columns · variance of all numbers). @default 'scale' */
  readonly gamma?: number | 'scale';
  /** Violation of the conditions at which the solver stops. @default 1e-3 */
  readonly tolerance?: number;
}

/** What a one-class machine knows of its rows. */
export interface OneClassSvm {
  readonly columns: number;
  readonly gamma: number;
  /** Row after row. */
  readonly vectors: Float64Array;
  /** Of each vector, above 0 up to 1. */
  readonly weights: Float64Array;
  readonly offset: number;
}

const defaultTolerance = 1e-3;
/** Steps for a row: a hundred times what is usual. */
const stepsARow = 1000;

/**
 * The region that holds most rows, as a support vector machine with the radial kernel.
 * Source: Schölkopf, Platt, Shawe-Taylor, Smola, Williamson (2001), Estimating the support of a high-dimensional
 * distribution, Neural Computation 13, equations 10 to 12; scaled as LIBSVM and scikit-learn do (Σ weights = nu · n).
 * Cost: n kernels and n numbers of memory for each vector, then some steps of n a vector.
 * @param rows row after row, n × `columns`
 * @throws RangeError for options out of range, no rows, or rows that are not whole or not finite
 */
export function fitOneClassSvm(rows: ArrayLike<number>, options: OneClassSvmOptions): OneClassSvm {
  const { columns, nu = 0.5, tolerance = defaultTolerance } = options;
  check(rows, columns, nu, tolerance);
  const gamma = gammaOf(rows, options);
  const { weights, offset } = solve(
    new KernelRows(rows, columns, gamma),
    nu,
    tolerance,
    (stepsARow * rows.length) / columns,
  );
  const support = [...weights.keys()].filter((i) => weights[i]! > 0);
  return {
    columns,
    gamma,
    vectors: Float64Array.from(support.flatMap((i) => rowOf(rows, i, columns))),
    weights: Float64Array.from(support, (i) => weights[i]!),
    offset,
  };
}

function check(rows: ArrayLike<number>, columns: number, nu: number, tolerance: number): void {
  const isWhole = Number.isInteger(columns) && columns >= 1 && rows.length % columns === 0;
  if (!isWhole || rows.length === 0)
    throw new RangeError(`got ${rows.length} numbers in ${columns} columns: give whole rows`);
  if (!(nu > 0 && nu <= 1)) throw new RangeError(`got nu ${nu}: give a share above 0, up to 1`);
  if (!(tolerance > 0)) throw new RangeError(`got tolerance ${tolerance}: give a number above 0`);
  for (let i = 0; i < rows.length; i++)
    if (!Number.isFinite(rows[i]!))
      throw new RangeError(`got ${rows[i]} in row ${Math.floor(i / columns)}: give numbers`);
}

function gammaOf(rows: ArrayLike<number>, { columns, gamma = 'scale' }: OneClassSvmOptions): number {
  if (gamma !== 'scale') {
    if (!(gamma > 0)) throw new RangeError(`got gamma ${gamma}: give a number above 0, or scale`);
    return gamma;
  }
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < rows.length; i++) sum += rows[i]! / rows.length;
  for (let i = 0; i < rows.length; i++) squares += (rows[i]! - sum) ** 2 / rows.length;
  return squares > 0 ? 1 / (columns * squares) : 1;
}

function rowOf(rows: ArrayLike<number>, row: number, columns: number): number[] {
  return Array.from({ length: columns }, (_, k) => rows[row * columns + k]!);
}

/** Above 0 inside of the region, below 0 outside: what scikit-learn calls the decision function. */
export function oneClassDecision(machine: OneClassSvm, row: ArrayLike<number>): number {
  const { columns, gamma, vectors, weights, offset } = machine;
  let sum = 0;
  for (let i = 0; i < weights.length; i++)
    sum += weights[i]! * radialKernel(vectors, i, row, 0, columns, gamma);
  return sum - offset;
}
