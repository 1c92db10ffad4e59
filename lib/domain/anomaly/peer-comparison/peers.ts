import type { Json } from '../../forecast/forecaster.ts';
import { SavedFields, savedFault } from '../../forecast/saved-fields.ts';
import { median } from '../../numerics/order-statistics.ts';
import { packFloats, unpackFloats } from '../../numerics/packed-floats.ts';
import { usableValue } from '../calibration/member.ts';
import { OrderWindow } from '../calibration/order-window.ts';
import { RarityScale } from '../calibration/rarity-scale.ts';
import { signedLog } from '../calibration/signed-log.ts';
import { learningSteps } from '../calibration/stream.ts';
import { noScore, type Score } from '../detector.ts';
import {
  checkMembers,
  type GroupModel,
  type GroupOptions,
  type GroupPoint,
  type GroupScore,
  groupState,
  needMembers,
  restoreGroup,
} from '../group-detector.ts';

export const id = 'peer-comparison';
/** Of two that drift apart, neither is the odd one. */
const fewestPresent = 3;
/** Medians that the floor is made of. */
const floorSize = 8;
/** Remembered of each member: ratios over the whole time scale, and its newest moves. */
const usualSize = 96;
const raritySize = 384;
/** Below this share of the siblings' usual value, ratios are differences. */
const floorShare = 0.01;
/** A decade of rarity is at least worth so much of a logarithm: about 5 %. */
const leastSlope = 0.05;
const leastFloor = 1e-9;
const rarePValue = 1e-3;

/** What is remembered of a member. */
interface Member {
  /** Logs of its ratio to the members' median. */
  readonly usual: OrderWindow;
  readonly rarity: RarityScale;
}

/** Each member's ratio to the members' median, beside what its ratio usually is and beside what the others' have done. */
export class Peers implements GroupModel {
  readonly detectorId = id;
  private readonly options: GroupOptions;
  private readonly stride: number;
  private readonly members: readonly Member[];
  /** Medians of all members, of which the floor is made. */
  private readonly levels: OrderWindow;
  private skipped = 0;
  private floor: number | undefined;

  constructor(options: GroupOptions, members?: readonly Member[], levels = new OrderWindow(floorSize)) {
    needMembers(options, fewestPresent);
    this.options = options;
    this.stride = Math.max(1, Math.round(learningSteps({ ...options, startMs: 0 }) / usualSize));
    this.members = members ?? Array.from({ length: options.members }, emptyMember);
    this.levels = levels;
  }

  score(point: GroupPoint): GroupScore {
    checkMembers(point, this.members.length);
    const moves = this.moves(this.ratios(point));
    const members = moves.map((move, i) => scoreOf(move, this.members[i]!));
    const strictest = members.reduce((a, b) => (b.pValue < a.pValue ? b : a));
    const present = Math.max(1, moves.filter(isThere).length);
    // The least of several p-values, at its worst (Bonferroni).
    return { score: strictest.score, pValue: Math.min(1, present * strictest.pValue), members };
  }

  /** Logs of each member's ratio to the median; NaN where too few are there. */
  private ratios({ observed }: GroupPoint): readonly number[] {
    const { floor } = this;
    const logs = Array.from(observed, (value) =>
      floor === undefined ? Number.NaN : signedLog(usableValue(value), floor),
    );
    const usual = logs.filter(isThere).length < fewestPresent ? Number.NaN : median(logs);
    return logs.map((log) => log - usual);
  }

  /**
   * How far each ratio is from its usual one, less what most members' are: the median itself moves when a member fails or
   * leaves, and that is not the others' doing.
   */
  private moves(ratios: readonly number[]): readonly number[] {
    const off = ratios.map((ratio, i) => {
      const { usual } = this.members[i]!;
      return usual.count < usual.size / 2 ? Number.NaN : ratio - usual.quantile(0.5);
    });
    const common = off.filter(isThere).length < fewestPresent ? Number.NaN : median(off);
    return off.map((one) => one - common);
  }

  update(point: GroupPoint): void {
    checkMembers(point, this.members.length);
    this.learnFloor(Array.from(point.observed, usableValue));
    const ratios = this.ratios(point);
    const moves = this.moves(ratios);
    const isUsual = ++this.skipped >= this.stride;
    if (isUsual) this.skipped = 0;
    this.members.forEach((member, i) => {
      // What is rare is learnt as slowly as ratios are: an hour of trouble is not to become usual within it.
      if (isUsual || scoreOf(moves[i]!, member).pValue > rarePValue) member.rarity.push(Math.abs(moves[i]!));
      if (isUsual && isThere(ratios[i]!)) member.usual.push(ratios[i]!);
    });
  }

  /** The floor is of the first values and stays, or else ratios would move with it. */
  private learnFloor(values: readonly number[]): void {
    const level = median(values);
    if (this.floor !== undefined || Number.isNaN(level)) return;
    this.levels.push(Math.abs(level));
    if (this.levels.count === this.levels.size)
      this.floor = Math.max(leastFloor, floorShare * this.levels.quantile(0.5));
  }

  state(): Json {
    return {
      kind: id,
      version: 1,
      group: groupState(this.options),
      skipped: this.skipped,
      levels: packFloats(this.levels.values()),
      ...(this.floor !== undefined && { floor: this.floor }),
      usual: this.members.map(({ usual }) => packFloats(usual.values())),
      rarity: this.members.map(({ rarity }) => rarity.state()),
    };
  }

  /** @throws RangeError when the state is not one that `state` gave */
  static restore(state: Json): Peers {
    const fields = new SavedFields(state, id);
    const options = restoreGroup(fields.json('group'));
    const usual = fields.list('usual');
    const rarity = fields.list('rarity');
    if (usual.length !== options.members || rarity.length !== options.members)
      throw savedFault('usual', `${usual.length} members`);
    const members = usual.map(
      (one, i): Member => ({
        usual: OrderWindow.of(unpackFloats(one), usualSize),
        rarity: RarityScale.restore(raritySize, rarity[i]!),
      }),
    );
    const peers = new Peers(options, members, OrderWindow.of(fields.floats('levels'), floorSize));
    peers.skipped = fields.count('skipped');
    if (fields.has('floor')) peers.floor = fields.number('floor', leastFloor);
    return peers;
  }
}

function scoreOf(move: number, { rarity }: Member): Score {
  if (!isThere(move)) return noScore;
  return { score: move, pValue: 10 ** -rarity.rarity(Math.abs(move), leastSlope) };
}

function emptyMember(): Member {
  return { usual: new OrderWindow(usualSize), rarity: new RarityScale(raritySize) };
}

function isThere(value: number): boolean {
  return !Number.isNaN(value);
}
