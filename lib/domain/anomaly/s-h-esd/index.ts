import { SavedFields } from '../../forecast/saved-fields.ts';
import { restoreStream, streamState } from '../calibration/stream.ts';
import type { Detector, DetectorModel, StreamOptions } from '../detector.ts';
import { esdStreamOptions } from './options.ts';
import { EsdStream } from './stream.ts';

export {
  type EsdThreshold,
  type SeasonalEsdAnomaly,
  type SeasonalEsdOptions,
  seasonalHybridEsd,
} from './batch.ts';
export { seasonalHybridEsdByTime, type TimedEsdOptions, type TimedValues } from './by-time.ts';
export type { EsdDirection } from './hybrid-esd.ts';

const id = 's-h-esd';

/** Twitter's seasonal hybrid ESD over the last two weeks: scores are deviations from the usual of the time of day. See
 *  README.md. */
export const sHEsd: Detector = {
  id,
  create: (options) => modelOf(options, new EsdStream(esdStreamOptions(options))),
  restore: (state) => {
    const fields = new SavedFields(state, id);
    const options = restoreStream(fields.json('stream'));
    return modelOf(options, EsdStream.restore(esdStreamOptions(options), fields.json('esd')));
  },
};

function modelOf(options: StreamOptions, stream: EsdStream): DetectorModel {
  return {
    detectorId: id,
    score: (point) => stream.score(point),
    update: (point) => stream.update(point),
    state: () => ({ kind: id, version: 1, stream: streamState(options), esd: stream.state() }),
  };
}
