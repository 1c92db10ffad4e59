import type { Json } from '../../forecast/forecaster.ts';
import { SavedFields } from '../../forecast/saved-fields.ts';
import type { Detector, DetectorModel, Judged, Score, StreamOptions } from '../detector.ts';
import { type Member, usableValue } from './member.ts';
import { restoreStream, streamState } from './stream.ts';

export interface MemberKind {
  readonly create: (options: StreamOptions) => Member;
  /** @throws RangeError when the state is not one that `Member.state` gave */
  readonly restore: (options: StreamOptions, state: Json) => Member;
}

/** A member of the fused detector as a detector of its own: scores are signed decades, and p = 10^−decades. */
export function memberDetector(id: string, kind: MemberKind): Detector {
  return {
    id,
    create: (options) => modelOf(id, options, kind.create(options)),
    restore: (state) => {
      const fields = new SavedFields(state, id);
      const options = restoreStream(fields.json('stream'));
      return modelOf(id, options, kind.restore(options, fields.json('member')));
    },
  };
}

function modelOf(id: string, options: StreamOptions, member: Member): DetectorModel {
  return {
    detectorId: id,
    score: (point) => scoreOf(member, point),
    update: ({ observed, timeMs }) => member.update(usableValue(observed), timeMs),
    state: () => ({ kind: id, version: 1, stream: streamState(options), member: member.state() }),
  };
}

function scoreOf(member: Member, { observed, timeMs }: Judged): Score {
  const value = usableValue(observed);
  const decades = Number.isNaN(value) ? 0 : member.rarity(value, timeMs);
  if (decades === 0) return { score: 0, pValue: 1 };
  return { score: decades * member.side(value, timeMs), pValue: 10 ** -decades };
}
