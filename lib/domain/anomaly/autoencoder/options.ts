import { learningSteps } from '../calibration/stream.ts';
import type { StreamOptions } from '../detector.ts';

/** Layers: a window of two hours at 5 minutes, through four numbers, back to the window. */
export const sizes: readonly number[] = [24, 12, 4, 12, 24];
/** Values remembered at most, which it learns from. */
const mostValues = 1024;

export interface AutoencoderOptions {
  /** Values that the network learns from. */
  readonly memory: number;
  /** Values before it learns for the first time. */
  readonly first: number;
  /** Errors remembered. */
  readonly past: number;
  readonly seed: number;
}

export function autoencoderOptions(options: StreamOptions): AutoencoderOptions {
  const steps = Math.max(3 * sizes[0]!, learningSteps(options));
  return {
    memory: Math.min(mostValues, steps),
    first: Math.min(mostValues, Math.max(3 * sizes[0]!, Math.round(steps / 2))),
    past: Math.min(mostValues, steps),
    seed: options.seed ?? 1,
  };
}
