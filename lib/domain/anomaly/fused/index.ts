import type { Json } from '../../forecast/forecaster.ts';
import { SavedFields } from '../../forecast/saved-fields.ts';
import { usableValue } from '../calibration/member.ts';
import { restoreStream, streamState } from '../calibration/stream.ts';
import {
  type Detector,
  type DetectorModel,
  type Judged,
  noScore,
  type Score,
  type StreamOptions,
} from '../detector.ts';
import { Ensemble, type EnsembleState, type memberIds, type Opinion } from './ensemble.ts';

/** What the fused detector says of a point, and why. */
export interface FusedVerdict extends Score {
  /** Whether something begins here: the first of an event, and then silence for a fifth of the time scale. */
  readonly isAlarm: boolean;
  readonly isLearning: boolean;
  /** Decades of rarity by each member. */
  readonly members: Readonly<Record<(typeof memberIds)[number], number>>;
}

export interface FusedModel extends DetectorModel {
  /** Judges a point and takes it in: what `score` and `update` do, in one go, with the reasons. */
  take(point: Judged): FusedVerdict;
}

export interface FusedDetector extends Detector {
  create(options: StreamOptions): FusedModel;
  restore(state: Json): FusedModel;
}

/** Level, season, shape, records and transitions of a series fused into few alarms: the sensitive layer. See README.md. */
export const fused: FusedDetector = {
  id: 'fused',
  create: (options) => modelOf(options, new Ensemble(options)),
  restore: (state) => {
    const fields = new SavedFields(state, 'fused');
    const options = restoreStream(fields.json('stream'));
    return modelOf(options, new Ensemble(options, savedEnsemble(fields)));
  },
};

function modelOf(options: StreamOptions, ensemble: Ensemble): FusedModel {
  return {
    detectorId: 'fused',
    score: ({ observed, timeMs }) => {
      const value = usableValue(observed);
      return scoreOf(ensemble, ensemble.judge(value, timeMs), value, timeMs);
    },
    update: ({ observed, timeMs }) => {
      const value = usableValue(observed);
      ensemble.update(value, timeMs, ensemble.judge(value, timeMs).isAlarm);
    },
    take: ({ observed, timeMs }) => {
      const value = usableValue(observed);
      const opinion = ensemble.judge(value, timeMs);
      const verdict = verdictOf(scoreOf(ensemble, opinion, value, timeMs), opinion);
      ensemble.update(value, timeMs, opinion.isAlarm);
      return verdict;
    },
    state: () => ({ kind: 'fused', version: 1, stream: streamState(options), ...ensemble.state() }),
  };
}

/** Signed fused decades: 0 where nothing is unusual, while learning and for a gap. */
function scoreOf(
  ensemble: Ensemble,
  { fused: value, isLearning }: Opinion,
  observed: number,
  timeMs: number,
) {
  if (isLearning || value <= 0 || Number.isNaN(observed)) return noScore;
  return { score: value * ensemble.side(observed, timeMs), pValue: ensemble.tail(value) };
}

function verdictOf(score: Score, { isAlarm, isLearning, decades }: Opinion): FusedVerdict {
  return { ...score, isAlarm, isLearning, members: membersOf(decades) };
}

/** Written out: made from a list it would cost as much as all the members. */
function membersOf(decades: Float64Array): FusedVerdict['members'] {
  return {
    'level-change': decades[0]!,
    'seasonal-change': decades[1]!,
    'nearest-window': decades[2]!,
    'new-extreme': decades[3]!,
    'new-roughness': decades[4]!,
    'unseen-transition': decades[5]!,
  };
}

function savedEnsemble(fields: SavedFields): EnsembleState {
  return {
    members: fields.list('members'),
    rest: fields.count('rest'),
    count: fields.count('count'),
  };
}
