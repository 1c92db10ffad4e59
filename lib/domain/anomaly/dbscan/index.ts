import { Refitted } from '../calibration/refitted.ts';
import { streamDetector } from '../calibration/stream-detector.ts';
import type { Detector } from '../detector.ts';
import { densePart } from './dense-part.ts';

export { type DbscanOptions, dbscan, noise } from './batch.ts';

/** How far a value, its step and its seasonal difference lie from where those of the past lie densely. See README.md. */
export const density: Detector = streamDetector('dbscan', {
  create: (options) => new Refitted(densePart, options),
  restore: (options, state) => Refitted.restore(densePart, options, state),
});
