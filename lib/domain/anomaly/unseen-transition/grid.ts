import type { Json } from '../../forecast/forecaster.ts';

/** Levels of a known range; one that is learnt has as many below, and as many above. */
const within = 8;
export const levels = 3 * within;

/** Eighths of a range. */
export class Grid {
  private readonly min: number;
  private readonly width: number;
  private readonly below: number;
  private readonly top: number;

  private constructor(min: number, max: number, isKnown: boolean) {
    this.min = min;
    this.width = (max - min) / within;
    this.below = isKnown ? 0 : within;
    this.top = isKnown ? within - 1 : levels - 1;
  }

  /** Of a known range, beyond which nothing lies; undefined where it is not known on both sides. */
  static known(range: { readonly min?: number; readonly max?: number } | undefined): Grid | undefined {
    const { min, max } = range ?? {};
    return min !== undefined && max !== undefined && max > min ? new Grid(min, max, true) : undefined;
  }

  /** Of the range that values show, with room on both sides. */
  static of(values: readonly number[]): Grid {
    const min = values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
    const max = values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
    return new Grid(min, max, false);
  }

  /** 0 to `levels` − 1; −1 for no value, and where the range is nought. */
  levelOf(value: number): number {
    if (Number.isNaN(value) || !(this.width > 0)) return -1;
    const level = this.below + Math.floor((value - this.min) / this.width);
    return Math.max(0, Math.min(this.top, level));
  }

  bounds(): readonly Json[] {
    return [this.min, this.min + within * this.width, this.below === 0];
  }

  /** @throws RangeError when these are not what `bounds` gave */
  static restore([min, max, isKnown]: readonly Json[]): Grid {
    if (typeof min !== 'number' || typeof max !== 'number' || typeof isKnown !== 'boolean')
      throw new RangeError('got bounds of another kind: give what state() made');
    return new Grid(min, max, isKnown);
  }
}
