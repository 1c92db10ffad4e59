import { type ScoreMemory, scoreMemory } from '../calibration/score-memory.ts';
import { learningSteps } from '../calibration/stream.ts';
import type { StreamOptions } from '../detector.ts';

/** Values of the window, the appended ones among them: powers of two, so that the transform is quick. */
export const leastWindow = 32;
const mostWindow = 512;

export interface SaliencyStreamOptions extends ScoreMemory {
  /** Values of a full window, a power of two. */
  readonly window: number;
}

/** The window is the greatest power of two within the time scale: 1.8 days at 5 minutes. */
export function saliencyOptions(options: StreamOptions): SaliencyStreamOptions {
  const steps = learningSteps(options);
  const window = 2 ** Math.floor(Math.log2(Math.min(mostWindow, Math.max(leastWindow, steps))));
  return {
    window,
    ...scoreMemory(options),
  };
}
