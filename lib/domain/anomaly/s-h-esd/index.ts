import { streamDetector } from '../calibration/stream-detector.ts';
import type { Detector } from '../detector.ts';
import { esdStreamOptions } from './options.ts';
import { EsdStream } from './stream.ts';

export {
  type EsdThreshold,
  type SeasonalEsdAnomaly,
  type SeasonalEsdOptions,
  seasonalHybridEsd,
} from './batch.ts';
export { seasonalHybridEsdByTime, type TimedEsdOptions, type TimedValues } from './by-time.ts';
export type { EsdDirection } from './hybrid-esd.ts';

/** Twitter's seasonal hybrid ESD over the last two weeks: scores are deviations from the usual of the time of day. See
 *  README.md. */
export const sHEsd: Detector = streamDetector('s-h-esd', {
  create: (options) => new EsdStream(esdStreamOptions(options)),
  restore: (options, state) => EsdStream.restore(esdStreamOptions(options), state),
});
