import type { Json } from '../../forecast/forecaster.ts';
import { SavedFields } from '../../forecast/saved-fields.ts';
import { packCoarse, unpackCoarse } from '../calibration/coarse.ts';
import type { Member } from '../calibration/member.ts';

export interface UnseenTransitionOptions {
  /** Physical bounds of the values; without both it says nothing. */
  readonly range?: { readonly min?: number; readonly max?: number };
  /** Values to see first. */
  readonly learning: number;
  /** Values that a new transition is news for. */
  readonly hold: number;
}

const levels = 8;
/** What a transition never seen counts, and less the more have been seen: one in so many is new. */
const fewest = 1;

/** Steps from one eighth of the known range to another that the series has never made. */
export class UnseenTransition implements Member {
  private readonly options: UnseenTransitionOptions;
  private readonly seen = new Float32Array(levels * levels);
  private count = 0;
  private news = 0;
  private level = -1;
  private left = 0;

  constructor(options: UnseenTransitionOptions) {
    this.options = options;
  }

  get isLearning(): boolean {
    return this.count < this.options.learning;
  }

  /** Decades of how seldom a transition is new, while one is news. */
  rarity(observed: number): number {
    const level = this.levelOf(observed);
    if (this.isLearning || level < 0 || !(this.left > 0 || this.isNew(level))) return 0;
    return Math.log10((this.count + 1) / (this.news + fewest));
  }

  private isNew(level: number): boolean {
    return this.level >= 0 && this.seen[this.level * levels + level] === 0;
  }

  /** −1 without a range or a value. */
  private levelOf(value: number): number {
    const { min, max } = this.options.range ?? {};
    if (min === undefined || max === undefined || !(max > min) || Number.isNaN(value)) return -1;
    return Math.max(0, Math.min(levels - 1, Math.floor((levels * (value - min)) / (max - min))));
  }

  side(observed: number): number {
    return this.levelOf(observed) < this.level ? -1 : 1;
  }

  update(observed: number): void {
    const level = this.levelOf(observed);
    if (level < 0) return;
    const isNew = this.isNew(level);
    this.count++;
    this.left = isNew && !this.isLearning ? this.options.hold : Math.max(0, this.left - 1);
    if (isNew) this.news++;
    if (this.level >= 0) this.seen[this.level * levels + level] = 1;
    this.level = level;
  }

  state(): Json {
    return {
      kind: 'unseen-transition',
      version: 1,
      seen: packCoarse(this.seen),
      numbers: [this.count, this.news, this.level, this.left],
    };
  }

  /** @throws RangeError when the state is not one that `state` gave */
  static restore(options: UnseenTransitionOptions, state: Json): UnseenTransition {
    const fields = new SavedFields(state, 'unseen-transition');
    const member = new UnseenTransition(options);
    const seen = unpackCoarse(fields.json('seen'));
    const numbers = fields.list('numbers');
    if (seen.length !== member.seen.length || !numbers.every((one) => typeof one === 'number'))
      throw new RangeError('got transitions of another kind: give what state() made');
    member.seen.set(seen);
    const [count = 0, news = 0, level = -1, left = 0] = numbers;
    member.count = count;
    member.news = news;
    member.level = level;
    member.left = left;
    return member;
  }
}
