import { streamDetector } from '../calibration/stream-detector.ts';
import type { Detector } from '../detector.ts';
import { profileOptions } from './options.ts';
import { ProfileStream } from './profile-stream.ts';

export { type LeftMatrixProfile, leftMatrixProfile } from './batch.ts';

/** Left matrix profile: scores are z-normalised distances to the nearest earlier window, without a side. See README.md. */
export const matrixProfile: Detector = streamDetector('matrix-profile', {
  create: (options) => new ProfileStream(profileOptions(options)),
  restore: (options, state) => ProfileStream.restore(profileOptions(options), state),
});
