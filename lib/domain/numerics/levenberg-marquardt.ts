import { factorCholesky, solveCholesky } from './cholesky.ts';

/** Residuals as a function of the unknowns. @returns the sum of their squares; Infinity or NaN where there is none */
export type Residuals = (x: Float64Array, into: Float64Array) => number;

export interface LeastSquaresOptions {
  /** Usual size of each unknown: how far a derivative looks. */
  readonly sizes: Float64Array;
  /** How many residuals there are. */
  readonly residuals: number;
  /** @default 50 */
  readonly mostSteps?: number;
  /** Relative gain of a step below which it ends. @default 1e-9 */
  readonly tolerance?: number;
  /** True once there is no time left. @default never */
  readonly expired?: () => boolean;
}

/**
 * Least squares in unknowns that residuals are not linear in, by forward differences; a local minimum.
 * Cost of a step: k + 1 residual vectors and O(n·k²).
 * Source: Levenberg 1944, Marquardt 1963; damping as Nielsen 1999, IMM-REP-1999-05.
 */
export function leastSquares(
  f: Residuals,
  start: Float64Array,
  { sizes, residuals, mostSteps = 50, tolerance = 1e-9, expired = () => false }: LeastSquaresOptions,
): { readonly x: Float64Array; readonly squares: number } {
  const k = start.length;
  let x = start.slice();
  let now = new Float64Array(residuals);
  let squares = f(x, now);
  const slopes = Array.from({ length: k }, () => new Float64Array(residuals));
  let damping = 1e-3;
  let growth = 2;
  for (let step = 0; step < mostSteps && Number.isFinite(squares) && !expired(); step++) {
    differences(f, x, now, sizes, slopes);
    const { matrix, gradient } = normalEquations(slopes, now);
    let gained = 0;
    for (let tries = 0; tries < 12; tries++) {
      const move = solved(matrix, gradient, damping);
      const next = x.map((value, i) => value - (move?.[i] ?? 0));
      const there = new Float64Array(residuals);
      const value = move === undefined ? Number.NaN : f(next, there);
      if (value < squares) {
        gained = (squares - value) / squares;
        x = next;
        now = there;
        squares = value;
        damping = Math.max(1e-12, damping / 3);
        growth = 2;
        break;
      }
      damping *= growth;
      growth *= 2;
    }
    if (gained < tolerance) break;
  }
  return { x, squares };
}

function differences(
  f: Residuals,
  x: Float64Array,
  now: Float64Array,
  sizes: Float64Array,
  slopes: readonly Float64Array[],
): void {
  const moved = x.slice();
  for (const [i, slope] of slopes.entries()) {
    const by = 1e-6 * Math.max(Math.abs(x[i]!), sizes[i]!);
    moved[i] = x[i]! + by;
    f(moved, slope);
    for (let t = 0; t < slope.length; t++) slope[t] = (slope[t]! - now[t]!) / by;
    moved[i] = x[i]!;
  }
}

function normalEquations(slopes: readonly Float64Array[], now: Float64Array) {
  const k = slopes.length;
  const matrix = new Float64Array(k * k);
  const gradient = new Float64Array(k);
  for (let i = 0; i < k; i++) {
    const a = slopes[i]!;
    for (let j = 0; j <= i; j++) {
      const b = slopes[j]!;
      let sum = 0;
      for (let t = 0; t < a.length; t++) sum += a[t]! * b[t]!;
      matrix[i * k + j] = sum;
      matrix[j * k + i] = sum;
    }
    let sum = 0;
    for (let t = 0; t < a.length; t++) sum += a[t]! * now[t]!;
    gradient[i] = sum;
  }
  return { matrix, gradient };
}

/** The step of the damped equations; undefined where they have none. */
function solved(matrix: Float64Array, gradient: Float64Array, damping: number): Float64Array | undefined {
  const k = gradient.length;
  const factor = matrix.slice();
  for (let i = 0; i < k; i++) factor[i * k + i] = factor[i * k + i]! * (1 + damping) + 1e-300;
  if (!factorCholesky(factor, k)) return undefined;
  const step = gradient.slice();
  solveCholesky(factor, k, step);
  return step;
}
