import type { Detector } from '../detector.ts';
import { robust } from './robust.ts';
import { rolling } from './rolling.ts';
import { running } from './running.ts';
import { zDetector } from './z-detector.ts';

/** Deviations from the mean of all values so far. See README.md. */
export const zScore: Detector = zDetector('z-score', running);

/** Deviations, by the median of deviations, from the median of the time scale. See README.md. */
export const robustZScore: Detector = zDetector('robust-z-score', robust);

/** Deviations from the mean of the last eighth of the time scale. See README.md. */
export const rollingZScore: Detector = zDetector('rolling-z-score', rolling);
