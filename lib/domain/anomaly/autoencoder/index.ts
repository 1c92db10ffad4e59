import { SavedFields } from '../../forecast/saved-fields.ts';
import { usableValue } from '../calibration/member.ts';
import { restoreStream, streamState } from '../calibration/stream.ts';
import type { Detector, DetectorModel, StreamOptions } from '../detector.ts';
import { autoencoderOptions } from './options.ts';
import { WindowStream } from './window-stream.ts';

const id = 'autoencoder';

/** Reconstruction error of a small dense network on windows of two dozen values. See README.md. */
export const autoencoder: Detector = {
  id,
  create: (options) => modelOf(options, new WindowStream(autoencoderOptions(options))),
  restore: (state) => {
    const fields = new SavedFields(state, id);
    const options = restoreStream(fields.json('stream'));
    return modelOf(options, WindowStream.restore(autoencoderOptions(options), fields.json('windows')));
  },
};

function modelOf(options: StreamOptions, windows: WindowStream): DetectorModel {
  return {
    detectorId: id,
    score: ({ observed }) => windows.score(usableValue(observed)),
    update: ({ observed }) => windows.update(usableValue(observed)),
    state: () => ({ kind: id, version: 1, stream: streamState(options), windows: windows.state() }),
  };
}
