import type { Json } from '../../forecast/forecaster.ts';
import { packFloats, unpackFloats } from '../../numerics/packed-floats.ts';

/** Values are rounded to multiples of this, so that their sums are exact and do not depend on where one begins. */
const grain = 2 ** -12;

export function grained(value: number): number {
  return Math.round(value / grain) * grain;
}

/** Sums of the last n values for any n up to a length, each in O(1). */
export class ExactSums {
  /** The sum of all values up to each of the last ones. */
  private readonly totals: Float64Array;
  private total = 0;
  private at = 0;
  count = 0;

  constructor(length: number) {
    this.totals = new Float64Array(length);
  }

  /** @param value finite, rounded by `grained`, small: at most some thousands */
  push(value: number): void {
    // Where the oldest goes, the total before the new value comes.
    this.totals[this.at] = this.total;
    this.total += value;
    this.at = this.at + 1 === this.totals.length ? 0 : this.at + 1;
    if (this.count < this.totals.length) this.count++;
  }

  /** The sum of the last n values. @param n 0 … `count` */
  last(n: number): number {
    if (n === 0) return 0;
    const place = this.at - n;
    return this.total - this.totals[place < 0 ? place + this.totals.length : place]!;
  }

  clear(): void {
    this.count = 0;
    this.total = 0;
    this.at = 0;
  }

  state(): Json {
    const values = Float32Array.from(
      { length: this.count },
      (_, i) => this.last(this.count - i) - this.last(this.count - i - 1),
    );
    return packFloats(values);
  }

  /** @throws RangeError when the state is not one that `state` gave */
  static restore(length: number, state: Json): ExactSums {
    const values = unpackFloats(state);
    if (values.length > length || !values.every(Number.isFinite))
      throw new RangeError(`got ${values.length} values to sum: give at most ${length}, all finite`);
    const sums = new ExactSums(length);
    for (const value of values) sums.push(grained(value));
    return sums;
  }
}
