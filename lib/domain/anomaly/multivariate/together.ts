import type { Json } from '../../forecast/forecaster.ts';
import { SavedFields } from '../../forecast/saved-fields.ts';
import { packDoubles } from '../../numerics/packed-doubles.ts';
import { usableValue } from '../calibration/member.ts';
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
import { partialResidual, type Relation, relationOf, squaredMahalanobis } from './relation.ts';

export const id = 'multivariate';
const fewestMembers = 2;
/** A row farther off than so many times what is usual is learnt as if it were that far. */
const mostLearnt = 3;
/** The relation is found anew after so many rows. */
const refresh = 8;
/** Below this share of its usual value, a member's ratios are differences. */
const floorShare = 0.05;
const leastFloor = 1e-9;
/** What a member differs by on its own, at least: 3 %. So that two that never did may part by that. */
const ownSd = 0.03;
const past = 512;
/** A decade of rarity is at least worth so many deviations. */
const leastSlope = 0.5;
const rareDecades = 3;

/** How several series move together: means and products with forgetting, and how rare it is to be as far off them. */
export class Together implements GroupModel {
  readonly detectorId = id;
  private readonly options: GroupOptions;
  private readonly steps: number;
  private readonly rarity: RarityScale;
  private readonly means: Float64Array;
  private readonly products: Float64Array;
  private readonly floors: Float64Array;
  private count = 0;
  /** Rows that the means are worth. */
  private weight = 0;
  /** Rows since the relation was found. */
  private since = 0;
  private relation: Relation | undefined;

  constructor(options: GroupOptions, rarity = new RarityScale(past)) {
    needMembers(options, fewestMembers);
    const { members } = options;
    this.options = options;
    this.steps = learningSteps({ ...options, startMs: 0 });
    this.rarity = rarity;
    this.means = new Float64Array(members);
    this.floors = new Float64Array(members);
    this.products = new Float64Array(members * members);
  }

  /** Before this, too little is known; and the floors are those of the first values. */
  private get isLearning(): boolean {
    return this.count < this.steps;
  }

  score(point: GroupPoint): GroupScore {
    checkMembers(point, this.options.members);
    const row = this.centred(point);
    const { relation } = this;
    if (row === undefined || relation === undefined || this.isLearning)
      return { ...noScore, members: Array.from(point.observed, () => noScore) };
    const distance = distanceOf(relation, row);
    const pValue = 10 ** -this.rarity.rarity(distance, leastSlope);
    const members = row.map((_, i): Score => {
      const score = partialResidual(relation, row, i);
      // By Chebyshev, since residuals of ratios are far from normal; and no surer than the whole.
      return { score, pValue: Math.max(pValue, Math.min(1, 1 / (score * score))) };
    });
    return { score: distance, pValue, members };
  }

  /** Undefined where a value is missing: what the others would say of it is no measurement. */
  private centred(point: GroupPoint): readonly number[] | undefined {
    const row = this.logs(point);
    return row?.map((value, i) => value - this.means[i]!);
  }

  private logs({ observed }: GroupPoint): readonly number[] | undefined {
    const values = Array.from(observed, usableValue);
    if (values.some(Number.isNaN)) return undefined;
    return values.map((value, i) => signedLog(value, Math.max(leastFloor, this.floors[i]!)));
  }

  update(point: GroupPoint): void {
    checkMembers(point, this.options.members);
    if (this.count < refresh) {
      this.learnFloors(Array.from(point.observed, usableValue));
      return;
    }
    const row = this.centred(point);
    if (row === undefined) return;
    this.count = Math.min(this.count + 1, this.steps);
    const { relation } = this;
    const distance = relation === undefined ? Number.NaN : distanceOf(relation, row);
    // Half-way through, the relation is sure enough for distances from it to be like those to come. What is rare is learnt
    // slowly: an hour of trouble is not to become usual within it.
    const isRare = this.rarity.rarity(distance, leastSlope) > rareDecades;
    if (2 * this.count > this.steps && !(isRare && this.since > 0)) this.rarity.push(distance);
    this.learn(row, distance > mostLearnt ? mostLearnt / distance : 1);
  }

  /** The mean size of the first values: what a ratio is of. */
  private learnFloors(values: readonly number[]): void {
    if (values.some(Number.isNaN)) return;
    this.count++;
    values.forEach((value, i) => {
      this.floors[i]! += (floorShare * Math.abs(value)) / refresh;
    });
    if (this.count < refresh) return;
    values.forEach((value, i) => {
      this.means[i] = signedLog(value, Math.max(leastFloor, this.floors[i]!));
    });
  }

  /** Takes a centred row in, drawn nearer where it is far off. */
  private learn(row: readonly number[], share: number): void {
    const columns = row.length;
    const keep = 0.5 ** (1 / this.steps);
    this.weight = keep * this.weight + 1;
    const pace = 1 / this.weight;
    for (let i = 0; i < columns; i++) {
      this.means[i]! += pace * share * row[i]!;
      for (let j = 0; j < columns; j++)
        this.products[i * columns + j]! +=
          pace * (share * share * row[i]! * row[j]! - this.products[i * columns + j]!);
    }
    if (++this.since < refresh && this.relation !== undefined) return;
    this.since = 0;
    this.relation = this.relate();
  }

  private relate(): Relation {
    const covariance = this.products.slice();
    for (let i = 0; i < this.means.length; i++) covariance[i * this.means.length + i]! += ownSd * ownSd;
    return relationOf(covariance, this.means.length);
  }

  state(): Json {
    return {
      kind: id,
      version: 1,
      group: groupState(this.options),
      rarity: this.rarity.state(),
      means: packDoubles(this.means),
      products: packDoubles(this.products),
      floors: packDoubles(this.floors),
      numbers: packDoubles(Float64Array.of(this.count, this.weight, this.since)),
      ...(this.relation !== undefined && { precision: packDoubles(this.relation.precision) }),
    };
  }

  /** @throws RangeError when the state is not one that `state` gave */
  static restore(state: Json): Together {
    const fields = new SavedFields(state, id);
    const options = restoreGroup(fields.json('group'));
    const { members } = options;
    const together = new Together(options, RarityScale.restore(past, fields.json('rarity')));
    together.means.set(fields.doubles('means', members));
    together.floors.set(fields.doubles('floors', members));
    together.products.set(fields.doubles('products', members * members));
    const [count = 0, weight = 0, since = 0] = fields.doubles('numbers', 3);
    together.count = count;
    together.weight = weight;
    together.since = since;
    if (fields.has('precision'))
      together.relation = { columns: members, precision: fields.doubles('precision', members * members) };
    return together;
  }
}

/** Deviations, as if of one member. */
function distanceOf(relation: Relation, row: readonly number[]): number {
  return Math.sqrt(squaredMahalanobis(relation, row) / row.length);
}
