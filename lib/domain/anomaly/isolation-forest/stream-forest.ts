import type { Json } from '../../forecast/forecaster.ts';
import { SavedFields, savedFault } from '../../forecast/saved-fields.ts';
import { packFloats } from '../../numerics/packed-floats.ts';
import { createRandom } from '../../numerics/seeded-random.ts';
import { coarse } from '../calibration/coarse.ts';
import { LagFeatures } from '../calibration/lag-features.ts';
import { RarityScale } from '../calibration/rarity-scale.ts';
import { isRemembered } from '../calibration/score-memory.ts';
import { noScore, type Score } from '../detector.ts';
import { bareForest, type IsolationForest, isolationScore } from './forest.ts';
import { growTree, indices } from './grow.ts';
import type { StreamForestOptions } from './options.ts';
import { packForest, smallNumbers, unpackForest } from './packed-forest.ts';

/** A decade of rarity is at least worth so much of the anomaly score: a path shorter by a thirtieth. */
const leastSlope = 0.02;
/**
 * Cuts lie in thrice the range of the rows. A forest that cuts inside it only, as published, cannot tell a value beyond
 * all it has seen from the greatest it has seen, which for a stream is the very thing to tell. Source: the work range of
 * Tan, Ting and Liu (2011), Fast Anomaly Detection for Streaming Data, IJCAI, section 3.
 */
const margin = 1;
/** While a series is young, all trees are new when it has grown by a quarter. */
const newShare = 0.25;

/**
 * An isolation forest over the lag features of a stream. Its trees are grown anew one after the other, from a reservoir
 * of rows in which the old ones make room: a uniform sample of a young series, later one in which age tells.
 */
export class StreamForest {
  private readonly options: StreamForestOptions;
  private readonly forest: IsolationForest;
  private readonly features: LagFeatures;
  private readonly past: RarityScale;
  private readonly row = new Float32Array(LagFeatures.columns);
  /** A row after the other. */
  private readonly reservoir: Float32Array;
  private held = 0;
  private seen = 0;
  /** Trees grown so far, one again after all. */
  private grown = 0;
  /** Steps since the last tree. */
  private since = 0;

  constructor(options: StreamForestOptions, features = new LagFeatures(options.lags), past?: RarityScale) {
    const { trees, sampleSize, reservoir } = options;
    this.options = options;
    this.features = features;
    this.past = past ?? new RarityScale(options.past);
    this.reservoir = new Float32Array(reservoir * LagFeatures.columns);
    this.forest = bareForest({ columns: LagFeatures.columns, trees, sampleSize, isExtended: false });
  }

  score(value: number, timeMs: number): Score {
    if (Number.isNaN(value) || !this.isGrown) return noScore;
    this.features.rowOf(value, timeMs, this.row);
    const score = isolationScore(this.forest, this.row);
    // As coarse as what is remembered, so that a score that comes again is not greater than itself.
    return { score, pValue: 10 ** -this.past.rarity(coarse(score), leastSlope) };
  }

  private get isGrown(): boolean {
    return this.grown >= this.options.trees;
  }

  update(value: number, timeMs: number): void {
    if (Number.isNaN(value)) return;
    this.features.rowOf(value, timeMs, this.row);
    if (this.isGrown) this.remember();
    this.features.update(value, timeMs);
    this.seen++;
    this.sample();
    if (++this.since >= this.renewal()) this.grow();
  }

  private remember(): void {
    if (isRemembered(this.seen, this.options)) this.past.push(isolationScore(this.forest, this.row));
  }

  /** Puts the row into the reservoir, if the lot falls on it (Vitter 1985, algorithm R, with a bounded horizon). */
  private sample(): void {
    const { reservoir: size, horizon } = this.options;
    if (this.held < size) {
      this.reservoir.set(this.row, this.held++ * LagFeatures.columns);
      return;
    }
    const place = Math.floor(this.lots()() * Math.min(this.seen, Math.max(size, horizon)));
    if (place < size) this.reservoir.set(this.row, place * LagFeatures.columns);
  }

  /** Lots that depend on the seed and the step only, so that a restored stream draws the same. */
  private lots(): () => number {
    return createRandom(this.options.seed ^ Math.imul(this.seen, 0x9e3779b1));
  }

  private renewal(): number {
    const { trees, renewal, sampleSize } = this.options;
    if (this.held < sampleSize) return Number.POSITIVE_INFINITY;
    if (!this.isGrown) return 1;
    return Math.min(renewal, Math.max(1, Math.floor((newShare * this.seen) / trees)));
  }

  private grow(): void {
    this.since = 0;
    const tree = this.grown % this.options.trees;
    this.grown++;
    growTree(this.forest, tree, this.reservoir, {
      order: indices(this.held),
      extension: 0,
      margin,
      random: this.lots(),
      rounding: smallNumbers,
    });
  }

  state(): Json {
    const { held, seen, grown, since } = this;
    return {
      kind: 'stream-forest',
      version: 1,
      numbers: [seen, grown, since],
      reservoir: packFloats(this.reservoir.subarray(0, held * LagFeatures.columns)),
      ...(grown > 0 && { forest: packForest(this.forest) }),
      features: this.features.state(),
      past: this.past.state(),
    };
  }

  /** @throws RangeError when the state is not one that `state` gave */
  static restore(options: StreamForestOptions, state: Json): StreamForest {
    const fields = new SavedFields(state, 'stream-forest');
    const features = LagFeatures.restore(options.lags, fields.json('features'));
    const past = RarityScale.restore(options.past, fields.json('past'));
    const stream = new StreamForest(options, features, past);
    const reservoir = fields.floats('reservoir');
    if (reservoir.length > stream.reservoir.length || reservoir.length % LagFeatures.columns !== 0)
      throw savedFault('reservoir', `${reservoir.length} numbers`);
    stream.reservoir.set(reservoir);
    stream.held = reservoir.length / LagFeatures.columns;
    const [seen, grown, since] = fields.list('numbers');
    if (typeof seen !== 'number' || typeof grown !== 'number' || typeof since !== 'number')
      throw savedFault('numbers', 'no three numbers');
    stream.seen = seen;
    stream.grown = grown;
    stream.since = since;
    if (grown > 0) unpackForest(stream.forest, fields.json('forest'));
    return stream;
  }
}
