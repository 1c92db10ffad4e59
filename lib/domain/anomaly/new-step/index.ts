import { memberDetector } from '../calibration/member-detector.ts';
import type { Detector } from '../detector.ts';
import { extremeOptions } from '../new-extreme/options.ts';
import { NewStep } from './new-step.ts';

/** See README.md. */
export const newStep: Detector = memberDetector('new-step', {
  create: (options) => new NewStep(extremeOptions(options)),
  restore: (options, state) => NewStep.restore(extremeOptions(options), state),
});
