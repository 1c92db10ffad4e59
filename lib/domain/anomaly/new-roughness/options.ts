import { learningSteps } from '../calibration/stream.ts';
import type { StreamOptions } from '../detector.ts';
import { extremeOptions } from '../new-extreme/options.ts';
import type { NewRoughnessOptions } from './new-roughness.ts';

/** Steps that roughness is the mean of, as a share of the time scale: five hours at 5 minutes. */
const lengthShare = 12;

export function roughnessOptions(options: StreamOptions): NewRoughnessOptions {
  const length = Math.max(2, Math.round(learningSteps(options) / lengthShare));
  return { ...extremeOptions(options), length };
}
