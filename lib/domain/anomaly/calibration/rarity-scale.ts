import type { Json } from '../../forecast/forecaster.ts';
import { coarse, packCoarse, unpackCoarse } from './coarse.ts';
import { OrderWindow } from './order-window.ts';

/** Rarest that a value is called: a past of some hundred values cannot know more. */
export const mostDecades = 12;
/** With fewer values remembered than this, nothing is rare. */
const enough = 16;
/** The tail begins where a hundredth of the past lies. */
const tailShare = 0.99;
const tailDecades = 2;

/**
 * How rare values of a statistic are beside its own past, in decades: −log10 of the probability of one at least as
 * great. By rank up to 99 %, then along an exponential tail whose slope is the way from the 90 % to the 99 % quantile
 * (one decade). Cost: logarithmic.
 */
export class RarityScale {
  private readonly past: OrderWindow;

  /** @param size values of the past remembered */
  constructor(size: number, past = new OrderWindow(size)) {
    this.past = past;
  }

  get isLearning(): boolean {
    return this.past.count < enough;
  }

  /**
   * Decades of rarity, 0 to 12; 0 while learning.
   * @param leastSlope what a decade is at least worth, in the statistic's own unit
   */
  rarity(value: number, leastSlope: number): number {
    if (this.isLearning || !(value > 0)) return 0;
    const { past } = this;
    const edge = past.quantile(tailShare);
    // As those of the past are kept: a value that repeats is not greater than its own copies.
    const kept = coarse(value);
    if (kept <= edge) return -Math.log10(1 - past.below(kept) / (past.count + 1));
    const slope = Math.max(edge - past.quantile(0.9), leastSlope, 1e-9 * edge, Number.MIN_VALUE);
    // The greatest of a few values is no rarer than one in that many.
    const atEdge = Math.min(tailDecades, Math.log10(past.count + 1));
    return Math.min(mostDecades, atEdge + (kept - edge) / slope);
  }

  /** Remembers a value; those that are not finite are left out. */
  push(value: number): void {
    if (Number.isFinite(value)) this.past.push(coarse(value));
  }

  median(): number {
    return this.past.quantile(0.5);
  }

  state(): Json {
    return packCoarse(this.past.values());
  }

  /** @throws RangeError when the state is not one that `state` gave */
  static restore(size: number, state: Json): RarityScale {
    return new RarityScale(size, OrderWindow.of(unpackCoarse(state), size));
  }
}
