import { memberDetector } from '../calibration/member-detector.ts';
import type { Detector } from '../detector.ts';
import { NearestWindow } from './nearest-window.ts';
import { windowOptions } from './options.ts';

/** See README.md. */
export const nearestWindow: Detector = memberDetector('nearest-window', {
  create: (options) => new NearestWindow(windowOptions(options)),
  restore: (options, state) => NearestWindow.restore(windowOptions(options), state),
});
