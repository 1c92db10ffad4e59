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
  /** Whether it is the greatest of each so many, so that a rarity is that of so many looks at once. @default the last */
  readonly isGreatest?: boolean;
  /** Statistics remembered of each length. */
  readonly size: number;
  /** How many median statistics a decade of rarity is at least worth. @default 0 */
  readonly leastMedians?: number;
  /**
   * What lasts is remembered at its beginning, `first` looks long, and again once it has lasted `until` looks: by then it is how
   * things are. In between it would make the rare usual: a day and a half of trouble is a tenth of a fortnight.
   * @default all is remembered
   */
  readonly unlearnt?: { readonly first: number; readonly until: number };
}

/** Decades from which on a statistic is part of trouble, and not only one of many. */
const troubleDecades = 3.5;
/** Quiet looks that make one look of trouble forgotten. */
const drain = 14;

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
  /** Greatest statistics since one was remembered; −1 without any. */
  private readonly greatest: Float64Array;
  /** Looks that trouble has lasted. */
  private readonly lasted: Float64Array;

  constructor(options: ScalesOptions, scales?: readonly RarityScale[]) {
    const { lengths, size } = options;
    this.options = options;
    this.ring = new Float32Array(Math.max(...lengths));
    this.sums = new Float64Array(lengths.length);
    this.decades = new Float64Array(lengths.length);
    this.greatest = new Float64Array(lengths.length).fill(-1);
    this.lasted = new Float64Array(lengths.length);
    this.scales = scales ?? lengths.map(() => new RarityScale(size));
  }

  get isLearning(): boolean {
    return this.scales.some((scale) => scale.isLearning);
  }

  /** The pooled decades once this value is in. */
  rarity(value: number, centre: number, leastSlope: number): number {
    for (let k = 0; k < this.scales.length; k++)
      this.decades[k] = this.decadesOf(k, Math.abs(this.meanWith(k, value) - centre), leastSlope);
    return logMean(this.decades);
  }

  private decadesOf(k: number, statistic: number, leastSlope: number): number {
    const { leastMedians = 0 } = this.options;
    const scale = this.scales[k]!;
    const floor = leastMedians === 0 ? leastSlope : Math.max(leastSlope, leastMedians * scale.median());
    return scale.rarity(statistic, floor);
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
  push(value: number, centre: number, leastSlope: number): void {
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
    const isLook = ++this.skipped >= stride;
    if (isLook || this.options.isGreatest) this.look(centre);
    if (isLook) this.remember(leastSlope);
  }

  private look(centre: number): void {
    const { lengths } = this.options;
    for (let k = 0; k < lengths.length; k++) {
      const off = this.count < lengths[k]! ? Number.NaN : Math.abs(this.sums[k]! / lengths[k]! - centre);
      if (off > this.greatest[k]!) this.greatest[k] = off;
    }
  }

  private remember(leastSlope: number): void {
    this.skipped = 0;
    for (let k = 0; k < this.scales.length; k++) {
      const statistic = this.greatest[k]!;
      if (statistic >= 0 && this.isLearnt(k, statistic, leastSlope)) this.scales[k]!.push(statistic);
    }
    this.greatest.fill(-1);
  }

  private isLearnt(k: number, statistic: number, leastSlope: number): boolean {
    const { unlearnt } = this.options;
    if (unlearnt === undefined) return true;
    const isTrouble = this.decadesOf(k, statistic, leastSlope) >= troubleDecades;
    const lasted = Math.max(0, this.lasted[k]! + (isTrouble ? 1 : -1 / drain));
    this.lasted[k] = Math.min(lasted, unlearnt.until);
    return !isTrouble || lasted <= unlearnt.first || lasted >= unlearnt.until;
  }

  /** Sums anew once a round, so that rounding errors of a great value that has gone do not stay. */
  private addUp(): void {
    for (let k = 0; k < this.sums.length; k++) {
      let sum = 0;
      for (let i = Math.min(this.count, this.options.lengths[k]!); i >= 1; i--) sum += this.back(i);
      this.sums[k] = sum;
    }
  }

  private eachLength(numbers: readonly Json[]): readonly number[] {
    const { length } = this.options.lengths;
    const held = numbers.filter((one) => typeof one === 'number');
    if (held.length !== length || numbers.length !== length)
      throw new RangeError(`got ${numbers.length} numbers for ${length} lengths: give what state() made`);
    return held;
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
      greatest: [...this.greatest],
      lasted: [...this.lasted],
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
    scales.greatest.set(scales.eachLength(fields.list('greatest')));
    scales.lasted.set(scales.eachLength(fields.list('lasted')));
    scales.addUp();
    return scales;
  }
}
