import type { Json } from '../../forecast/forecaster.ts';
import { SavedFields } from '../../forecast/saved-fields.ts';
import { packDoubles } from '../../numerics/packed-doubles.ts';
import { packFloats } from '../../numerics/packed-floats.ts';
import type { Member } from '../calibration/member.ts';
import { RarityScale } from '../calibration/rarity-scale.ts';
import { Spread } from '../calibration/spread.ts';
import { leastSdShare } from '../level-change/level-change.ts';
import { Blocks } from './blocks.ts';

export interface NearestWindowOptions {
  /** Rows of a block. */
  readonly block: number;
  /** Blocks of a window. */
  readonly width: number;
  /** Blocks remembered. */
  readonly memory: number;
  /** Distances remembered. */
  readonly size: number;
  /** Rows that the standard deviation is of. */
  readonly window: number;
}

/** Share of the range seen by which an extreme stands out of its block. */
const standsOut = 0.1;

/** How far the last window of blocks lies from the nearest one of the past, beside how far it usually does. */
export class NearestWindow implements Member {
  private readonly options: NearestWindowOptions;
  private readonly blocks: Blocks;
  private readonly past: Float32Array;
  private readonly newest: Float32Array;
  private readonly scale: RarityScale;
  private readonly spread: Spread;
  /** Blocks seen in all. */
  private seen = 0;
  private low = Number.POSITIVE_INFINITY;
  private high = Number.NEGATIVE_INFINITY;
  private decades = 0;

  constructor(
    options: NearestWindowOptions,
    scale = new RarityScale(options.size),
    spread = new Spread(options.window),
  ) {
    this.options = options;
    this.blocks = new Blocks(options.block, options.window);
    this.past = new Float32Array(options.memory);
    this.newest = new Float32Array(options.width);
    this.scale = scale;
    this.spread = spread;
  }

  get isLearning(): boolean {
    return this.scale.isLearning;
  }

  /** Of the last whole window: a value that is not taken in yet cannot be told by its shape. */
  rarity(): number {
    return this.decades;
  }

  side(observed: number): number {
    return observed < this.spread.mean ? -1 : 1;
  }

  update(observed: number): void {
    if (!Number.isFinite(observed)) return;
    const isFirst = this.spread.count === 0;
    this.spread.push(observed);
    if (observed < this.low) this.low = observed;
    if (observed > this.high) this.high = observed;
    const block = this.blocks.push(observed, standsOut * (this.high - this.low), isFirst);
    if (!Number.isNaN(block)) this.close(block);
  }

  private close(block: number): void {
    this.past[this.seen % this.past.length] = block;
    this.seen++;
    const distance = this.nearest();
    if (!Number.isFinite(distance)) return;
    this.decades = this.scale.rarity(distance, leastSdShare * this.spread.sd);
    this.scale.push(distance);
  }

  /** Root mean square distance of the newest window from the nearest one that it does not overlap. */
  private nearest(): number {
    const { past, seen, newest } = this;
    const { width } = this.options;
    const length = past.length;
    const last = seen - width;
    for (let i = 0; i < width && last >= 0; i++) newest[i] = past[(last + i) % length]!;
    let best = Number.POSITIVE_INFINITY;
    for (let start = Math.max(0, seen - length); start + width <= last; start++) {
      let sum = 0;
      let place = start % length;
      for (let i = 0; i < width && sum < best; i++) {
        const off = past[place]! - newest[i]!;
        sum += off * off;
        if (++place === length) place = 0;
      }
      if (sum < best) best = sum;
    }
    return Math.sqrt(best / width);
  }

  state(): Json {
    const held = Math.min(this.seen, this.past.length);
    return {
      kind: 'nearest-window',
      version: 1,
      past: packFloats(this.past.slice(0, held)),
      seen: this.seen,
      scale: this.scale.state(),
      spread: this.spread.numbers(),
      blocks: packDoubles(this.blocks.numbers()),
      bounds: this.seen > 0 || this.spread.count > 0 ? [this.low, this.high] : [],
      decades: this.decades,
    };
  }

  /** @throws RangeError when the state is not one that `state` gave */
  static restore(options: NearestWindowOptions, state: Json): NearestWindow {
    const fields = new SavedFields(state, 'nearest-window');
    const member = new NearestWindow(
      options,
      RarityScale.restore(options.size, fields.json('scale')),
      Spread.restore(options.window, fields.list('spread')),
    );
    member.seen = fields.count('seen');
    member.past.set(fields.floats('past', Math.min(member.seen, options.memory)));
    member.blocks.resume(fields.doubles('blocks', 5));
    const [low, high] = fields.list('bounds');
    if (typeof low === 'number') member.low = low;
    if (typeof high === 'number') member.high = high;
    member.decades = fields.number('decades');
    return member;
  }
}
