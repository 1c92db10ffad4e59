import { createRandom } from '../../numerics/seeded-random.ts';

/**
 * A sample of the steps so far in which the old make room: a step of age a is in it with a weight of e^(−a / horizon).
 * Lots depend on seed and step only, so the steps are all there is to save.
 * Source: Efraimidis and Spirakis (2006), Weighted random sampling with a reservoir; with decay as in Amazon's library.
 */
export class DecayedSample {
  private readonly horizon: number;
  private readonly seed: number;
  /** In the order they came. */
  private readonly steps: Float64Array;
  private readonly keys: Float64Array;
  private held = 0;
  private greatest = Number.NEGATIVE_INFINITY;

  constructor(size: number, horizon: number, seed: number) {
    this.horizon = horizon;
    this.seed = seed;
    this.steps = new Float64Array(size);
    this.keys = new Float64Array(size);
  }

  get count(): number {
    return this.held;
  }

  /** The steps in it, oldest first. */
  members(): Float64Array {
    return this.steps.slice(0, this.held);
  }

  /** The oldest step in it; NaN when there is none. */
  oldest(): number {
    return this.held === 0 ? Number.NaN : this.steps[0]!;
  }

  /** The newest step in it; −∞ when there is none. */
  newest(): number {
    return this.held === 0 ? Number.NEGATIVE_INFINITY : this.steps[this.held - 1]!;
  }

  /** The lots of a step. The first is for the sample. */
  lots(step: number): () => number {
    return createRandom(this.seed ^ Math.imul(step, 0x9e3779b1));
  }

  /** Whether the lot of a step, later than all, lets it in. */
  admits(lot: number, step: number): boolean {
    return this.held < this.steps.length || this.keyOf(lot, step) < this.greatest;
  }

  get isFull(): boolean {
    return this.held === this.steps.length;
  }

  add(lot: number, step: number): void {
    const key = this.keyOf(lot, step);
    this.steps[this.held] = step;
    this.keys[this.held++] = key;
    if (key > this.greatest) this.greatest = key;
  }

  /** Takes out the one whose turn it is. @returns its step */
  evict(): number {
    return this.takeOut(this.keys.subarray(0, this.held).indexOf(this.greatest));
  }

  removeOldest(): number {
    return this.takeOut(0);
  }

  private takeOut(place: number): number {
    const step = this.steps[place]!;
    this.steps.copyWithin(place, place + 1, this.held);
    this.keys.copyWithin(place, place + 1, this.held);
    this.held--;
    this.greatest = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < this.held; i++) if (this.keys[i]! > this.greatest) this.greatest = this.keys[i]!;
    return step;
  }

  /** The log of an exponential waiting time at the rate of the step's weight, which grows with the step. */
  private keyOf(lot: number, step: number): number {
    return Math.log(-Math.log(1 - lot)) - step / this.horizon;
  }
}
