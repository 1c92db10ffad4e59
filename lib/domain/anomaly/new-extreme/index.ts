import { memberDetector } from '../calibration/member-detector.ts';
import type { Detector } from '../detector.ts';
import { NewExtreme } from './new-extreme.ts';
import { extremeOptions } from './options.ts';

/** See README.md. */
export const newExtreme: Detector = memberDetector('new-extreme', {
  create: (options) => new NewExtreme(extremeOptions(options)),
  restore: (options, state) => NewExtreme.restore(extremeOptions(options), state),
});
