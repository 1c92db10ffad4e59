import { memberDetector } from '../calibration/member-detector.ts';
import type { Detector } from '../detector.ts';
import { NewRoughness } from './new-roughness.ts';
import { roughnessOptions } from './options.ts';

/** See README.md. */
export const newRoughness: Detector = memberDetector('new-roughness', {
  create: (options) => new NewRoughness(roughnessOptions(options)),
  restore: (options, state) => NewRoughness.restore(roughnessOptions(options), state),
});
