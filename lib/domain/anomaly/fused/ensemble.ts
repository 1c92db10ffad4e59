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
import { NewRoughness } from '../new-roughness/new-roughness.ts';
import { roughnessOptions } from '../new-roughness/options.ts';
import { seasonalOptions } from '../seasonal-change/options.ts';
import { SeasonalChange } from '../seasonal-change/seasonal-change.ts';
import { transitionOptions } from '../unseen-transition/options.ts';
import { UnseenTransition } from '../unseen-transition/unseen-transition.ts';

export const memberIds = [
  'level-change',
  'seasonal-change',
  'nearest-window',
  'new-extreme',
  'new-roughness',
  'unseen-transition',
] as const;

/** What an alarm takes. README.md says how it was chosen. */
interface Demands {
  /** Decades that each of `memberIds` needs for a fused 0. */
  readonly offsets: readonly number[];
  /** From so much on it is an alarm. */
  readonly alarmFrom: number;
  /** Sum of the members' tails at a fused 0. */
  readonly tailsAtNought: number;
}

const offsets = [1.9, 2.2, 1.3, 1.6, 2.2];
const ofSeen = demands([...offsets, 1.6], 1.2);
/** Levels of a known range mean more than levels of what was seen so far: a transition never seen is alarming by itself. */
const ofRange = demands([...offsets, 0], 1.3);

function demands(needed: readonly number[], alarmFrom: number): Demands {
  return { offsets: needed, alarmFrom, tailsAtNought: needed.reduce((sum, one) => sum + 10 ** -one, 0) };
}

/** Share of the time scale that is silent after an alarm. */
const restShare = 0.2;

/** What the ensemble says of a value: valid until it is asked again. */
export interface Opinion {
  /** Fused decades less what is usual: from `Demands.alarmFrom` on an alarm. */
  fused: number;
  isAlarm: boolean;
  isLearning: boolean;
  /** Decades of each of `memberIds`. */
  readonly decades: Float64Array;
}

/** The members of the fused detector on one series, and the rest after an alarm. */
export class Ensemble {
  private readonly members: readonly Member[];
  private readonly demands: Demands;
  private readonly rest: Rest;
  private readonly learning: number;
  private count: number;
  private readonly opinion: Opinion = {
    fused: 0,
    isAlarm: false,
    isLearning: true,
    decades: new Float64Array(memberIds.length),
  };

  constructor(options: StreamOptions, saved?: EnsembleState) {
    const steps = learningSteps(options);
    const { min, max } = options.range ?? {};
    this.learning = steps;
    this.demands = min !== undefined && max !== undefined ? ofRange : ofSeen;
    this.members = saved === undefined ? createMembers(options) : restoreMembers(options, saved.members);
    this.rest = new Rest(Math.round(restShare * steps), saved?.rest);
    this.count = saved?.count ?? 0;
  }

  judge(observed: number, timeMs: number): Opinion {
    const { demands, opinion, members } = this;
    const { decades } = opinion;
    for (let k = 0; k < members.length; k++) decades[k] = members[k]!.rarity(observed, timeMs);
    opinion.isLearning = this.count < this.learning;
    opinion.fused = logSum(decades, demands.offsets);
    opinion.isAlarm = !opinion.isLearning && this.rest.isOver && opinion.fused >= demands.alarmFrom;
    return opinion;
  }

  /** On which side the member that finds it rarest sees the value last judged. */
  side(observed: number, timeMs: number): number {
    const { demands, opinion } = this;
    const { offsets: needed } = demands;
    const { decades } = opinion;
    let most = 0;
    for (let k = 1; k < decades.length; k++)
      if (decades[k]! - needed[k]! > decades[most]! - needed[most]!) most = k;
    return this.members[most]!.side(observed, timeMs);
  }

  /** Probability, for a fused value above 0, that any of the members alone would give so much: the sum of their tails (union bound). */
  tail(fused: number): number {
    return Math.min(1, this.demands.tailsAtNought * 10 ** -fused);
  }

  update(observed: number, timeMs: number, isAlarm: boolean): void {
    for (const member of this.members) member.update(observed, timeMs);
    this.rest.update(isAlarm);
    if (!Number.isNaN(observed)) this.count = Math.min(this.count + 1, this.learning);
  }

  state(): EnsembleState {
    return {
      members: this.members.map((member) => member.state()),
      rest: this.rest.left,
      count: this.count,
    };
  }
}

export interface EnsembleState {
  readonly members: readonly Json[];
  readonly rest: number;
  readonly count: number;
}

function createMembers(options: StreamOptions): readonly Member[] {
  return [
    new LevelChange(levelOptions(options)),
    new SeasonalChange(seasonalOptions(options)),
    new NearestWindow(windowOptions(options)),
    new NewExtreme(extremeOptions(options)),
    new NewRoughness(roughnessOptions(options)),
    new UnseenTransition(transitionOptions(options)),
  ];
}

function restoreMembers(options: StreamOptions, states: readonly Json[]): readonly Member[] {
  const [level = null, season = null, shape = null, ...others] = states;
  const [extreme = null, roughness = null, transition = null] = others;
  return [
    LevelChange.restore(levelOptions(options), level),
    SeasonalChange.restore(seasonalOptions(options), season),
    NearestWindow.restore(windowOptions(options), shape),
    NewExtreme.restore(extremeOptions(options), extreme),
    NewRoughness.restore(roughnessOptions(options), roughness),
    UnseenTransition.restore(transitionOptions(options), transition),
  ];
}
