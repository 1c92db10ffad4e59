import type { Json } from '../../forecast/forecaster.ts';
import { SavedFields, savedFault } from '../../forecast/saved-fields.ts';
import { packFloats } from '../../numerics/packed-floats.ts';
import { LagFeatures, lagOptions } from '../calibration/lag-features.ts';
import { usableValue } from '../calibration/member.ts';
import { RarityScale } from '../calibration/rarity-scale.ts';
import { learningSteps } from '../calibration/stream.ts';
import type { Judged, Score, StreamOptions } from '../detector.ts';
import { type DenseRows, denseRows, distanceFromCores } from './dense-rows.ts';

const { columns } = LagFeatures;
/** Rows remembered, spread over a time scale; fewer are called neither dense nor not. */
const mostRows = 224;
/** The dense part is looked for anew after so many new rows. */
const refresh = 56;
const past = 750;
/** A decade of rarity is at least worth so many eps. */
const leastSlope = 0.25;
/** Distances are told up to so many eps. */
const farthest = 1e6;

/** The dense part of the last rows of a stream's features, found anew now and then, and how far off it a value lies. */
export class DensityStream {
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
  private dense: DenseRows | undefined;

  constructor(options: StreamOptions, features?: LagFeatures, scale = new RarityScale(past)) {
    const steps = learningSteps(options);
    this.features = features ?? new LagFeatures(lagOptions(options));
    this.scale = scale;
    this.stride = Math.max(1, Math.round(steps / mostRows));
  }

  score({ observed, timeMs }: Judged): Score {
    const value = usableValue(observed);
    if (Number.isNaN(value) || this.dense === undefined) return { score: 0, pValue: 1 };
    const distance = this.distance(value, timeMs, this.dense);
    return { score: distance, pValue: 10 ** -this.scale.rarity(distance, leastSlope) };
  }

  /** In eps: up to 1 it is dense enough there. */
  private distance(value: number, timeMs: number, dense: DenseRows): number {
    this.features.rowOf(value, timeMs, this.row);
    const reach = dense.eps > 0 ? dense.eps : 1;
    return Math.min(farthest, distanceFromCores(dense, this.row) / reach);
  }

  update({ observed, timeMs }: Judged): void {
    const value = usableValue(observed);
    if (Number.isNaN(value)) return;
    this.features.rowOf(value, timeMs, this.row);
    const isLook = ++this.skipped >= this.stride;
    if (isLook && this.dense !== undefined) this.scale.push(this.distance(value, timeMs, this.dense));
    if (isLook) this.remember();
    this.features.update(value, timeMs);
  }

  private remember(): void {
    this.skipped = 0;
    this.rows.set(this.row, this.at * columns);
    this.at = (this.at + 1) % mostRows;
    this.held = Math.min(this.held + 1, mostRows);
    if (++this.since < refresh || this.held < mostRows) return;
    this.since = 0;
    this.dense = denseRows(this.rows.subarray(0, this.held * columns), columns);
  }

  state(): Json {
    return {
      kind: 'density-stream',
      version: 1,
      features: this.features.state(),
      scale: this.scale.state(),
      rows: packFloats(this.rows.subarray(0, this.held * columns)),
      numbers: [this.at, this.skipped, this.since],
      ...(this.dense !== undefined && {
        cores: packFloats(this.dense.cores),
        units: [...this.dense.units],
        eps: this.dense.eps,
      }),
    };
  }

  /** @throws RangeError when the state is not one that `state` gave */
  static restore(options: StreamOptions, state: Json): DensityStream {
    const fields = new SavedFields(state, 'density-stream');
    const stream = new DensityStream(
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
    if (fields.has('cores')) stream.dense = savedRows(fields);
    return stream;
  }
}

function savedRows(fields: SavedFields): DenseRows {
  const cores = fields.floats('cores');
  const units = Float64Array.from(fields.list('units'), Number);
  if (units.length !== columns || !units.every((unit) => unit > 0))
    throw savedFault('units', `${units.length} units`);
  if (cores.length === 0 || cores.length % columns !== 0)
    throw savedFault('cores', `${cores.length} numbers`);
  return { cores, units, eps: fields.number('eps', 0) };
}
