import type { Json } from '../../forecast/forecaster.ts';
import { SavedFields } from '../../forecast/saved-fields.ts';
import type { Member } from '../calibration/member.ts';
import { mostDecades } from '../calibration/rarity-scale.ts';

export interface NewExtremeOptions {
  /** Values to see first. */
  readonly learning: number;
}

/** An excess of so much of the range seen counts two decades, and each doubling one more. */
const shareOfTwo = 0.05;

/** By how much a value lies outside of all that was ever seen. */
export class NewExtreme implements Member {
  private readonly options: NewExtremeOptions;
  private count = 0;
  private low = Number.POSITIVE_INFINITY;
  private high = Number.NEGATIVE_INFINITY;

  constructor(options: NewExtremeOptions) {
    this.options = options;
  }

  get isLearning(): boolean {
    return this.count < this.options.learning;
  }

  rarity(observed: number): number {
    if (this.isLearning) return 0;
    const excess = Math.max(observed - this.high, this.low - observed);
    if (!(excess > 0)) return 0;
    const least = 1e-9 * Math.max(Math.abs(this.high), Math.abs(this.low), Number.MIN_VALUE);
    const range = Math.max(this.high - this.low, least);
    return Math.max(0, Math.min(mostDecades, 2 + Math.log2(excess / range / shareOfTwo)));
  }

  side(observed: number): number {
    return observed < this.low ? -1 : 1;
  }

  update(observed: number): void {
    if (!Number.isFinite(observed)) return;
    this.count++;
    if (observed < this.low) this.low = observed;
    if (observed > this.high) this.high = observed;
  }

  state(): Json {
    const bounds = this.count === 0 ? [] : [this.low, this.high];
    return { kind: 'new-extreme', version: 1, count: this.count, bounds };
  }

  /** @throws RangeError when the state is not one that `state` gave */
  static restore(options: NewExtremeOptions, state: Json): NewExtreme {
    const fields = new SavedFields(state, 'new-extreme');
    const member = new NewExtreme(options);
    member.count = fields.count('count');
    const [low, high] = fields.list('bounds');
    if (typeof low === 'number') member.low = low;
    if (typeof high === 'number') member.high = high;
    return member;
  }
}
