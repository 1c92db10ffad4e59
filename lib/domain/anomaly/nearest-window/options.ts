import { learningSteps } from '../calibration/stream.ts';
import type { StreamOptions } from '../detector.ts';
import type { NearestWindowOptions } from './nearest-window.ts';

/** Blocks in a time scale, in a window, and remembered: eight time scales. */
const blocksOfScale = 104;
const width = 8;
const memory = 832;

export function windowOptions(options: StreamOptions): NearestWindowOptions {
  const steps = learningSteps(options);
  const block = Math.max(1, Math.round(steps / blocksOfScale));
  return { block, width, memory, size: memory, window: steps };
}
