import { learningSteps } from '../calibration/stream.ts';
import type { StreamOptions } from '../detector.ts';

/** Values of the window, the appended ones among them: powers of two, so that the transform is quick. */
export const leastWindow = 32;
const mostWindow = 512;
/** Rarity is told by so many time scales, three weeks at 5 minutes, and so many scores of them. */
const rarityScales = 8;
const mostPast = 750;

export interface SaliencyStreamOptions {
  /** Values of a full window, a power of two. */
  readonly window: number;
  /** Scores remembered, which rarity is told by. */
  readonly past: number;
  /** Once that many are there, one score in so many is remembered. */
  readonly stride: number;
}

/** The window is the greatest power of two within the time scale: 1.8 days at 5 minutes. */
export function saliencyOptions(options: StreamOptions): SaliencyStreamOptions {
  const steps = learningSteps(options);
  const window = 2 ** Math.floor(Math.log2(Math.min(mostWindow, Math.max(leastWindow, steps))));
  return {
    window,
    past: mostPast,
    stride: Math.max(1, Math.round((rarityScales * steps) / mostPast)),
  };
}
