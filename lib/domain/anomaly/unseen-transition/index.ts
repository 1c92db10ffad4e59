import { memberDetector } from '../calibration/member-detector.ts';
import type { Detector } from '../detector.ts';
import { transitionOptions } from './options.ts';
import { UnseenTransition } from './unseen-transition.ts';

/** See README.md. */
export const unseenTransition: Detector = memberDetector('unseen-transition', {
  create: (options) => new UnseenTransition(transitionOptions(options)),
  restore: (options, state) => UnseenTransition.restore(transitionOptions(options), state),
});
