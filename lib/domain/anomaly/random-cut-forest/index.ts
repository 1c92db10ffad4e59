import { SavedFields } from '../../forecast/saved-fields.ts';
import { usableValue } from '../calibration/member.ts';
import { restoreStream, streamState } from '../calibration/stream.ts';
import type { Detector, DetectorModel, StreamOptions } from '../detector.ts';
import { CutForestStream } from './cut-forest-stream.ts';
import { cutForestOptions } from './options.ts';

const id = 'random-cut-forest';

/** Robust random cut forest over the last eight values: scores are expected displacements, 0 to 1, without a side. See
 *  README.md. */
export const randomCutForest: Detector = {
  id,
  create: (options) => modelOf(options, new CutForestStream(cutForestOptions(options))),
  restore: (state) => {
    const fields = new SavedFields(state, id);
    const options = restoreStream(fields.json('stream'));
    return modelOf(options, CutForestStream.restore(cutForestOptions(options), fields.json('forest')));
  },
};

function modelOf(options: StreamOptions, forest: CutForestStream): DetectorModel {
  return {
    detectorId: id,
    score: ({ observed }) => forest.score(usableValue(observed)),
    update: ({ observed }) => forest.update(usableValue(observed)),
    state: () => ({ kind: id, version: 1, stream: streamState(options), forest: forest.state() }),
  };
}
