import type { Json } from '../../forecast/forecaster.ts';
import type { Member } from '../calibration/member.ts';
import { logSum } from '../calibration/pool.ts';
import { Rest } from '../calibration/rest.ts';
import { learningSteps } from '../calibration/stream.ts';
import type { StreamOptions } from '../detector.ts';
import { LevelChange } from '../level-change/level-change.ts';
import { levelOptions } from '../level-change/options.ts';
import { NearestWindow } from '../nearest-window/nearest-window.ts';
import { windowOptions } from '../nearest-window/options.ts';
import { NewExtreme } from '../new-extreme/new-extreme.ts';
import { extremeOptions } from '../new-extreme/options.ts';
import { seasonalOptions } from '../seasonal-change/options.ts';
import { SeasonalChange } from '../seasonal-change/seasonal-change.ts';
import { transitionOptions } from '../unseen-transition/options.ts';
import { UnseenTransition } from '../unseen-transition/unseen-transition.ts';

/** Decades that each member needs for a fused 0: level, season, shape, extreme. README.md says how they were chosen. */
const offsets = [1.9, 2.2, 1.3, 1.6];
/** From so much on it is an alarm. */
export const alarmFrom = 0.9;
/** What a transition never seen in a known range adds. */
const transitionBonus = 0.8;
/** Share of the time scale that is silent after an alarm. */
const restShare = 0.2;

export const memberIds = ['level-change', 'seasonal-change', 'nearest-window', 'new-extreme'] as const;

/** What the ensemble says of a value: valid until it is asked again. */
export interface Opinion {
  /** Fused decades less what is usual: from `alarmFrom` on an alarm. */
  fused: number;
  isAlarm: boolean;
  isLearning: boolean;
  /** Decades of each of `memberIds`. */
  readonly decades: Float64Array;
  isNewTransition: boolean;
}

/** The members of the fused detector on one series, and the rest after an alarm. */
export class Ensemble {
  private readonly members: readonly Member[];
  private readonly transition: UnseenTransition;
  private readonly rest: Rest;
  private readonly learning: number;
  private count: number;
  private readonly opinion: Opinion = {
    fused: 0,
    isAlarm: false,
    isLearning: true,
    decades: new Float64Array(memberIds.length),
    isNewTransition: false,
  };

  constructor(options: StreamOptions, saved?: EnsembleState) {
    const steps = learningSteps(options);
    this.learning = steps;
    this.members = saved === undefined ? createMembers(options) : restoreMembers(options, saved.members);
    const transition = transitionOptions(options);
    this.transition =
      saved === undefined
        ? new UnseenTransition(transition)
        : UnseenTransition.restore(transition, saved.transition);
    this.rest = new Rest(Math.round(restShare * steps), saved?.rest);
    this.count = saved?.count ?? 0;
  }

  judge(observed: number, timeMs: number): Opinion {
    const { opinion, members } = this;
    const { decades } = opinion;
    for (let k = 0; k < members.length; k++) decades[k] = members[k]!.rarity(observed, timeMs);
    opinion.isNewTransition = this.transition.rarity(observed) > 0;
    opinion.isLearning = this.count < this.learning;
    opinion.fused = logSum(decades, offsets) + (opinion.isNewTransition ? transitionBonus : 0);
    opinion.isAlarm = !opinion.isLearning && this.rest.isOver && opinion.fused >= alarmFrom;
    return opinion;
  }

  /** On which side the member that finds it rarest sees the value last judged. */
  side(observed: number, timeMs: number): number {
    const { decades } = this.opinion;
    let most = 0;
    for (let k = 1; k < decades.length; k++)
      if (decades[k]! - offsets[k]! > decades[most]! - offsets[most]!) most = k;
    return this.members[most]!.side(observed, timeMs);
  }

  update(observed: number, timeMs: number, isAlarm: boolean): void {
    for (const member of this.members) member.update(observed, timeMs);
    this.transition.update(observed);
    this.rest.update(isAlarm);
    if (!Number.isNaN(observed)) this.count = Math.min(this.count + 1, this.learning);
  }

  state(): EnsembleState {
    return {
      members: this.members.map((member) => member.state()),
      transition: this.transition.state(),
      rest: this.rest.left,
      count: this.count,
    };
  }
}

export interface EnsembleState {
  readonly members: readonly Json[];
  readonly transition: Json;
  readonly rest: number;
  readonly count: number;
}

function createMembers(options: StreamOptions): readonly Member[] {
  return [
    new LevelChange(levelOptions(options)),
    new SeasonalChange(seasonalOptions(options)),
    new NearestWindow(windowOptions(options)),
    new NewExtreme(extremeOptions(options)),
  ];
}

function restoreMembers(options: StreamOptions, states: readonly Json[]): readonly Member[] {
  const [level = null, season = null, shape = null, extreme = null] = states;
  return [
    LevelChange.restore(levelOptions(options), level),
    SeasonalChange.restore(seasonalOptions(options), season),
    NearestWindow.restore(windowOptions(options), shape),
    NewExtreme.restore(extremeOptions(options), extreme),
  ];
}

/**
 * Probability that any of the members alone would give so much: the sum of their tails (union bound), at most 1.
 * A bonus for a transition is in `fused`, and so makes it smaller.
 */
export function unionTail(fused: number): number {
  let sum = 0;
  for (const offset of offsets) sum += 10 ** -Math.max(0, fused + offset);
  return Math.min(1, sum);
}
