import type { StreamOptions } from '../detector.ts';
import type { ScalesOptions } from './scales.ts';
import { learningSteps } from './stream.ts';

/** Lengths of the means as shares of the time scale: four octaves, from 5 hours to 40 minutes at 5 minutes. */
const shares = [12, 24, 48, 96];
/** A statistic is remembered so often in a time scale, for so many time scales. */
const looks = 24;
const scalesRemembered = 8;

/** What level and season are looked at by, from the stream's time scale. */
export function sensitiveScales(options: StreamOptions): ScalesOptions & { readonly window: number } {
  const steps = learningSteps(options);
  const stride = Math.max(1, Math.round(steps / looks));
  return {
    lengths: shares.map((share) => Math.max(1, Math.round(steps / share))),
    stride,
    size: Math.round((scalesRemembered * steps) / stride),
    window: steps,
  };
}
