import { factorCholesky, solveCholesky } from './cholesky.ts';
import { medianInPlace } from './quick-select.ts';

const { abs, max, sqrt } = Math;

/** Residuals nearer to 0 than this share of their median size weigh no more for it. */
const nearest = 0.3;
/** Added to the diagonal, as a share of its mean, so that lags that say the same can be told apart. */
const ridge = 1e-5;

/** What a regression on lags is fitted to. */
export interface LagProblem {
  /** Values, oldest first, all finite, about 0. */
  readonly x: Float64Array;
  /** Values from here on are explained. At least the longest lag. */
  readonly from: number;
  /** Values before this position exist. */
  readonly to: number;
  readonly lags: Int32Array;
  /** What a value's weight keeps a step of age; 1 forgets nothing. */
  readonly keep: number;
  /** False where a value was bridged: it explains others, but is not explained. @default all true */
  readonly isKnown?: Uint8Array;
}

/**
 * Regression of a series on its own lags by least absolute deviations: reweighted normal equations, weight of a row
 * `keep^age / max(|e|, .3 median |e|)`. Buffers are kept between fits, so that a fit allocates nothing.
 * Source: Schlossmacher (1973), An iterative technique for absolute deviations curve fitting, JASA 68, 857-859.
 */
export class LagLad {
  private normal = new Float64Array(0);
  private rows = new Float64Array(0);
  private residuals = new Float64Array(0);
  private sizes = new Float64Array(0);
  /** Powers of `keep` by age, for the `keep` that they were made for. */
  private powers = new Float64Array(0);
  private poweredKeep = Number.NaN;

  /**
   * @param coefficients one a lag; where the rounds start from when `isWarm`, and where they leave the answer
   * @returns the median size of the residuals that the last round began with, 0 where that was nothing; NaN when the
   * rows do not determine the coefficients
   */
  fit(problem: LagProblem, coefficients: Float64Array, rounds: number, isWarm: boolean): number {
    const k = problem.lags.length;
    this.reserve(k, problem.to - problem.from);
    this.power(problem.keep, problem.to - problem.from);
    let scale = 0;
    let start = !isWarm;
    for (let round = 0; round < rounds; round++) {
      if (!start) scale = this.measure(problem, coefficients);
      this.accumulate(problem, start ? Number.NaN : max(nearest * scale, 1e-12));
      start = false;
      if (!this.solve(k, coefficients)) return Number.NaN;
    }
    return scale;
  }

  /** The weighted normal matrix of the last round, factored: its lower triangle, k × k, row-major. */
  factor(k: number): Float64Array {
    return this.normal.slice(0, k * k);
  }

  /** Mean absolute residual of a problem just fitted. */
  meanSize(problem: LagProblem, coefficients: Float64Array): number {
    this.measure(problem, coefficients);
    const { from, to, isKnown } = problem;
    let sum = 0;
    let count = 0;
    for (let t = from; t < to; t++) {
      if (isKnown !== undefined && isKnown[t] === 0) continue;
      sum += abs(this.residuals[t - from]!);
      count++;
    }
    return count > 0 ? sum / count : 0;
  }

  private reserve(k: number, rows: number): void {
    if (this.normal.length < k * (k + 1)) {
      this.normal = new Float64Array(k * (k + 1));
      this.rows = new Float64Array(4 * (k + 1));
    }
    if (this.residuals.length < rows) {
      this.residuals = new Float64Array(rows);
      this.sizes = new Float64Array(rows);
    }
  }

  private power(keep: number, rows: number): void {
    if (keep === this.poweredKeep && this.powers.length >= rows) return;
    // Twice as many as needed: the next fits of a series have a few rows more.
    this.powers = new Float64Array(2 * rows);
    let power = 1;
    for (let age = 0; age < 2 * rows; age++, power *= keep) this.powers[age] = power;
    this.poweredKeep = keep;
  }

  private measure({ x, from, to, lags, isKnown }: LagProblem, coefficients: Float64Array): number {
    const k = lags.length;
    let count = 0;
    for (let t = from; t < to; t++) {
      let error = x[t]!;
      for (let j = 0; j < k; j++) error -= coefficients[j]! * x[t - lags[j]!]!;
      this.residuals[t - from] = error;
      if (isKnown === undefined || isKnown[t] === 1) this.sizes[count++] = abs(error);
    }
    return medianInPlace(this.sizes, count);
  }

  /** Sums the normal equations, four rows at a time: the last row of the matrix is the right-hand side. */
  private accumulate(problem: LagProblem, floor: number): void {
    const { from, to, lags } = problem;
    const { normal, rows } = this;
    const k = lags.length;
    const width = k + 1;
    normal.fill(0, 0, k * width);
    for (let t = from; t < to; t += 4) {
      for (let r = 0; r < 4; r++) this.fillRow(problem, t + r, r * width, floor);
      for (let i = 0; i <= k; i++) {
        const a = rows[i]!;
        const b = rows[width + i]!;
        const c = rows[2 * width + i]!;
        const d = rows[3 * width + i]!;
        const at = i * k;
        const last = i < k ? i : k - 1;
        for (let j = 0; j <= last; j++)
          normal[at + j]! +=
            a * rows[j]! + b * rows[width + j]! + c * rows[2 * width + j]! + d * rows[3 * width + j]!;
      }
    }
  }

  /** One row, times the root of its weight; zeros beyond the end and where the value is not known. */
  private fillRow({ x, from, to, lags, isKnown }: LagProblem, t: number, at: number, floor: number) {
    const { rows } = this;
    const k = lags.length;
    if (t >= to || (isKnown !== undefined && isKnown[t] === 0)) {
      rows.fill(0, at, at + k + 1);
      return;
    }
    const size = Number.isNaN(floor) ? 1 : max(floor, abs(this.residuals[t - from]!));
    const root = sqrt(this.powers[to - 1 - t]! / size);
    for (let j = 0; j < k; j++) rows[at + j] = root * x[t - lags[j]!]!;
    rows[at + k] = root * x[t]!;
  }

  private solve(k: number, coefficients: Float64Array): boolean {
    const { normal } = this;
    let trace = 0;
    for (let i = 0; i < k; i++) trace += normal[i * k + i]!;
    const more = (ridge * trace) / k;
    if (!(more > 0)) {
      // A constant: nothing to explain. The matrix is left such that it can be inverted.
      coefficients.fill(0);
      for (let i = 0; i < k; i++) normal.fill(0, i * k, i * k + k).fill(1, i * k + i, i * k + i + 1);
      return trace === 0;
    }
    for (let i = 0; i < k; i++) normal[i * k + i]! += more;
    for (let j = 0; j < k; j++) this.rows[j] = normal[k * k + j]!;
    if (!factorCholesky(normal, k)) return false;
    solveCholesky(normal, k, this.rows);
    for (let j = 0; j < k; j++) {
      if (!Number.isFinite(this.rows[j]!)) return false;
      coefficients[j] = this.rows[j]!;
    }
    return true;
  }
}
