import { SavedFields } from '../../forecast/saved-fields.ts';
import { restoreStream, streamState } from '../calibration/stream.ts';
import type { Detector, DetectorModel, StreamOptions } from '../detector.ts';
import { DensityStream } from './density-stream.ts';

export { type DbscanOptions, dbscan, noise } from './batch.ts';

const id = 'dbscan';

/** How far a value, its step and its seasonal difference lie from where those of the past lie densely. See README.md. */
export const density: Detector = {
  id,
  create: (options) => modelOf(options, new DensityStream(options)),
  restore: (state) => {
    const fields = new SavedFields(state, id);
    const options = restoreStream(fields.json('stream'));
    return modelOf(options, DensityStream.restore(options, fields.json('density')));
  },
};

function modelOf(options: StreamOptions, density: DensityStream): DetectorModel {
  return {
    detectorId: id,
    score: (point) => density.score(point),
    update: (point) => density.update(point),
    state: () => ({ kind: id, version: 1, stream: streamState(options), density: density.state() }),
  };
}
