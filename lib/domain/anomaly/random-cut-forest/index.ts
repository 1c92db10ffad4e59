import { streamDetector } from '../calibration/stream-detector.ts';
import type { Detector } from '../detector.ts';
import { CutForestStream } from './cut-forest-stream.ts';
import { cutForestOptions } from './options.ts';

/** Robust random cut forest over the last eight values: scores are expected displacements, 0 to 1, without a side. See
 *  README.md. */
export const randomCutForest: Detector = streamDetector('random-cut-forest', {
  create: (options) => new CutForestStream(cutForestOptions(options)),
  restore: (options, state) => CutForestStream.restore(cutForestOptions(options), state),
});
