import { streamDetector } from '../calibration/stream-detector.ts';
import type { Detector } from '../detector.ts';
import { autoencoderOptions } from './options.ts';
import { WindowStream } from './window-stream.ts';

/** Reconstruction error of a small dense network on windows of two dozen values. See README.md. */
export const autoencoder: Detector = streamDetector('autoencoder', {
  create: (options) => new WindowStream(autoencoderOptions(options)),
  restore: (options, state) => WindowStream.restore(autoencoderOptions(options), state),
});
