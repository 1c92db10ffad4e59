import type { Json } from '../../forecast/forecaster.ts';
import { packFloats, unpackFloats } from '../../numerics/packed-floats.ts';

/** The last values, in single precision. */
export class Recent {
  private readonly ring: Float32Array;
  private at = 0;
  private count = 0;

  constructor(length: number) {
    this.ring = new Float32Array(length);
  }

  push(value: number): void {
    this.ring[this.at] = value;
    this.at = this.at + 1 === this.ring.length ? 0 : this.at + 1;
    if (this.count < this.ring.length) this.count++;
  }

  /** The last value; NaN before the first. */
  last(): number {
    return this.count === 0 ? Number.NaN : this.back(1);
  }

  /** The value so many steps ago; 1 is the last. */
  back(steps: number): number {
    return this.ring[(this.at - steps + this.ring.length) % this.ring.length]!;
  }

  /** Mean of this value and so many less one before it. */
  meanWith(count: number, value: number): number {
    let sum = value;
    const held = Math.min(count - 1, this.count);
    for (let k = 1; k <= held; k++) sum += this.back(k);
    return sum / (held + 1);
  }

  /** The values held, oldest first. */
  values(): Float32Array {
    return Float32Array.from({ length: this.count }, (_, i) => this.back(this.count - i));
  }

  state(): Json {
    return packFloats(this.values());
  }

  /** @throws RangeError when the state is not one that `state` gave */
  static restore(length: number, state: Json): Recent {
    const values = unpackFloats(state);
    if (values.length > length || !values.every(Number.isFinite))
      throw new RangeError(`got ${values.length} values: give at most ${length}, all finite`);
    const recent = new Recent(length);
    for (const value of values) recent.push(value);
    return recent;
  }
}
