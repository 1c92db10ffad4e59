import { SavedFields } from '../../forecast/saved-fields.ts';
import { usableValue } from '../calibration/member.ts';
import { restoreStream, streamState } from '../calibration/stream.ts';
import type { Detector, DetectorModel, StreamOptions } from '../detector.ts';
import { saliencyOptions } from './options.ts';
import { SaliencyStream } from './saliency-stream.ts';

export { type SpectralResidual, type SpectralResidualOptions, spectralResidual } from './batch.ts';

const id = 'spectral-residual';

/** Saliency of the newest value in its window (Microsoft's spectral residual). See README.md. */
export const spectralResidualDetector: Detector = {
  id,
  create: (options) => modelOf(options, new SaliencyStream(saliencyOptions(options))),
  restore: (state) => {
    const fields = new SavedFields(state, id);
    const options = restoreStream(fields.json('stream'));
    return modelOf(options, SaliencyStream.restore(saliencyOptions(options), fields.json('saliency')));
  },
};

function modelOf(options: StreamOptions, saliency: SaliencyStream): DetectorModel {
  return {
    detectorId: id,
    score: ({ observed }) => saliency.score(usableValue(observed)),
    update: ({ observed }) => saliency.update(usableValue(observed)),
    state: () => ({ kind: id, version: 1, stream: streamState(options), saliency: saliency.state() }),
  };
}
