import type { Json } from '../forecast/forecaster.ts';
import { SavedFields } from '../forecast/saved-fields.ts';
import type { Score } from './detector.ts';

/** Values of several series at one time. */
export interface GroupPoint {
  /** One a member, in the group's order. NaN is a gap, or a member that is not there. */
  readonly observed: ArrayLike<number>;
  /** Start of the step. */
  readonly timeMs: number;
}

/** What is said of all members together, and of each. */
export interface GroupScore extends Score {
  /** In the group's order. */
  readonly members: readonly Score[];
}

/** What a detector is told of a group before its first values. */
export interface GroupOptions {
  /** How many series there are. */
  readonly members: number;
  readonly stepMs: number;
  /** Steps that the usual is learnt over. @default as a detector of one series has */
  readonly learningSteps?: number;
}

/** A detector that looks at several series at once. */
export interface GroupDetector {
  readonly id: string;
  /** @throws RangeError with fewer members than it needs */
  create(options: GroupOptions): GroupModel;
  /** @throws RangeError when the state is not one that `GroupModel.state` gave */
  restore(state: Json): GroupModel;
}

export interface GroupModel {
  readonly detectorId: string;
  /** Scores a point before it is taken in. @throws RangeError when it has another number of members */
  score(point: GroupPoint): GroupScore;
  update(point: GroupPoint): void;
  state(): Json;
}

/** @throws RangeError when a point has another number of members than the group */
export function checkMembers({ observed }: GroupPoint, members: number): void {
  if (observed.length !== members)
    throw new RangeError(
      `got ${observed.length} values for ${members} members: give one each, NaN for a gap`,
    );
}

/** Options as a part of a model's state. */
export function groupState({ members, stepMs, learningSteps }: GroupOptions): Json {
  return {
    kind: 'group',
    version: 1,
    members,
    stepMs,
    ...(learningSteps !== undefined && { learningSteps }),
  };
}

/** @throws RangeError when the state is not one that `groupState` gave */
export function restoreGroup(state: Json): GroupOptions {
  const fields = new SavedFields(state, 'group');
  return {
    members: fields.count('members', 1),
    stepMs: fields.number('stepMs', 1),
    ...(fields.has('learningSteps') && { learningSteps: fields.number('learningSteps') }),
  };
}

/** @throws RangeError with fewer members than that */
export function needMembers({ members }: GroupOptions, fewest: number): void {
  if (!(Number.isInteger(members) && members >= fewest))
    throw new RangeError(`got ${members} members: give at least ${fewest}`);
}
