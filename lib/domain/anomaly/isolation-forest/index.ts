import { streamDetector } from '../calibration/stream-detector.ts';
import type { Detector } from '../detector.ts';
import { streamForestOptions } from './options.ts';
import { StreamForest } from './stream-forest.ts';

export { fitIsolationForest, type IsolationForestOptions, isolationScores } from './batch.ts';
export { type IsolationForest, isolationScore } from './forest.ts';
export { type GrownTree, isolationForestOfTrees } from './of-trees.ts';

/** Isolation forest over a value, its step, its difference from the day before and the short mean: scores are the
 *  published ones, between 0 and 1, without a side. See README.md. */
export const isolationForest: Detector = streamDetector('isolation-forest', {
  create: (options) => new StreamForest(streamForestOptions(options)),
  restore: (options, state) => StreamForest.restore(streamForestOptions(options), state),
});
