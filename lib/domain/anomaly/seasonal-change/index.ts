import { memberDetector } from '../calibration/member-detector.ts';
import type { Detector } from '../detector.ts';
import { seasonalOptions } from './options.ts';
import { SeasonalChange } from './seasonal-change.ts';

/** See README.md. */
export const seasonalChange: Detector = memberDetector('seasonal-change', {
  create: (options) => new SeasonalChange(seasonalOptions(options)),
  restore: (options, state) => SeasonalChange.restore(seasonalOptions(options), state),
});
