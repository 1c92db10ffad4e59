import { learningSteps } from '../calibration/stream.ts';
import type { StreamOptions } from '../detector.ts';
import type { UnseenTransitionOptions } from './unseen-transition.ts';

export function transitionOptions(options: StreamOptions): UnseenTransitionOptions {
  const steps = learningSteps(options);
  return {
    learning: steps,
    hold: Math.max(1, Math.round(steps / 20)),
    ...(options.range && { range: options.range }),
  };
}
