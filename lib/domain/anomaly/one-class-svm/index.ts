import { SavedFields } from '../../forecast/saved-fields.ts';
import { restoreStream, streamState } from '../calibration/stream.ts';
import type { Detector, DetectorModel, StreamOptions } from '../detector.ts';
import { SvmStream } from './svm-stream.ts';

export { fitOneClassSvm, type OneClassSvm, type OneClassSvmOptions, oneClassDecision } from './batch.ts';

const id = 'one-class-svm';

/** Whether a value, its step and its seasonal difference lie in the region that holds those of the past. See README.md. */
export const oneClassSvm: Detector = {
  id,
  create: (options) => modelOf(options, new SvmStream(options)),
  restore: (state) => {
    const fields = new SavedFields(state, id);
    const options = restoreStream(fields.json('stream'));
    return modelOf(options, SvmStream.restore(options, fields.json('svm')));
  },
};

function modelOf(options: StreamOptions, svm: SvmStream): DetectorModel {
  return {
    detectorId: id,
    score: (point) => svm.score(point),
    update: (point) => svm.update(point),
    state: () => ({ kind: id, version: 1, stream: streamState(options), svm: svm.state() }),
  };
}
