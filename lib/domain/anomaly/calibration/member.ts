import type { Json } from '../../forecast/forecaster.ts';

/** A part of the fused detector: how rare, by one statistic of its own, a value of one series is. */
export interface Member {
  /** Whether it has seen too little yet to call anything rare. */
  readonly isLearning: boolean;
  /** Decades of rarity of a value that is not taken in yet: −log10 p, 0 while learning and for a gap. */
  rarity(observed: number, timeMs: number): number;
  /** On which side of the usual the value lies: 1 above, −1 below. */
  side(observed: number, timeMs: number): number;
  /** Takes the value in; NaN is a gap. */
  update(observed: number, timeMs: number): void;
  state(): Json;
}

/** Greatest value that is taken for one: beyond it squares are no numbers any more. */
const greatest = 1e30;

/** The value, or NaN where it is none that can be reckoned with. */
export function usableValue(observed: number): number {
  return Math.abs(observed) <= greatest ? observed : Number.NaN;
}
