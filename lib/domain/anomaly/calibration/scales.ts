import type { Json } from '../../forecast/forecaster.ts';
import { SavedFields } from '../../forecast/saved-fields.ts';
import { packFloats } from '../../numerics/packed-floats.ts';
import { logMean } from './pool.ts';
import { RarityScale } from './rarity-scale.ts';

export interface ScalesOptions {
  /** Lengths of the sliding means, longest first. */
  readonly lengths: readonly number[];
  /** One statistic in so many is remembered: neighbours of a mean say the same. */
  readonly stride: number;
  /** Statistics remembered of each length. */
  readonly size: number;
  /** How many median statistics a decade of rarity is at least worth. @default 0 */
  readonly leastMedians?: number;
}

/**
 * How far the means of the last values lie from a centre, at several lengths, each beside its own past, and pooled.
 * One length is a choice that suits one series; the pool of lengths an octave apart hardly depends on it.
 */
export class Scales {
  private readonly options: ScalesOptions;
  private readonly ring: Float32Array;
  private at = 0;
  private count = 0;
  private skipped = 0;
  private readonly sums: Float64Array;
  private readonly scales: readonly RarityScale[];
  private readonly decades: Float64Array;

  constructor(options: ScalesOptions, scales?: readonly RarityScale[]) {
    const { lengths, size } = options;
    this.options = options;
    this.ring = new Float32Array(Math.max(...lengths));
    this.sums = new Float64Array(lengths.length);
    this.decades = new Float64Array(lengths.length);
    this.scales = scales ?? lengths.map(() => new RarityScale(size));
  }

  get isLearning(): boolean {
    return this.scales.some((scale) => scale.isLearning);
  }

  /** The pooled decades once this value is in. */
  rarity(value: number, centre: number, leastSlope: number): number {
    const { leastMedians = 0 } = this.options;
    for (let k = 0; k < this.scales.length; k++) {
      const scale = this.scales[k]!;
      const floor = leastMedians === 0 ? leastSlope : Math.max(leastSlope, leastMedians * scale.median());
      this.decades[k] = scale.rarity(Math.abs(this.meanWith(k, value) - centre), floor);
    }
    return logMean(this.decades);
  }

  /** The longest mean once this value is in. */
  longest(value: number): number {
    return this.meanWith(0, value);
  }

  private meanWith(k: number, value: number): number {
    const length = this.options.lengths[k]!;
    const rounded = Math.fround(value);
    if (this.count < length) return (this.sums[k]! + rounded) / (this.count + 1);
    return (this.sums[k]! - this.back(length) + rounded) / length;
  }

  /** The value so many steps ago; 1 is the last. */
  private back(steps: number): number {
    const place = this.at - steps;
    return this.ring[place < 0 ? place + this.ring.length : place]!;
  }

  /** Takes a value in; a NaN centre leaves the past as it is. */
  push(value: number, centre: number): void {
    const { lengths, stride } = this.options;
    const rounded = Math.fround(value);
    if (!Number.isFinite(rounded)) return;
    for (let k = 0; k < lengths.length; k++) {
      if (this.count >= lengths[k]!) this.sums[k]! -= this.back(lengths[k]!);
      this.sums[k]! += rounded;
    }
    this.ring[this.at] = rounded;
    this.at = this.at + 1 === this.ring.length ? 0 : this.at + 1;
    if (this.count < this.ring.length) this.count++;
    if (this.at === 0) this.addUp();
    if (++this.skipped < stride) return;
    this.skipped = 0;
    for (let k = 0; k < lengths.length; k++)
      if (this.count >= lengths[k]!) this.scales[k]!.push(Math.abs(this.sums[k]! / lengths[k]! - centre));
  }

  /** Sums anew once a round, so that rounding errors of a great value that has gone do not stay. */
  private addUp(): void {
    for (let k = 0; k < this.sums.length; k++) {
      let sum = 0;
      for (let i = Math.min(this.count, this.options.lengths[k]!); i >= 1; i--) sum += this.back(i);
      this.sums[k] = sum;
    }
  }

  state(): Json {
    const from = this.count === this.ring.length ? this.at : 0;
    const inOrder = Float32Array.from(
      { length: this.count },
      (_, i) => this.ring[(from + i) % this.ring.length]!,
    );
    return {
      kind: 'scales',
      version: 1,
      ring: packFloats(inOrder),
      skipped: this.skipped,
      scales: this.scales.map((scale) => scale.state()),
    };
  }

  /** @throws RangeError when the state is not one that `state` gave */
  static restore(options: ScalesOptions, state: Json): Scales {
    const fields = new SavedFields(state, 'scales');
    const states = fields.list('scales');
    if (states.length !== options.lengths.length)
      throw new RangeError(`got ${states.length} scales: give what state() made`);
    const scales = new Scales(
      options,
      states.map((one) => RarityScale.restore(options.size, one)),
    );
    const ring = fields.floats('ring');
    if (ring.length > scales.ring.length)
      throw new RangeError(`got ${ring.length} values: give what state() made`);
    scales.ring.set(ring);
    scales.count = ring.length;
    scales.at = ring.length % scales.ring.length;
    scales.skipped = fields.count('skipped');
    scales.addUp();
    return scales;
  }
}
