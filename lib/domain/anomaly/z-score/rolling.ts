import type { Json } from '../../forecast/forecaster.ts';
import { SavedFields } from '../../forecast/saved-fields.ts';
import { packFloats } from '../../numerics/packed-floats.ts';
import type { Norm, NormKind, Usual } from './norm.ts';

/** Share of the time scale that the window has: a third of a day at 5 minutes, so that it follows a daily rhythm. */
const share = 1 / 8;

/** Mean and standard deviation of the last values. */
export const rolling: NormKind = {
  create: (steps) => new Rolling(lengthOf(steps)),
  restore: (steps, state) => Rolling.restore(lengthOf(steps), state),
};

function lengthOf(steps: number): number {
  return Math.max(12, Math.round(share * steps));
}

/** Sums of the last values and of their squares, both beside an origin near them, so that digits are not lost. */
class Rolling implements Norm {
  private readonly ring: Float32Array;
  private at = 0;
  private count = 0;
  private origin = 0;
  private sum = 0;
  private squares = 0;

  constructor(length: number) {
    this.ring = new Float32Array(length);
  }

  usual(): Usual {
    const { count, sum, squares } = this;
    if (count < 2) return { centre: Number.NaN, spread: Number.NaN };
    const variance = (squares - (sum * sum) / count) / (count - 1);
    return { centre: this.origin + sum / count, spread: Math.sqrt(Math.max(0, variance)) };
  }

  push(value: number): void {
    const rounded = Math.fround(value);
    if (!Number.isFinite(rounded)) return;
    if (this.count === this.ring.length) this.add(this.ring[this.at]!, -1);
    this.add(rounded, 1);
    this.ring[this.at] = rounded;
    this.at = this.at + 1 === this.ring.length ? 0 : this.at + 1;
    if (this.at === 0) this.addUp();
  }

  private add(value: number, sign: 1 | -1): void {
    const off = value - this.origin;
    this.count += sign;
    this.sum += sign * off;
    this.squares += sign * off * off;
  }

  /** Sums anew once a round about the window's own mean: rounding errors of a great value that has gone do not stay. */
  private addUp(): void {
    const values = this.values();
    let total = 0;
    for (const value of values) total += value;
    this.origin = values.length === 0 ? 0 : total / values.length;
    this.count = 0;
    this.sum = 0;
    this.squares = 0;
    for (const value of values) this.add(value, 1);
  }

  /** The values held, oldest first. */
  private values(): Float32Array {
    const { ring, count, at } = this;
    const from = count === ring.length ? at : 0;
    return Float32Array.from({ length: count }, (_, i) => ring[(from + i) % ring.length]!);
  }

  state(): Json {
    return {
      kind: 'rolling',
      version: 1,
      values: packFloats(this.values()),
      at: this.at,
      sums: [this.origin, this.sum, this.squares],
    };
  }

  static restore(length: number, state: Json): Rolling {
    const fields = new SavedFields(state, 'rolling');
    const norm = new Rolling(length);
    const values = fields.floats('values');
    const at = fields.count('at');
    const [origin, sum, squares] = fields.list('sums');
    const isWhole = values.length === length ? at < length : at === values.length;
    if (values.length > length || !isWhole)
      throw new RangeError(`got ${values.length} values for a window of ${length}: give what state() made`);
    if (typeof origin !== 'number' || typeof sum !== 'number' || typeof squares !== 'number')
      throw new RangeError('got sums that are not three numbers: give what state() made');
    const from = values.length === length ? at : 0;
    for (const [i, value] of values.entries()) norm.ring[(from + i) % length] = value;
    Object.assign(norm, { at, count: values.length, origin, sum, squares });
    return norm;
  }
}
