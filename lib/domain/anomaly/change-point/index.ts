import { SavedFields } from '../../forecast/saved-fields.ts';
import { usableValue } from '../calibration/member.ts';
import { restoreStream, streamState } from '../calibration/stream.ts';
import { type Detector, type DetectorModel, type Judged, noScore, type StreamOptions } from '../detector.ts';
import { type Change, ChangePoint } from './change-point.ts';
import { changeOptions } from './options.ts';

export type { Change } from './change-point.ts';

const id = 'change-point';

/** A detector of changes that also tells what changed and since when. */
export interface ChangePointModel extends DetectorModel {
  /** The likeliest change as of a point that is not taken in yet; undefined while learning, and for a gap. Cost: linear
   *  in the window, a quarter of the time scale. */
  change(point: Judged): Change | undefined;
}

export interface ChangePointDetector extends Detector {
  create(options: StreamOptions): ChangePointModel;
  restore(...args: Parameters<Detector['restore']>): ChangePointModel;
}

/** Level shift and variance change by window-limited likelihood ratios. Scores are signed decades. See README.md. */
export const changePoint: ChangePointDetector = {
  id,
  create: (options) => modelOf(options, new ChangePoint(changeOptions(options))),
  restore: (state) => {
    const fields = new SavedFields(state, id);
    const options = restoreStream(fields.json('stream'));
    return modelOf(options, ChangePoint.restore(changeOptions(options), fields.json('changes')));
  },
};

function modelOf(options: StreamOptions, changes: ChangePoint): ChangePointModel {
  return {
    detectorId: id,
    score: ({ observed, timeMs }) => {
      const found = changes.look(usableValue(observed), timeMs);
      if (found === undefined || found.decades === 0) return noScore;
      return { score: found.side * found.decades, pValue: 10 ** -found.decades };
    },
    update: ({ observed, timeMs }) => changes.update(usableValue(observed), timeMs),
    change: ({ observed, timeMs }) => changes.change(usableValue(observed), timeMs),
    state: () => ({ kind: id, version: 1, stream: streamState(options), changes: changes.state() }),
  };
}
