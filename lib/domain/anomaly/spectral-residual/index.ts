import { streamDetector } from '../calibration/stream-detector.ts';
import type { Detector } from '../detector.ts';
import { saliencyOptions } from './options.ts';
import { SaliencyStream } from './saliency-stream.ts';

export { type SpectralResidual, type SpectralResidualOptions, spectralResidual } from './batch.ts';

/** Saliency of the newest value in its window (Microsoft's spectral residual). See README.md. */
export const spectralResidualDetector: Detector = streamDetector('spectral-residual', {
  create: (options) => new SaliencyStream(saliencyOptions(options)),
  restore: (options, state) => SaliencyStream.restore(saliencyOptions(options), state),
});
