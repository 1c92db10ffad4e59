import { normalReach } from '../../numerics/normal-quantile.ts';
import { meanAbsoluteToSd } from '../../numerics/order-statistics.ts';
import type { Expectation, FitOptions, FittedModel, Path } from '../forecaster.ts';
import { fromScale, toScale, type ValueScale } from '../value-scale.ts';
import { packState } from './state.ts';
import { turnWaves, type Waves, wavesAt, wavesFrom } from './waves.ts';

/** Waves and an autoregression of what they miss; all on the scale. */
export interface FourierState {
  readonly description: string;
  readonly scale: ValueScale;
  readonly range: NonNullable<FitOptions['range']>;
  readonly waves: Waves;
  /** Time of the next value; the last one fitted was at 0. */
  time: number;
  /** What a value's weight keeps a step, as the waves go on learning. */
  readonly keep: number;
  /** Lags of the autoregression, ascending. */
  readonly lags: Int32Array;
  readonly coefficients: Float64Array;
  /** What the waves missed the last values by, as many as the longest lag; the next goes to `at`. */
  readonly errors: Float32Array;
  at: number;
  /** Running mean of the absolute error one step ahead. */
  spread: number;
  /** Forecasts beyond these are not believed. */
  readonly least: number;
  readonly most: number;
}

/** Weight of the newest error in the running spread: a memory of about 300 steps. */
const spreadWeight = 1 / 300;
/** An error counts at most as so many times the spread, in the spread and for what it teaches. */
const bound = 6;

export function createModel(state: FourierState): FittedModel {
  return {
    forecasterId: 'fourier-ar',
    description: state.description,
    next: (level) => expectation(state, level),
    update: (value) => takeIn(state, value),
    forecast: (horizon, level) => pathOf(state, horizon, level),
    state: () => packState(state),
  };
}

/** What the autoregression expects of the error at `at` of a ring of errors. */
function echoOf({ lags, coefficients }: FourierState, errors: Float32Array, at: number): number {
  let sum = 0;
  for (let j = 0; j < lags.length; j++)
    sum += coefficients[j]! * errors[(at - lags[j]! + errors.length) % errors.length]!;
  return sum;
}

function takeIn(state: FourierState, value: number): void {
  const { waves, errors, time, keep, scale, least, most } = state;
  const expected = wavesAt(waves, time);
  const echo = echoOf(state, errors, state.at);
  let error = echo;
  if (Number.isFinite(value)) {
    // A value far beyond all that was seen is taken as one at the edge of it.
    error = Math.min(most, Math.max(least, toScale(scale, value))) - expected;
    const size = Math.min(Math.abs(error - echo), bound * state.spread);
    state.spread += spreadWeight * (size - state.spread);
    const reach = bound * state.spread;
    turnWaves(waves, time, Math.min(reach, Math.max(-reach, error)), keep);
    // What the waves have learnt is no longer missed.
    error = Math.min(most, Math.max(least, toScale(scale, value))) - wavesAt(waves, time);
  }
  errors[state.at] = error;
  state.at = (state.at + 1) % errors.length;
  state.time++;
}

function bounded({ least, most }: FourierState, x: number): number {
  return Math.min(most, Math.max(least, x));
}

/** From the scale to the unit of the series, within its range. */
function unitOf({ scale, range: { min, max } }: FourierState): (x: number) => number {
  return (x) => Math.min(max ?? Number.MAX_VALUE, Math.max(min ?? -Number.MAX_VALUE, fromScale(scale, x)));
}

function expectation(state: FourierState, level: number): Expectation {
  const season = wavesAt(state.waves, state.time);
  const x = bounded(state, season + echoOf(state, state.errors, state.at));
  const sd = state.spread * meanAbsoluteToSd;
  const reach = normalReach(level) * sd;
  const unit = unitOf(state);
  return {
    mean: unit(x),
    sd: (fromScale(state.scale, x + sd) - fromScale(state.scale, x - sd)) / 2,
    lower: unit(x - reach),
    upper: unit(x + reach),
    seasonal: unit(bounded(state, season)),
  };
}

function pathOf(state: FourierState, horizon: number, level: number): Path {
  if (!Number.isInteger(horizon) || horizon < 1)
    throw new RangeError(`got a horizon of ${horizon} steps: give a whole number of at least 1`);
  const { errors, waves, time, at } = state;
  const x = new Float64Array(horizon);
  wavesFrom(waves, time, x);
  const ring = errors.slice();
  for (let h = 0; h < horizon; h++) {
    const slot = (at + h) % ring.length;
    const value = bounded(state, x[h]! + echoOf(state, ring, slot));
    ring[slot] = value - x[h]!;
    x[h] = value;
  }
  const unit = unitOf(state);
  const reaches = reachesOf(state, horizon, normalReach(level) * state.spread * meanAbsoluteToSd);
  return {
    mean: x.map(unit),
    lower: x.map((value, h) => unit(value - reaches[h]!)),
    upper: x.map((value, h) => unit(value + reaches[h]!)),
  };
}

/** How far the interval reaches: the reach of one step, grown by what past errors still echo. */
function reachesOf({ lags, coefficients, least, most }: FourierState, horizon: number, oneStep: number) {
  const echo = new Float64Array(horizon);
  const reaches = new Float64Array(horizon);
  const widest = Math.max(most - least, oneStep);
  let variance = 0;
  for (let h = 0; h < horizon; h++) {
    let value = h === 0 ? 1 : 0;
    for (let j = 0; j < lags.length && lags[j]! <= h; j++) value += coefficients[j]! * echo[h - lags[j]!]!;
    echo[h] = Math.min(1e6, Math.max(-1e6, value));
    variance += echo[h]! * echo[h]!;
    reaches[h] = Math.min(widest, oneStep * Math.sqrt(variance));
  }
  return reaches;
}
