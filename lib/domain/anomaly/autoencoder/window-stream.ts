import type { Json } from '../../forecast/forecaster.ts';
import { SavedFields } from '../../forecast/saved-fields.ts';
import {
  distancesSorted,
  madToSd,
  meanAbsoluteToSd,
  quantileSorted,
  sortedFinite,
} from '../../numerics/order-statistics.ts';
import { packFloats } from '../../numerics/packed-floats.ts';
import { createRandom } from '../../numerics/seeded-random.ts';
import { coarse } from '../calibration/coarse.ts';
import { RarityScale } from '../calibration/rarity-scale.ts';
import { Recent } from '../calibration/recent.ts';
import { noScore, type Score } from '../detector.ts';
import { createNetwork, forward, initialParameters, type Network, parameterCount } from './network.ts';
import { type AutoencoderOptions, sizes } from './options.ts';
import { train } from './train.ts';

/** Epochs of the first lesson, and of those that go on from what is known. */
const firstEpochs = 12;
const laterEpochs = 4;
/** Values further than this many deviations are seen as lying there. */
const farthest = 6;
/** The scale is never taken to be less than this share of the level. */
const leastScaleShare = 1e-3;
const leastScale = 1e-9;
/** A decade of rarity is at least worth this share of the usual error, and so many deviations. */
const leastSlopeShare = 0.2;
const leastSlope = 0.02;
/** Errors seen before anything is called rare. */
const fewestErrors = 64;

/** Centre and scale of the values that the network has learnt. */
interface Norm {
  readonly centre: number;
  readonly scale: number;
}

/** How badly a network that knows the windows of a series gives back the newest one. */
export class WindowStream {
  private readonly options: AutoencoderOptions;
  private readonly recent: Recent;
  private readonly past: RarityScale;
  private readonly network: Network;
  private parameters: Float64Array | undefined;
  private norm: Norm = { centre: 0, scale: 1 };
  private taken = 0;
  private learnAt: number;
  private lessons = 0;
  private errors = 0;

  constructor(options: AutoencoderOptions, recent = new Recent(options.memory), past?: RarityScale) {
    this.options = options;
    this.recent = recent;
    this.past = past ?? new RarityScale(options.past);
    this.network = createNetwork(sizes);
    this.learnAt = options.first;
  }

  /** The root mean square error of the window that ends with this value, in deviations, signed by the value's own. */
  score(value: number): Score {
    const error = this.error(value);
    if (Number.isNaN(error)) return noScore;
    const last = sizes[0]! - 1;
    const isBelow = this.network.values[0]![last]! < this.network.values.at(-1)![last]!;
    const score = isBelow ? -error : error;
    if (this.errors < fewestErrors) return { score, pValue: 1 };
    const slope = Math.max(leastSlope, leastSlopeShare * this.past.median());
    return { score, pValue: 10 ** -this.past.rarity(error, slope) };
  }

  /** NaN for a gap and before the first lesson. */
  private error(value: number): number {
    if (this.parameters === undefined || !Number.isFinite(value)) return Number.NaN;
    const inputs = this.network.values[0]!;
    for (let i = 0; i < inputs.length - 1; i++)
      inputs[i] = this.standardised(this.recent.back(inputs.length - 1 - i));
    inputs[inputs.length - 1] = this.standardised(value);
    const outputs = forward(this.network, this.parameters);
    let sum = 0;
    for (let i = 0; i < inputs.length; i++) sum += (inputs[i]! - outputs[i]!) ** 2;
    return coarse(Math.sqrt(sum / inputs.length));
  }

  private standardised(value: number): number {
    const z = (value - this.norm.centre) / this.norm.scale;
    return Math.max(-farthest, Math.min(farthest, z));
  }

  /** @param value NaN is a gap, which is left out */
  update(value: number): void {
    if (!Number.isFinite(value)) return;
    const error = this.error(value);
    if (!Number.isNaN(error)) {
      this.past.push(error);
      if (this.errors < fewestErrors) this.errors++;
    }
    this.recent.push(value);
    this.taken++;
    if (this.taken >= this.learnAt) this.learn();
  }

  /** Learns the values remembered: from nothing at first, later from what is known. Rounded, as it is saved. */
  private learn(): void {
    const values = this.recent.values();
    const random = createRandom(this.options.seed + this.lessons);
    this.norm = normOf(values);
    const series = Float64Array.from(values, (value) => this.standardised(value));
    const isFirst = this.parameters === undefined;
    const parameters = this.parameters ?? initialParameters(this.network, random);
    train(this.network, parameters, series, { epochs: isFirst ? firstEpochs : laterEpochs, random });
    this.parameters = Float64Array.from(Float32Array.from(parameters));
    this.lessons++;
    this.learnAt = this.taken + Math.min(this.taken, this.options.memory);
  }

  state(): Json {
    return {
      kind: 'window-stream',
      version: 1,
      recent: this.recent.state(),
      past: this.past.state(),
      taken: this.taken,
      learnAt: this.learnAt,
      lessons: this.lessons,
      errors: this.errors,
      ...(this.parameters !== undefined && {
        parameters: packFloats(Float32Array.from(this.parameters)),
        norm: { kind: 'norm', version: 1, ...this.norm },
      }),
    };
  }

  /** @throws RangeError when the state is not one that `state` gave */
  static restore(options: AutoencoderOptions, state: Json): WindowStream {
    const fields = new SavedFields(state, 'window-stream');
    const stream = new WindowStream(
      options,
      Recent.restore(options.memory, fields.json('recent')),
      RarityScale.restore(options.past, fields.json('past')),
    );
    for (const name of ['taken', 'learnAt', 'lessons', 'errors'] as const) stream[name] = fields.count(name);
    if (!fields.has('parameters')) return stream;
    const length = parameterCount(stream.network);
    stream.parameters = Float64Array.from(fields.floats('parameters', length));
    const norm = new SavedFields(fields.json('norm'), 'norm');
    stream.norm = { centre: norm.number('centre'), scale: norm.number('scale', Number.MIN_VALUE) };
    return stream;
  }
}

/** Median and median deviation; the mean deviation where more than half of the values are the same. */
function normOf(values: Float32Array): Norm {
  const sorted = sortedFinite(values);
  const centre = quantileSorted(sorted, 0.5);
  const distances = distancesSorted(sorted, centre);
  const robust = madToSd * quantileSorted(distances, 0.5);
  const mean = distances.reduce((sum, distance) => sum + distance / distances.length, 0);
  const scale = robust > 0 ? robust : meanAbsoluteToSd * mean;
  return { centre, scale: Math.max(scale, leastScaleShare * Math.abs(centre), leastScale) };
}
