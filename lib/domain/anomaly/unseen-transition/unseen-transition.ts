import type { Json } from '../../forecast/forecaster.ts';
import { SavedFields } from '../../forecast/saved-fields.ts';
import { packFloats } from '../../numerics/packed-floats.ts';
import type { Member } from '../calibration/member.ts';
import { Grid, levels } from './grid.ts';
import { SeenPairs } from './seen-pairs.ts';

export interface UnseenTransitionOptions {
  /** Physical bounds of the values. @default those of the values that it learns from */
  readonly range?: { readonly min?: number; readonly max?: number };
  /** Values to see first. */
  readonly learning: number;
  /** Values that a new transition is news for. */
  readonly hold: number;
}

/** What a transition never seen counts, and less the more have been seen: one in so many is new. */
const fewest = 1;

/** Steps from one level of the range to another that the series has never made. */
export class UnseenTransition implements Member {
  private readonly options: UnseenTransitionOptions;
  private grid: Grid | undefined;
  /** Values that wait for the range that they show. */
  private waiting: number[] = [];
  private seen = new SeenPairs(levels);
  private count = 0;
  private news = 0;
  private level = -1;
  private left = 0;

  constructor(options: UnseenTransitionOptions) {
    this.options = options;
    this.grid = Grid.known(options.range);
  }

  get isLearning(): boolean {
    return this.grid === undefined || this.count < this.options.learning;
  }

  /** Decades of how seldom a transition is new, while one is news. */
  rarity(observed: number): number {
    const level = this.grid?.levelOf(observed) ?? -1;
    if (this.isLearning || level < 0 || !(this.left > 0 || this.isNew(level))) return 0;
    return Math.log10((this.count + 1) / (this.news + fewest));
  }

  private isNew(level: number): boolean {
    return this.level >= 0 && !this.seen.has(this.level, level);
  }

  side(observed: number): number {
    return (this.grid?.levelOf(observed) ?? -1) < this.level ? -1 : 1;
  }

  update(observed: number): void {
    if (!Number.isFinite(observed)) return;
    if (this.grid === undefined) this.wait(observed);
    else this.step(this.grid.levelOf(observed));
  }

  private wait(observed: number): void {
    this.waiting.push(Math.fround(observed));
    if (this.waiting.length < this.options.learning) return;
    // The range is learnt: those that waited are taken in by it.
    this.grid = Grid.of(this.waiting);
    for (const value of this.waiting) this.step(this.grid.levelOf(value));
    this.waiting = [];
  }

  private step(level: number): void {
    if (level < 0) return;
    const isNew = this.isNew(level);
    const isNews = isNew && !this.isLearning;
    this.count++;
    this.left = isNews ? this.options.hold : Math.max(0, this.left - 1);
    if (isNew) this.news++;
    if (this.level >= 0) this.seen.add(this.level, level);
    this.level = level;
  }

  state(): Json {
    return {
      kind: 'unseen-transition',
      version: 1,
      seen: this.seen.pack(),
      ...(this.waiting.length > 0 && { waiting: packFloats(Float32Array.from(this.waiting)) }),
      ...(this.grid !== undefined && { bounds: this.grid.bounds() }),
      numbers: [this.count, this.news, this.level, this.left],
    };
  }

  /** @throws RangeError when the state is not one that `state` gave */
  static restore(options: UnseenTransitionOptions, state: Json): UnseenTransition {
    const fields = new SavedFields(state, 'unseen-transition');
    const member = new UnseenTransition(options);
    const numbers = fields.list('numbers');
    if (!numbers.every((one) => typeof one === 'number'))
      throw new RangeError('got transitions of another kind: give what state() made');
    member.seen = SeenPairs.unpack(levels, fields.json('seen'));
    if (fields.has('bounds')) member.grid = Grid.restore(fields.list('bounds'));
    if (fields.has('waiting')) member.waiting = [...fields.floats('waiting')];
    const [count = 0, news = 0, level = -1, left = 0] = numbers;
    member.count = count;
    member.news = news;
    member.level = level;
    member.left = left;
    return member;
  }
}
