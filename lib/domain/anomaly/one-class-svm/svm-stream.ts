import type { Json } from '../../forecast/forecaster.ts';
import { SavedFields, savedFault } from '../../forecast/saved-fields.ts';
import { packFloats } from '../../numerics/packed-floats.ts';
import { LagFeatures, lagOptions } from '../calibration/lag-features.ts';
import { usableValue } from '../calibration/member.ts';
import { RarityScale } from '../calibration/rarity-scale.ts';
import { robustUnits } from '../calibration/robust-units.ts';
import { learningSteps } from '../calibration/stream.ts';
import type { Judged, Score, StreamOptions } from '../detector.ts';
import { fitOneClassSvm, type OneClassSvm, oneClassDecision } from './batch.ts';

const { columns } = LagFeatures;
/** Rows remembered, spread over a time scale; with fewer there is no machine. */
const mostRows = 160;
/** The machine is fitted anew after so many new rows. */
const refresh = 16;
/** Share of the rows that may lie outside. */
const nu = 0.05;
/** A kernel ten units wide in each column: with one unit all that is a little off is equally far from everything. */
const gamma = 1 / (2 * 100 * columns);
const past = 750;
/** Scores go from 0 deep inside to 2, like to none: a decade is at least worth so much of it. */
const leastSlope = 0.05;

/** A machine and the units of its columns. */
interface Region {
  readonly units: Float64Array;
  readonly machine: OneClassSvm;
}

/** The region that holds the last rows of a stream's features, found anew now and then, and whether a value is in it. */
export class SvmStream {
  private readonly features: LagFeatures;
  private readonly scale: RarityScale;
  private readonly stride: number;
  private readonly rows = new Float32Array(mostRows * columns);
  private readonly row = new Float32Array(columns);
  private held = 0;
  /** Where the next row goes. */
  private at = 0;
  private skipped = 0;
  private since = 0;
  private region: Region | undefined;

  constructor(options: StreamOptions, features?: LagFeatures, scale = new RarityScale(past)) {
    this.features = features ?? new LagFeatures(lagOptions(options));
    this.scale = scale;
    this.stride = Math.max(1, Math.round(learningSteps(options) / mostRows));
  }

  score({ observed, timeMs }: Judged): Score {
    const value = usableValue(observed);
    if (Number.isNaN(value) || this.region === undefined) return { score: 0, pValue: 1 };
    const score = this.strangeness(value, timeMs, this.region);
    return { score, pValue: 10 ** -this.scale.rarity(score, leastSlope) };
  }

  /** 1 on the border of the region, less inside; 2 where nothing is like it. */
  private strangeness(value: number, timeMs: number, { units, machine }: Region): number {
    this.features.rowOf(value, timeMs, this.row);
    const scaled = this.row.map((one, k) => one / units[k]!);
    return Math.max(0, 1 - oneClassDecision(machine, scaled) / machine.offset);
  }

  update({ observed, timeMs }: Judged): void {
    const value = usableValue(observed);
    if (Number.isNaN(value)) return;
    this.features.rowOf(value, timeMs, this.row);
    if (++this.skipped >= this.stride) {
      if (this.region !== undefined) this.scale.push(this.strangeness(value, timeMs, this.region));
      this.remember();
    }
    this.features.update(value, timeMs);
  }

  private remember(): void {
    this.skipped = 0;
    this.rows.set(this.row, this.at * columns);
    this.at = (this.at + 1) % mostRows;
    this.held = Math.min(this.held + 1, mostRows);
    if (++this.since < refresh || this.held < mostRows) return;
    this.since = 0;
    this.region = regionOf(this.rows);
  }

  state(): Json {
    return {
      kind: 'svm-stream',
      version: 1,
      features: this.features.state(),
      scale: this.scale.state(),
      rows: packFloats(this.rows.subarray(0, this.held * columns)),
      numbers: [this.at, this.skipped, this.since],
      ...(this.region !== undefined && regionState(this.region)),
    };
  }

  /** @throws RangeError when the state is not one that `state` gave */
  static restore(options: StreamOptions, state: Json): SvmStream {
    const fields = new SavedFields(state, 'svm-stream');
    const stream = new SvmStream(
      options,
      LagFeatures.restore(lagOptions(options), fields.json('features')),
      RarityScale.restore(past, fields.json('scale')),
    );
    const rows = fields.floats('rows');
    const numbers = fields.list('numbers').map(Number);
    if (rows.length > stream.rows.length || rows.length % columns !== 0)
      throw savedFault('rows', `${rows.length} numbers`);
    if (numbers.length !== 3 || !numbers.every(Number.isInteger))
      throw savedFault('numbers', 'no three numbers');
    stream.rows.set(rows);
    stream.held = rows.length / columns;
    [stream.at = 0, stream.skipped = 0, stream.since = 0] = numbers;
    if (fields.has('vectors')) stream.region = savedRegion(fields);
    return stream;
  }
}

function regionOf(rows: Float32Array): Region {
  const units = robustUnits(rows, columns);
  const scaled = rows.map((value, i) => value / units[i % columns]!);
  const { weights, vectors, offset } = fitOneClassSvm(scaled, { columns, nu, gamma });
  // Rounded, as it is saved.
  const machine = { columns, gamma, offset, weights: rounded(weights), vectors: rounded(vectors) };
  return { units, machine };
}

function rounded(values: Float64Array): Float64Array {
  return Float64Array.from(Float32Array.from(values));
}

function regionState({ units, machine }: Region) {
  return {
    units: [...units],
    vectors: packFloats(Float32Array.from(machine.vectors)),
    weights: packFloats(Float32Array.from(machine.weights)),
    offset: machine.offset,
  };
}

function savedRegion(fields: SavedFields): Region {
  const units = Float64Array.from(fields.list('units'), Number);
  const weights = Float64Array.from(fields.floats('weights'));
  const vectors = Float64Array.from(fields.floats('vectors', weights.length * columns));
  if (units.length !== columns || !units.every((unit) => unit > 0))
    throw savedFault('units', `${units.length} units`);
  return {
    units,
    machine: { columns, gamma, weights, vectors, offset: fields.number('offset', Number.MIN_VALUE) },
  };
}
