import { normalReach } from '../../numerics/normal-quantile.ts';
import { meanAbsoluteToSd } from '../../numerics/order-statistics.ts';
import type { Expectation, Path, RatedModel } from '../forecaster.ts';
import { type History, pushValue } from '../lag-regression/history.ts';
import { type ErrorScales, quantileFor, sizeAt } from './conformal.ts';
import type { Part } from './contender.ts';
import type { Decision } from './decision.ts';
import { packState } from './state.ts';
import { Mixer, mixed } from './weights.ts';

/** A part and how much it says in each block of the horizon. */
export interface WeighedPart {
  readonly id: string;
  readonly weights: readonly number[];
  readonly part: Part;
}

export interface PoolState {
  readonly description: string;
  readonly notes: readonly string[];
  readonly backtest: RatedModel['backtest'];
  readonly decision: Decision;
  readonly range: { readonly min?: number; readonly max?: number };
  /** Forecasts beyond these are not believed, in the unit of the series. */
  readonly least: number;
  readonly most: number;
  /** Steps of the horizon that a weight of a part holds for; the last one holds for all beyond. */
  readonly blockSteps: number;
  readonly parts: readonly WeighedPart[];
  readonly history: History;
  /** How far errors reach, in units and relative to the forecast; absent where the past was too short to try. */
  readonly scales?: ErrorScales;
  /** Running mean of the absolute one-step error, in usual sizes of one step ahead. */
  oneStep: number;
}

export interface PoolModel extends RatedModel {
  readonly decision: Decision;
}

/** Weight of the newest error in the running mean: a memory of about 300 steps. */
const oneStepWeight = 1 / 300;
/** An error counts there at most as so many of the mean. */
const bound = 6;

export function createModel(state: PoolState): PoolModel {
  const mixer = new Mixer(state.parts.length);
  // What comes next is asked for by those who judge and those who learn: it is found once a step.
  let known: number | undefined;
  const mean = () => {
    known ??= clip(state, nextMean(state, mixer));
    return known;
  };
  return {
    forecasterId: 'pool',
    description: state.description,
    notes: state.notes,
    backtest: state.backtest,
    decision: state.decision,
    next: (level) => expectation(state, mean(), level),
    update(value) {
      takeIn(state, mean(), value);
      known = undefined;
    },
    forecast: (horizon, level) => pathOf(state, horizon, level),
    state: () => packState(state),
  };
}

function clip({ range: { min, max }, least, most }: PoolState, value: number): number {
  const held = Math.min(most, Math.max(least, value));
  return Math.min(max ?? held, Math.max(min ?? held, held));
}

/** The usual size of an error one step ahead of this forecast: half as learnt in units, half as relative. */
function usualSize({ scales }: PoolState, mean: number): number {
  if (scales === undefined) return 1;
  const { unit, relative, floor } = scales;
  return (sizeAt(unit.sizes, 0) + Math.max(floor, Math.abs(mean)) * sizeAt(relative.sizes, 0)) / 2;
}

function nextMean({ parts }: PoolState, mixer: Mixer): number {
  for (const { weights, part } of parts) mixer.add(part.next(0.95).mean, weights[0]!);
  return mixer.take();
}

function expectation(state: PoolState, mean: number, level: number): Expectation {
  const sd = state.oneStep * usualSize(state, mean) * meanAbsoluteToSd;
  const reach = normalReach(level) * sd;
  const seasonal = seasonalMean(state);
  return {
    mean,
    sd,
    lower: inRange(state, mean - reach),
    upper: inRange(state, mean + reach),
    ...(seasonal !== undefined && { seasonal: clip(state, seasonal) }),
  };
}

function inRange({ range: { min, max } }: PoolState, value: number): number {
  return Math.min(max ?? Number.MAX_VALUE, Math.max(min ?? -Number.MAX_VALUE, value));
}

/** What the season alone expects, where parts of the pool know. */
function seasonalMean({ parts }: PoolState): number | undefined {
  let sum = 0;
  let total = 0;
  for (const { weights, part } of parts) {
    const weight = weights[0]!;
    const { seasonal } = part.next(0.95);
    if (seasonal === undefined) continue;
    sum += weight * seasonal;
    total += weight;
  }
  return total > 0 ? sum / total : undefined;
}

function takeIn(state: PoolState, mean: number, value: number): void {
  const isThere = Number.isFinite(value);
  if (isThere) {
    const usual = usualSize(state, mean);
    const size = usual > 0 ? Math.abs(value - mean) / usual : 0;
    const counted = state.oneStep > 0 ? Math.min(size, bound * state.oneStep) : size;
    state.oneStep += oneStepWeight * (counted - state.oneStep);
  }
  for (const { part } of state.parts) part.take(isThere ? value : Number.NaN);
  pushValue(state.history, isThere ? value : mean);
}

function pathOf(state: PoolState, horizon: number, level: number): Path {
  if (!Number.isInteger(horizon) || horizon < 1)
    throw new RangeError(`got a horizon of ${horizon} steps: give a whole number of at least 1`);
  const mix = mixOf(state, horizon, level);
  const { scales } = state;
  if (scales === undefined) return mix;
  const unit = quantileFor(scales.unit, level);
  const relative = quantileFor(scales.relative, level);
  for (let h = 0; h < horizon; h++) {
    const mean = clip(state, mix.mean[h]!);
    const inUnits = unit * sizeAt(scales.unit.sizes, h);
    const base = Math.max(scales.floor, Math.abs(mean));
    const reach = (inUnits + relative * base * sizeAt(scales.relative.sizes, h)) / 2;
    mix.mean[h] = mean;
    mix.lower[h] = inRange(state, mean - reach);
    mix.upper[h] = inRange(state, mean + reach);
  }
  return mix;
}

function mixOf({ parts, blockSteps }: PoolState, horizon: number, level: number): Path {
  const paths = parts.map(({ part }) => part.forecast(horizon, level));
  const blocks = {
    steps: blockSteps,
    weights: parts[0]!.weights.map((_, b) => parts.map(({ weights }) => weights[b]!)),
  };
  const mixOfAll = (pick: (path: Path) => Float64Array) =>
    mixed(paths.map(pick), blocks) ?? new Float64Array(horizon);
  return {
    mean: mixOfAll(({ mean }) => mean),
    lower: mixOfAll(({ lower }) => lower),
    upper: mixOfAll(({ upper }) => upper),
  };
}
