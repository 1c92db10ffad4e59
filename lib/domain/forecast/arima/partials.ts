import type { Shape } from './objective.ts';

/**
 * The coordinates of the search. A factor with every lag up to its order is given by its partial autocorrelations,
 * each between −1 and 1, so that no step leaves the stationary (invertible) region; a factor with a list of lags is
 * given by its coefficients, and the objective refuses those outside.
 * Source: Monahan (1984), "A note on enforcing stationarity in autoregressive-moving average models", Biometrika 71.
 */
export class Partials {
  readonly size: number;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  /** Where each factor's parameters begin, how many, its sign (θ is the negative of an autoregression's φ). */
  private readonly blocks: readonly Block[];
  private readonly row: Float64Array;
  private readonly rows: Float64Array;

  constructor(shape: Shape) {
    const blocks: Block[] = [];
    let at = 0;
    for (const [factors, sign] of [[shape.ar, 1] as const, [shape.ma, -1] as const]) {
      for (const lags of factors) {
        const order = lags.length;
        const full = lags.every((lag, j) => lag === (j + 1) * lags[0]!);
        blocks.push({ at, order, sign, full });
        at += order;
      }
    }
    this.blocks = blocks;
    this.size = at;
    this.lower = new Float64Array(at).fill(Number.NEGATIVE_INFINITY);
    this.upper = new Float64Array(at).fill(Number.POSITIVE_INFINITY);
    for (const { at: start, order, sign, full } of blocks) {
      if (!full) continue;
      // A moving average may lie on the unit circle, an autoregression may not.
      const bound = sign < 0 ? 1 : 1 - 1e-7;
      this.lower.fill(-bound, start, start + order);
      this.upper.fill(bound, start, start + order);
    }
    const longest = blocks.reduce((most, { order }) => Math.max(most, order), 0);
    this.row = new Float64Array(longest);
    this.rows = new Float64Array(longest * longest);
  }

  /** Parameters at the coordinates z. */
  toParameters(z: Float64Array, out: Float64Array): void {
    for (const { at, order, sign, full } of this.blocks) {
      if (!full) {
        for (let j = 0; j < order; j++) out[at + j] = z[at + j]!;
        continue;
      }
      const { row } = this;
      for (let k = 0; k < order; k++) {
        const partial = z[at + k]!;
        for (let i = 0; i < k; i++) row[i] = out[at + i]!;
        for (let i = 0; i < k; i++) out[at + i] = row[i]! - partial * row[k - 1 - i]!;
        out[at + k] = partial;
      }
      if (sign < 0) for (let j = 0; j < order; j++) out[at + j] = -out[at + j]!;
    }
  }

  /** Coordinates of the parameters, moved just inside the region where they are not in it. */
  fromParameters(parameters: Float64Array, out: Float64Array): void {
    for (const { at, order, sign, full } of this.blocks) {
      for (let j = 0; j < order; j++) out[at + j] = parameters[at + j]!;
      if (!full) continue;
      const { row } = this;
      if (sign < 0) for (let j = 0; j < order; j++) out[at + j] = -out[at + j]!;
      for (let k = order - 1; k >= 0; k--) {
        const partial = Math.max(-0.97, Math.min(0.97, out[at + k]!));
        out[at + k] = partial;
        const rest = 1 - partial * partial;
        for (let i = 0; i < k; i++) row[i] = (out[at + i]! + partial * out[at + k - 1 - i]!) / rest;
        for (let i = 0; i < k; i++) out[at + i] = row[i]!;
      }
    }
  }

  /** Turns derivatives by parameters into derivatives by coordinates, in place: g ← Jᵀg, b ← JᵀbJ. */
  pullBack(z: Float64Array, g: Float64Array, b?: Float64Array): void {
    const { size, rows, row } = this;
    for (const { at, order, sign, full } of this.blocks) {
      if (!full || (order === 1 && sign > 0)) continue;
      this.jacobian(z, at, order, sign);
      transposeTimes(rows, order, g, at, 1, row);
      if (b === undefined) continue;
      for (let c = 0; c < size; c++) transposeTimes(rows, order, b, at * size + c, size, row);
      for (let r = 0; r < size; r++) transposeTimes(rows, order, b, r * size + at, 1, row);
    }
  }

  /** ∂parameter_i/∂partial_k of one factor, row by row. */
  private jacobian(z: Float64Array, at: number, order: number, sign: number): void {
    const { rows } = this;
    const level = new Float64Array(order);
    const before = new Float64Array(order);
    rows.fill(0);
    for (let k = 0; k < order; k++) {
      const partial = z[at + k]!;
      before.set(level);
      for (let c = 0; c < k; c++) {
        for (let i = 0, j = k - 1; i <= j; i++, j--) {
          const low = rows[i * order + c]!;
          const high = rows[j * order + c]!;
          rows[i * order + c] = low - partial * high;
          if (i !== j) rows[j * order + c] = high - partial * low;
        }
      }
      for (let i = 0; i < k; i++) {
        rows[i * order + k] = -before[k - 1 - i]!;
        level[i] = before[i]! - partial * before[k - 1 - i]!;
      }
      rows[k * order + k] = 1;
      level[k] = partial;
    }
    if (sign < 0) for (let i = 0; i < order * order; i++) rows[i] = -rows[i]!;
  }
}

interface Block {
  readonly at: number;
  readonly order: number;
  readonly sign: 1 | -1;
  readonly full: boolean;
}

/** x ← Jᵀx for the `order` entries of x from `at` on, `stride` apart. */
function transposeTimes(
  rows: Float64Array,
  order: number,
  x: Float64Array,
  at: number,
  stride: number,
  work: Float64Array,
): void {
  for (let k = 0; k < order; k++) {
    let sum = 0;
    for (let i = 0; i < order; i++) sum += rows[i * order + k]! * x[at + i * stride]!;
    work[k] = sum;
  }
  for (let k = 0; k < order; k++) x[at + k * stride] = work[k]!;
}
