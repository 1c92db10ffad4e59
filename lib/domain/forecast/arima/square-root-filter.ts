import type { Process } from './process.ts';
import { weigh } from './sparse-polynomial.ts';

/** A direction of uncertainty with every entry below it has died out (in standard deviations of an innovation). */
const gone = 1e-11;

/**
 * The Kalman filter of an ARIMA process, its covariance kept as columns: P = C·Cᵀ, in units of σ². The state is
 * u to come and before, then the values before (u_t … u_{t−r+1}, y_{t−1} … y_{t−h} for h values that differencing
 * needs). A gap adds a column, an observation takes one away, and columns die out as the past is settled: after a
 * while only the innovation to come is left, and a step costs O(r + h).
 * Source of the array form: Kailath, Sayed and Hassibi (2000), "Linear Estimation", section 12.3.
 */
export class SquareRootFilter {
  readonly process: Process;
  /** Of each of the means that share the gain: the series, and its regressors where they are filtered too. */
  readonly means: readonly Float64Array[];
  columns: Float64Array[];
  private readonly held: number;

  /** @param columns of the state to come first; taken over, not copied */
  constructor(process: Process, means: readonly Float64Array[], columns: Float64Array[]) {
    this.process = process;
    this.means = means;
    this.columns = columns;
    this.held = process.delta.degree;
  }

  /** What a state says of the value to come. */
  predict(state: Float64Array): number {
    const { theta, delta, states } = this.process;
    return state[0]! + weigh(theta, state, 0, 1) - weigh(delta, state, states - 1, 1);
  }

  /**
   * Takes one value of each mean in, or a gap, and moves on by a step.
   * @param values one a mean, less its trend; undefined at a gap
   * @param errors what each value surprises by, before it is known
   * @param trend of the differenced series at this step, one a mean
   * @returns the variance of the surprise in units of σ²
   */
  step(values: ArrayLike<number> | undefined, errors: Float64Array, trend?: ArrayLike<number>): number {
    const { columns, means } = this;
    const weights = columns.map((column) => this.predict(column));
    const variance = weights.reduce((sum, weight) => sum + weight * weight, 0);
    if (values !== undefined) this.reflect(weights, Math.sqrt(variance));
    const gain = values === undefined ? undefined : columns[0];
    for (let m = 0; m < means.length; m++) {
      const mean = means[m]!;
      const expected = this.predict(mean) + (trend?.[m] ?? 0);
      const value = values === undefined ? expected : values[m]!;
      errors[m] = value - expected;
      if (gain !== undefined && variance > 0) {
        const share = errors[m]! / Math.sqrt(variance);
        for (let i = 0; i < mean.length; i++) mean[i] = mean[i]! + share * gain[i]!;
      }
      this.advance(mean, value);
    }
    if (values !== undefined) columns.shift();
    for (let c = 0; c < columns.length; c++) {
      this.advance(columns[c]!, values === undefined ? weights[c]! : 0);
    }
    if (values !== undefined) this.columns = columns.filter((column) => column.some(isAlive));
    const innovation = gain ?? new Float64Array(this.process.states + this.held);
    innovation.fill(0);
    innovation[0] = 1;
    this.columns.unshift(innovation);
    if (this.columns.length > innovation.length + 1) this.compress();
    return variance;
  }

  /** Turns the columns so that only the first has a share in the value to come. */
  private reflect(weights: number[], length: number): void {
    const { columns } = this;
    if (columns.length === 1 || !(length > 0)) {
      if (columns.length === 1 && weights[0]! < 0) negate(columns[0]!);
      return;
    }
    const first = weights[0]! >= 0 ? weights[0]! + length : weights[0]! - length;
    const norm = first * first + weights.reduce((sum, weight, c) => (c > 0 ? sum + weight * weight : sum), 0);
    const size = columns[0]!.length;
    const mirror = new Float64Array(size);
    for (let c = 0; c < columns.length; c++) {
      const weight = (c === 0 ? first : weights[c]!) * (2 / norm);
      const column = columns[c]!;
      if (weight !== 0) for (let i = 0; i < size; i++) mirror[i] = mirror[i]! + weight * column[i]!;
    }
    for (let c = 0; c < columns.length; c++) {
      const weight = c === 0 ? first : weights[c]!;
      const column = columns[c]!;
      if (weight !== 0) for (let i = 0; i < size; i++) column[i] = column[i]! - weight * mirror[i]!;
    }
    if (weights[0]! >= 0) negate(columns[0]!);
  }

  /** One step of a state whose value to come is known. */
  private advance(state: Float64Array, value: number): void {
    const { phi, states } = this.process;
    const next = -weigh(phi, state, -1, 1);
    state.copyWithin(1, 0, states - 1);
    state[0] = next;
    if (this.held === 0) return;
    state.copyWithin(states + 1, states, states + this.held - 1);
    state[states] = value;
  }

  /** What a direction of uncertainty does to each of the next values when nothing more is observed. */
  respond(column: Float64Array, horizon: number): Float64Array {
    const state = column.slice();
    const response = new Float64Array(horizon);
    for (let h = 0; h < horizon; h++) {
      response[h] = this.predict(state);
      this.advance(state, response[h]!);
    }
    return response;
  }

  /** The means of the next values of one mean. @param trend of the differenced series at each step */
  path(mean: Float64Array, horizon: number, trend: (step: number) => number): Float64Array {
    const state = mean.slice();
    const path = new Float64Array(horizon);
    for (let h = 0; h < horizon; h++) {
      path[h] = this.predict(state) + trend(h);
      this.advance(state, path[h]!);
    }
    return path;
  }

  /** The columns in triangular form: as few numbers as they can be. */
  tidy(): void {
    if (this.columns.length > 1) this.columns = triangular(this.columns);
  }

  /** Takes the past as settled: only the innovation to come is left unknown. */
  keepInnovation(): void {
    const innovation = new Float64Array(this.process.states + this.held);
    innovation[0] = 1;
    this.columns = [innovation];
  }

  /** As many columns as rows say the same: turned to lower triangular form (after many gaps). */
  private compress(): void {
    this.columns = triangular(this.columns);
  }
}

/** The columns of a lower triangular matrix with the same product with its transpose, dead ones left out. */
export function triangular(columns: Float64Array[]): Float64Array[] {
  const rows = columns[0]?.length ?? 0;
  const work = columns.map((column) => column.slice());
  for (let row = 0; row < Math.min(rows, work.length); row++) {
    for (let c = row + 1; c < work.length; c++) {
      const a = work[row]!;
      const b = work[c]!;
      const length = Math.hypot(a[row]!, b[row]!);
      if (b[row] === 0 || length === 0) continue;
      const cos = a[row]! / length;
      const sin = b[row]! / length;
      for (let i = row; i < rows; i++) {
        const x = a[i]!;
        const y = b[i]!;
        a[i] = cos * x + sin * y;
        b[i] = cos * y - sin * x;
      }
      b[row] = 0;
    }
  }
  return work.slice(0, rows).filter((column) => column.some(isAlive));
}

function isAlive(value: number): boolean {
  return value > gone || value < -gone;
}

function negate(x: Float64Array): void {
  for (let i = 0; i < x.length; i++) x[i] = -x[i]!;
}
