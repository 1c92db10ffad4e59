import { learningSteps } from '../calibration/stream.ts';
import type { StreamOptions } from '../detector.ts';
import type { NewExtremeOptions } from './new-extreme.ts';

export function extremeOptions(options: StreamOptions): NewExtremeOptions {
  return { learning: Math.round(learningSteps(options) / 2) };
}
