import { SavedFields } from '../../forecast/saved-fields.ts';
import { restoreStream, streamState } from '../calibration/stream.ts';
import type { Detector, DetectorModel, StreamOptions } from '../detector.ts';
import { streamForestOptions } from './options.ts';
import { StreamForest } from './stream-forest.ts';

export { fitIsolationForest, type IsolationForestOptions, isolationScores } from './batch.ts';
export { type IsolationForest, isolationScore } from './forest.ts';
export { type GrownTree, isolationForestOfTrees } from './of-trees.ts';

const id = 'isolation-forest';

/** Isolation forest over a value, its step, its difference from the day before and the short mean: scores are the
 *  published ones, between 0 and 1, without a side. See README.md. */
export const isolationForest: Detector = {
  id,
  create: (options) => modelOf(options, new StreamForest(streamForestOptions(options))),
  restore: (state) => {
    const fields = new SavedFields(state, id);
    const options = restoreStream(fields.json('stream'));
    return modelOf(options, StreamForest.restore(streamForestOptions(options), fields.json('forest')));
  },
};

function modelOf(options: StreamOptions, forest: StreamForest): DetectorModel {
  return {
    detectorId: id,
    score: (point) => forest.score(point),
    update: (point) => forest.update(point),
    state: () => ({ kind: id, version: 1, stream: streamState(options), forest: forest.state() }),
  };
}
