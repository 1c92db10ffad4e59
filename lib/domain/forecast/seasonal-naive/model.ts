import { normalReach } from '../../numerics/normal-quantile.ts';
import { meanAbsoluteToSd } from '../../numerics/order-statistics.ts';
import type { Expectation, Path, RatedModel } from '../forecaster.ts';
import {
  type SeasonState,
  seasonBase,
  seasonMean,
  seasonSkip,
  seasonTake,
  seasonVariance,
} from './season.ts';
import { packState } from './state.ts';
import { type TrendState, trendHold, trendMean, trendSkip, trendTake, trendVariance } from './trend.ts';

/** All that the model remembers. */
export interface NaiveState {
  readonly description: string;
  readonly backtest: RatedModel['backtest'];
  readonly range: { readonly min?: number; readonly max?: number };
  readonly core: ({ readonly kind: 'season' } & SeasonState) | ({ readonly kind: 'trend' } & TrendState);
  /** Running mean of the absolute one-step error, a unit of scale. */
  oneStep: number;
  /** The same for what the season alone expects; equals `oneStep` without a season. */
  seasonOnly: number;
  /** Errors grow with the value: the unit of scale is the expected value, but at least this much. Null when
   *  errors do not depend on the value, and the unit of scale is 1. */
  readonly proportionalFrom: number | null;
  /** How many far errors came one after another on one side, signed. */
  run: number;
}

/** Weight of the newest error in the running scale: a memory of about 300 steps. */
const scaleWeight = 1 / 300;
/** Errors beyond this many standard deviations are far. */
const farSd = 3;
/** The running scale counts no error as more than this many. */
const boundSd = 5;
/** From so many far errors in a row on the series runs away, and its slope is learnt in a hurry. */
const runningAfter = 3;
/** After so many far errors in a row the new level is believed in full: a season has more reason to return. */
const believedAfter = { season: 24, trend: 8 } as const;

export function createModel(state: NaiveState): RatedModel {
  return {
    forecasterId: 'seasonal-naive',
    description: state.description,
    backtest: state.backtest,
    next: (level) => expectation(state, level),
    update: (value) => takeIn(state, value),
    forecast: (horizon, level) => pathOf(state, horizon, level),
    state: () => packState(state),
  };
}

function clip(
  { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY }: NaiveState['range'],
  x: number,
) {
  return Math.min(max, Math.max(min, x));
}

function unitOf({ proportionalFrom }: NaiveState, mean: number): number {
  return proportionalFrom === null ? 1 : Math.max(Math.abs(mean), proportionalFrom);
}

/** Standard deviation of one step ahead as the trend's shrinkage needs it: before the mean is known. */
function trendSd(state: NaiveState, level: number): number {
  return state.oneStep * meanAbsoluteToSd * unitOf(state, level);
}

function rawMean(state: NaiveState, h: number): number {
  const { core } = state;
  return core.kind === 'season' ? seasonMean(core, h) : trendMean(core, h, trendSd(state, core.level));
}

function sdAhead(state: NaiveState, h: number, mean: number): number {
  const unit = unitOf(state, mean) * meanAbsoluteToSd;
  const oneStep = (state.oneStep * unit) ** 2;
  const { core } = state;
  if (core.kind === 'trend') return Math.sqrt(trendVariance(core, h, oneStep));
  return Math.sqrt(seasonVariance(core, h, oneStep, (state.seasonOnly * unit) ** 2));
}

function expectation(state: NaiveState, level: number): Expectation {
  const mean = clip(state.range, rawMean(state, 1));
  const sd = sdAhead(state, 1, mean);
  const reach = reachOf(level) * sd;
  const { core, range } = state;
  return {
    mean,
    sd,
    lower: clip(range, mean - reach),
    upper: clip(range, mean + reach),
    ...(core.kind === 'season' && { seasonal: clip(range, seasonBase(core, 1)) }),
  };
}

/** The quantile of the level asked for last: one level is asked for again and again. */
let known = { level: Number.NaN, reach: Number.NaN };
function reachOf(level: number): number {
  if (known.level !== level) known = { level, reach: normalReach(level) };
  return known.reach;
}

function pathOf(state: NaiveState, horizon: number, level: number): Path {
  if (!Number.isInteger(horizon) || horizon < 1)
    throw new RangeError(`got a horizon of ${horizon} steps: give a whole number of at least 1`);
  const path = {
    mean: new Float64Array(horizon),
    lower: new Float64Array(horizon),
    upper: new Float64Array(horizon),
  };
  const reach = reachOf(level);
  for (let i = 0; i < horizon; i++) {
    const mean = clip(state.range, rawMean(state, i + 1));
    const sd = sdAhead(state, i + 1, mean);
    path.mean[i] = mean;
    path.lower[i] = clip(state.range, mean - reach * sd);
    path.upper[i] = clip(state.range, mean + reach * sd);
  }
  return path;
}

function takeIn(state: NaiveState, value: number): void {
  if (Number.isFinite(value)) takeValue(state, value);
  else if (state.core.kind === 'season') seasonSkip(state.core);
  else trendSkip(state.core, trendSd(state, state.core.level));
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = state.range;
  if (state.core.kind === 'trend') trendHold(state.core, min, max);
}

function takeValue(state: NaiveState, value: number): void {
  const { core } = state;
  const mean = rawMean(state, 1);
  const error = value - mean;
  const unit = unitOf(state, mean);
  const sd = state.oneStep * meanAbsoluteToSd * unit;
  const believed = believe(state, error, sd);
  const seasonError = core.kind === 'season' ? mean + believed - seasonBase(core, 1) : believed;
  if (core.kind === 'season') seasonTake(core, believed);
  else trendTake(core, believed, trendSd(state, core.level), Math.abs(state.run) >= runningAfter);
  const bounded = Math.min(Math.abs(error), Math.max(boundSd * sd, Math.abs(believed)));
  state.oneStep += scaleWeight * (bounded / unit - state.oneStep);
  state.seasonOnly += scaleWeight * (Math.abs(seasonError) / unit - state.seasonOnly);
}

/**
 * How much of an error is believed. One far value may be an outlier and moves the model by a standard
 * deviation; a second on the same side by two, and so on, and a level that stays is believed in full.
 */
function believe(state: NaiveState, error: number, sd: number): number {
  if (Math.abs(error) <= farSd * sd) {
    state.run = 0;
    return error;
  }
  const side = Math.sign(error);
  state.run = Math.sign(state.run) === side ? state.run + side : side;
  const times = Math.abs(state.run);
  const share = Math.min(1, (times - 1) / believedAfter[state.core.kind]);
  return side * Math.min(Math.abs(error), Math.max(times * sd, share * Math.abs(error)));
}
