import { Refitted } from '../calibration/refitted.ts';
import { streamDetector } from '../calibration/stream-detector.ts';
import type { Detector } from '../detector.ts';
import { region } from './region.ts';

export { fitOneClassSvm, type OneClassSvm, type OneClassSvmOptions, oneClassDecision } from './batch.ts';

/** Whether a value, its step and its seasonal difference lie in the region that holds those of the past. See README.md. */
export const oneClassSvm: Detector = streamDetector('one-class-svm', {
  create: (options) => new Refitted(region, options),
  restore: (options, state) => Refitted.restore(region, options, state),
});
