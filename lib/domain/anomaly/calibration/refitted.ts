import type { Json } from '../../forecast/forecaster.ts';
import { SavedFields, savedFault } from '../../forecast/saved-fields.ts';
import { packFloats } from '../../numerics/packed-floats.ts';
import { noScore, type Score, type StreamOptions } from '../detector.ts';
import { LagFeatures, lagOptions } from './lag-features.ts';
import { RarityScale } from './rarity-scale.ts';
import { learningSteps } from './stream.ts';
import type { Memory } from './stream-detector.ts';

const { columns } = LagFeatures;
/** Scores remembered. */
const past = 750;

/** What is found in rows of features, and how far off it a row lies. */
export interface Fitting<Fit> {
  /** Rows remembered, spread over a time scale; with fewer there is no fit. */
  readonly rows: number;
  /** It is fitted anew after so many new rows. */
  readonly refresh: number;
  /** What a decade of rarity is at least worth, in units of the score. */
  readonly leastSlope: number;
  readonly fit: (rows: Float32Array) => Fit;
  /** 0 and up. */
  readonly strangeness: (fit: Fit, row: Float32Array) => number;
  readonly pack: (fit: Fit) => Json;
  /** @throws RangeError when the state is not one that `pack` gave */
  readonly unpack: (state: Json) => Fit;
}

/** A fit to the last rows of a stream's features, found anew now and then, and how strange a value is to it. */
export class Refitted<Fit> implements Memory {
  private readonly fitting: Fitting<Fit>;
  private readonly features: LagFeatures;
  private readonly scale: RarityScale;
  private readonly stride: number;
  private readonly rows: Float32Array;
  private readonly row = new Float32Array(columns);
  private held = 0;
  /** Where the next row goes. */
  private at = 0;
  private skipped = 0;
  private since = 0;
  private fit: Fit | undefined;

  constructor(
    fitting: Fitting<Fit>,
    options: StreamOptions,
    features = new LagFeatures(lagOptions(options)),
    scale = new RarityScale(past),
  ) {
    this.fitting = fitting;
    this.features = features;
    this.scale = scale;
    this.stride = Math.max(1, Math.round(learningSteps(options) / fitting.rows));
    this.rows = new Float32Array(fitting.rows * columns);
  }

  score(value: number, timeMs: number): Score {
    if (Number.isNaN(value) || this.fit === undefined) return noScore;
    this.features.rowOf(value, timeMs, this.row);
    const score = this.fitting.strangeness(this.fit, this.row);
    return { score, pValue: 10 ** -this.scale.rarity(score, this.fitting.leastSlope) };
  }

  update(value: number, timeMs: number): void {
    if (Number.isNaN(value)) return;
    if (++this.skipped >= this.stride) {
      this.skipped = 0;
      this.features.rowOf(value, timeMs, this.row);
      if (this.fit !== undefined) this.scale.push(this.fitting.strangeness(this.fit, this.row));
      this.remember();
    }
    this.features.update(value, timeMs);
  }

  private remember(): void {
    const { rows, refresh } = this.fitting;
    this.rows.set(this.row, this.at * columns);
    this.at = (this.at + 1) % rows;
    this.held = Math.min(this.held + 1, rows);
    if (++this.since < refresh || this.held < rows) return;
    this.since = 0;
    this.fit = this.fitting.fit(this.rows);
  }

  state(): Json {
    return {
      kind: 'refitted',
      version: 1,
      features: this.features.state(),
      scale: this.scale.state(),
      rows: packFloats(this.rows.subarray(0, this.held * columns)),
      numbers: [this.at, this.skipped, this.since],
      ...(this.fit !== undefined && { fit: this.fitting.pack(this.fit) }),
    };
  }

  /** @throws RangeError when the state is not one that `state` gave */
  static restore<Fit>(fitting: Fitting<Fit>, options: StreamOptions, state: Json): Refitted<Fit> {
    const fields = new SavedFields(state, 'refitted');
    const refitted = new Refitted(
      fitting,
      options,
      LagFeatures.restore(lagOptions(options), fields.json('features')),
      RarityScale.restore(past, fields.json('scale')),
    );
    const rows = fields.floats('rows');
    const numbers = fields.list('numbers').map(Number);
    if (rows.length > refitted.rows.length || rows.length % columns !== 0)
      throw savedFault('rows', `${rows.length} numbers`);
    if (numbers.length !== 3 || !numbers.every(Number.isInteger))
      throw savedFault('numbers', 'no three numbers');
    refitted.rows.set(rows);
    refitted.held = rows.length / columns;
    [refitted.at = 0, refitted.skipped = 0, refitted.since = 0] = numbers;
    if (fields.has('fit')) refitted.fit = fitting.unpack(fields.json('fit'));
    return refitted;
  }
}

/** The units of the columns of a fit's rows, as its state has them. @throws RangeError */
export function savedUnits(fields: SavedFields): Float64Array {
  const units = Float64Array.from(fields.list('units'), Number);
  if (units.length !== columns || !units.every((unit) => unit > 0))
    throw savedFault('units', `${units.length} units`);
  return units;
}
