import type { Json } from '../../forecast/forecaster.ts';
import { type Detector, noScore, type Score, type StreamOptions } from '../detector.ts';
import type { Member } from './member.ts';
import { type Memory, streamDetector } from './stream-detector.ts';

export interface MemberKind {
  readonly create: (options: StreamOptions) => Member;
  /** @throws RangeError when the state is not one that `Member.state` gave */
  readonly restore: (options: StreamOptions, state: Json) => Member;
}

/** A member of the fused detector as a detector of its own: scores are signed decades, and p = 10^−decades. */
export function memberDetector(id: string, { create, restore }: MemberKind): Detector {
  return streamDetector(id, {
    create: (options) => memoryOf(create(options)),
    restore: (options, state) => memoryOf(restore(options, state)),
  });
}

function memoryOf(member: Member): Memory {
  return {
    score: (value, timeMs) => scoreOf(member, value, timeMs),
    update: (value, timeMs) => member.update(value, timeMs),
    state: () => member.state(),
  };
}

function scoreOf(member: Member, value: number, timeMs: number): Score {
  const decades = Number.isNaN(value) ? 0 : member.rarity(value, timeMs);
  if (decades === 0) return noScore;
  return { score: decades * member.side(value, timeMs), pValue: 10 ** -decades };
}
