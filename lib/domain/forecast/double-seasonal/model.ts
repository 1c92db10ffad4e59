import { normalReach } from '../../numerics/normal-quantile.ts';
import { meanAbsoluteToSd } from '../../numerics/order-statistics.ts';
import type { Expectation, FitOptions, FittedModel, Path } from '../forecaster.ts';
import { fromScale, toScale, type ValueScale } from '../value-scale.ts';
import { expectedAt, type Smoother, seasonedAt, smooth } from './smoother.ts';
import { packState } from './state.ts';

/** Smoothers of one series whose mean is the forecast; all on the scale. */
export interface DoubleSeasonalState {
  readonly description: string;
  readonly scale: ValueScale;
  readonly range: NonNullable<FitOptions['range']>;
  readonly smoothers: readonly Smoother[];
  /** Steps taken in. */
  step: number;
  /** Running mean of the absolute error one step ahead. */
  spread: number;
  /** Forecasts beyond these are not believed. */
  readonly least: number;
  readonly most: number;
}

/** Steps that the running spread remembers. */
const spreadMemory = 300;
/** An error counts in it at most as so many times the spread. */
const bound = 6;

export function createModel(state: DoubleSeasonalState): FittedModel {
  return {
    forecasterId: 'double-seasonal',
    description: state.description,
    next: (level) => expectation(state, level),
    update: (value) => takeIn(state, Number.isFinite(value) ? toScale(state.scale, value) : Number.NaN),
    forecast: (horizon, level) => pathOf(state, horizon, level),
    state: () => packState(state),
  };
}

/** Takes in the next value on the scale; NaN is a gap. */
export function takeIn(state: DoubleSeasonalState, x: number): void {
  if (!Number.isNaN(x)) {
    const size = Math.abs(x - meanOf(state, (one) => expectedAt(one, state.step)));
    const memory = Math.min(spreadMemory, state.step + 1);
    state.spread +=
      (Math.min(size, memory < spreadMemory ? size : bound * state.spread) - state.spread) / memory;
  }
  for (const smoother of state.smoothers) smooth(smoother, state.step, x);
  state.step++;
}

function meanOf({ smoothers }: DoubleSeasonalState, value: (smoother: Smoother) => number): number {
  let sum = 0;
  for (const smoother of smoothers) sum += value(smoother);
  return sum / smoothers.length;
}

function bounded({ least, most }: DoubleSeasonalState, x: number): number {
  return Math.min(most, Math.max(least, x));
}

/** From the scale to the unit of the series, within its range. */
function unitOf({ scale, range: { min, max } }: DoubleSeasonalState): (x: number) => number {
  return (x) => Math.min(max ?? Number.MAX_VALUE, Math.max(min ?? -Number.MAX_VALUE, fromScale(scale, x)));
}

function expectation(state: DoubleSeasonalState, level: number): Expectation {
  const { scale, step } = state;
  const unit = unitOf(state);
  const x = bounded(
    state,
    meanOf(state, (one) => expectedAt(one, step)),
  );
  const sd = state.spread * meanAbsoluteToSd;
  const reach = normalReach(level) * sd;
  return {
    mean: unit(x),
    sd: (fromScale(scale, x + sd) - fromScale(scale, x - sd)) / 2,
    lower: unit(x - reach),
    upper: unit(x + reach),
    seasonal: unit(
      bounded(
        state,
        meanOf(state, (one) => seasonedAt(one, step)),
      ),
    ),
  };
}

function pathOf(state: DoubleSeasonalState, horizon: number, level: number): Path {
  if (!Number.isInteger(horizon) || horizon < 1)
    throw new RangeError(`got a horizon of ${horizon} steps: give a whole number of at least 1`);
  const { step } = state;
  const x = new Float64Array(horizon);
  for (let h = 1; h <= horizon; h++) {
    const ahead = (one: Smoother) => seasonedAt(one, step + h - 1) + one.error * one.gains.error ** h;
    x[h - 1] = bounded(state, meanOf(state, ahead));
  }
  const unit = unitOf(state);
  const reaches = reachesOf(state, horizon, normalReach(level) * state.spread * meanAbsoluteToSd);
  return {
    mean: x.map(unit),
    lower: x.map((value, h) => unit(value - reaches[h]!)),
    upper: x.map((value, h) => unit(value + reaches[h]!)),
  };
}

/**
 * How far the interval reaches: that of one step, grown by what later steps still keep of an error, in the mean of the
 * smoothers. An error e goes into the next one by φ, and into what is expected j steps later by α and, where j is a
 * multiple of a season, by its γ.
 */
function reachesOf(state: DoubleSeasonalState, horizon: number, oneStep: number): Float64Array {
  const kept = new Float64Array(horizon);
  const share = 1 / state.smoothers.length;
  for (const { gains, seasons } of state.smoothers) {
    let echo = 1;
    for (let j = 0; j < horizon; j++) {
      if (j > 0) {
        echo = gains.error * echo + gains.level;
        for (let i = 0; i < seasons.length; i++) if (j % seasons[i]!.length === 0) echo += gains.seasons[i]!;
      }
      kept[j]! += share * echo;
    }
  }
  const widest = Math.max(state.most - state.least, oneStep);
  let variance = 0;
  return kept.map((echo) => {
    variance += echo * echo;
    return Math.min(widest, oneStep * Math.sqrt(variance));
  });
}
