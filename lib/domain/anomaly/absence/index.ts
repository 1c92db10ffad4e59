import { SavedFields } from '../../forecast/saved-fields.ts';
import { restoreStream, streamState } from '../calibration/stream.ts';
import { type Detector, type DetectorModel, noScore, type StreamOptions } from '../detector.ts';
import { Absence } from './absence.ts';
import { absenceOptions } from './options.ts';

const id = 'absence';

/** Points that do not come, beside the series' own rhythm of arrivals. Scores are decades below nought. See README.md. */
export const absence: Detector = {
  id,
  create: (options) => modelOf(options, new Absence(absenceOptions(options))),
  restore: (state) => {
    const fields = new SavedFields(state, id);
    const options = restoreStream(fields.json('stream'));
    return modelOf(options, Absence.restore(absenceOptions(options), fields.json('absence')));
  },
};

function modelOf(options: StreamOptions, part: Absence): DetectorModel {
  return {
    detectorId: id,
    score: ({ observed, timeMs }) => {
      const decades = part.rarity(observed, timeMs);
      return decades === 0 ? noScore : { score: -decades, pValue: 10 ** -decades };
    },
    update: ({ observed, timeMs }) => part.update(observed, timeMs),
    state: () => ({ kind: id, version: 1, stream: streamState(options), absence: part.state() }),
  };
}
