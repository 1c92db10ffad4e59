import type { Json } from '../../forecast/forecaster.ts';
import { SavedFields } from '../../forecast/saved-fields.ts';
import { packFloats } from '../../numerics/packed-floats.ts';
import type { Member } from '../calibration/member.ts';
import { NewExtreme, type NewExtremeOptions } from '../new-extreme/new-extreme.ts';

export interface NewRoughnessOptions extends NewExtremeOptions {
  /** Steps that roughness is the mean of. */
  readonly length: number;
}

/** By how much the last values are rougher, or smoother, than any stretch that was ever seen: the mean of their steps' sizes. */
export class NewRoughness implements Member {
  private readonly extreme: NewExtreme;
  private readonly ring: Float32Array;
  private at = 0;
  private count = 0;
  private sum = 0;
  private last = Number.NaN;

  constructor(options: NewRoughnessOptions, extreme = new NewExtreme(options)) {
    this.extreme = extreme;
    this.ring = new Float32Array(options.length);
  }

  get isLearning(): boolean {
    return this.extreme.isLearning;
  }

  rarity(observed: number): number {
    return this.extreme.rarity(this.roughness(this.stepTo(observed)));
  }

  side(observed: number): number {
    return this.extreme.side(this.roughness(this.stepTo(observed)));
  }

  private stepTo(observed: number): number {
    return Math.fround(Math.abs(observed - this.last));
  }

  /** Once this step is in; NaN until there are enough of them. */
  private roughness(step: number): number {
    const { length } = this.ring;
    return this.count < length ? Number.NaN : (this.sum - this.ring[this.at]! + step) / length;
  }

  /** There is no step over a gap. */
  update(observed: number): void {
    const step = this.stepTo(observed);
    if (Number.isFinite(step)) {
      this.extreme.update(this.roughness(step));
      this.push(step);
    }
    this.last = observed;
  }

  private push(step: number): void {
    const { ring } = this;
    this.sum += step - (this.count < ring.length ? 0 : ring[this.at]!);
    ring[this.at] = step;
    this.at = this.at + 1 === ring.length ? 0 : this.at + 1;
    if (this.count < ring.length) this.count++;
    if (this.at === 0) this.addUp();
  }

  /** Sums anew once a round, so that rounding errors of a great step that has gone do not stay. */
  private addUp(): void {
    this.sum = 0;
    for (let i = 0; i < this.count; i++) this.sum += this.ring[i]!;
  }

  state(): Json {
    return {
      kind: 'new-roughness',
      version: 1,
      extreme: this.extreme.state(),
      ring: packFloats(this.ring.slice(0, this.count)),
      at: this.at,
      sum: this.sum,
      last: Number.isNaN(this.last) ? null : this.last,
    };
  }

  /** @throws RangeError when the state is not one that `state` gave */
  static restore(options: NewRoughnessOptions, state: Json): NewRoughness {
    const fields = new SavedFields(state, 'new-roughness');
    const member = new NewRoughness(options, NewExtreme.restore(options, fields.json('extreme')));
    const ring = fields.floats('ring');
    const at = fields.count('at');
    if (ring.length > options.length || at >= options.length)
      throw new RangeError(`got ${ring.length} steps: give what state() made`);
    member.ring.set(ring);
    member.count = ring.length;
    member.at = at;
    member.sum = fields.number('sum');
    member.last = fields.json('last') === null ? Number.NaN : fields.number('last');
    return member;
  }
}
