import { SavedFields } from '../../forecast/saved-fields.ts';
import { usableValue } from '../calibration/member.ts';
import { restoreStream, streamState } from '../calibration/stream.ts';
import type { Detector, DetectorModel, StreamOptions } from '../detector.ts';
import { profileOptions } from './options.ts';
import { ProfileStream } from './profile-stream.ts';

export { type LeftMatrixProfile, leftMatrixProfile } from './batch.ts';

const id = 'matrix-profile';

/** Left matrix profile: scores are z-normalised distances to the nearest earlier window, without a side. See README.md. */
export const matrixProfile: Detector = {
  id,
  create: (options) => modelOf(options, new ProfileStream(profileOptions(options))),
  restore: (state) => {
    const fields = new SavedFields(state, id);
    const options = restoreStream(fields.json('stream'));
    return modelOf(options, ProfileStream.restore(profileOptions(options), fields.json('profile')));
  },
};

function modelOf(options: StreamOptions, profile: ProfileStream): DetectorModel {
  return {
    detectorId: id,
    score: ({ observed }) => profile.score(usableValue(observed)),
    update: ({ observed }) => profile.update(usableValue(observed)),
    state: () => ({ kind: id, version: 1, stream: streamState(options), profile: profile.state() }),
  };
}
