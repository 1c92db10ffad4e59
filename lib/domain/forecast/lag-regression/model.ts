import { normalReach } from '../../numerics/normal-quantile.ts';
import { meanAbsoluteToSd } from '../../numerics/order-statistics.ts';
import { learnRow } from '../../numerics/recursive-least-squares.ts';
import type { Expectation, FittedModel, Path } from '../forecaster.ts';
import { fromScale, toScale } from '../value-scale.ts';
import { type LagCore, pastOf, recurse } from './core.ts';
import { type History, valueAgo } from './history.ts';
import { type SharingModel, withOwnHistory } from './own-history.ts';
import { packState } from './state.ts';

/** All that the model remembers besides the values that it is applied to. */
export interface LagState {
  readonly core: LagCore;
  /** Inverse of the normal matrix of the regression, lower triangle row by row; without it nothing more is learnt. */
  readonly inverse?: Float64Array;
  readonly range: { readonly min?: number; readonly max?: number };
  readonly description: string;
  /** What the regression's rows keep of their weight a step. */
  readonly keep: number;
  /** Far errors teach less, as they did in the fit. */
  readonly isRobust: boolean;
  /** Running mean of the absolute one-step error, on the scale. */
  spread: number;
}

/** A regression on lags of a history that others may share. */
export interface LagModel extends SharingModel {
  readonly state: LagState;
}

/** Weight of the newest error in the running spread: a memory of about 300 steps. */
const spreadWeight = 1 / 300;
/** An error counts at most as so many times the spread, in the spread and for what it teaches. */
const bound = 6;
/** As in the fit: errors nearer to 0 than this share of the usual weigh no more for it. */
const nearest = 0.3;

export function createLagModel(state: LagState, history: History): LagModel {
  const k = state.core.lags.length;
  const row = new Float64Array(k);
  const gain = new Float64Array(k);
  return {
    state,
    next: (level) => expectation(state, history, level),
    learn: (value) => learn(state, history, value, row, gain),
    forecast: (horizon, level) => pathOf(state, history, horizon, level),
  };
}

/** The model that owns its history: the forecaster's. */
export function createModel(state: LagState, history: History): FittedModel {
  return withOwnHistory('lag-regression', createLagModel(state, history), history, () =>
    packState(state, history),
  );
}

function slotAt({ slots }: LagCore, t: number): number {
  return slots[t % slots.length]!;
}

/** The value `lag` steps before the next one, on the scale and less its slot. */
function partAgo(core: LagCore, history: History, lag: number): number {
  const at = Math.max(0, history.count - lag);
  return toScale(core.scale, valueAgo(history, lag)) - slotAt(core, at);
}

/** The value that comes next on the scale, and the row of lags that gives it. */
function ahead(core: LagCore, history: History, row?: Float64Array): number {
  const { lags, coefficients, isDifferenced } = core;
  let x = isDifferenced ? partAgo(core, history, 1) : slotAt(core, history.count);
  for (let j = 0; j < lags.length; j++) {
    const lag = lags[j]!;
    const part = partAgo(core, history, lag);
    const value = isDifferenced ? part - partAgo(core, history, lag + 1) : part;
    if (row !== undefined) row[j] = value;
    x += coefficients[j]! * value;
  }
  return x;
}

function expectation(state: LagState, history: History, level: number): Expectation {
  const { core } = state;
  const x = bounded(core, ahead(core, history));
  const sd = state.spread * meanAbsoluteToSd;
  const clip = clipTo(state);
  const reach = normalReach(level) * sd;
  const value = (at: number) => clip(fromScale(core.scale, at));
  const spread = (fromScale(core.scale, x + sd) - fromScale(core.scale, x - sd)) / 2;
  return {
    mean: value(x),
    sd: Number.isFinite(spread) ? spread : sd,
    lower: value(x - reach),
    upper: value(x + reach),
  };
}

function bounded({ scale, least, most }: LagCore, x: number): number {
  return Math.min(toScale(scale, most), Math.max(toScale(scale, least), x));
}

function clipTo({ range: { min, max } }: LagState): (value: number) => number {
  const least = min ?? -Number.MAX_VALUE;
  const most = max ?? Number.MAX_VALUE;
  return (value) => Math.min(most, Math.max(least, value));
}

function learn(state: LagState, history: History, value: number, row: Float64Array, gain: Float64Array) {
  if (!Number.isFinite(value)) return;
  const { core, inverse, keep } = state;
  const error = toScale(core.scale, value) - ahead(core, history, row);
  const usual = state.spread;
  const size = Math.min(Math.abs(error), bound * usual);
  state.spread += spreadWeight * (size - usual);
  if (!(usual > 0) || inverse === undefined) return;
  const far = Math.abs(error);
  // By squares all weigh alike in the fit; here a far error still counts for no more than a bounded one.
  const weight = state.isRobust ? 1 / Math.max(nearest * usual, far) : Math.min(1, (bound * usual) / far);
  learnRow(inverse, core.coefficients, row, error, weight, keep, gain);
}

function pathOf(state: LagState, history: History, horizon: number, level: number): Path {
  if (!Number.isInteger(horizon) || horizon < 1)
    throw new RangeError(`got a horizon of ${horizon} steps: give a whole number of at least 1`);
  const { core } = state;
  const { scale } = core;
  const past = pastOf(core);
  const x = new Float64Array(past + horizon);
  for (let i = 0; i < past; i++) x[i] = partAgo(core, history, past - i);
  const mean = new Float64Array(horizon);
  recurse(core, x, history.count, mean);
  const clip = clipTo(state);
  const reaches = reachesOf(core, horizon, normalReach(level) * state.spread * meanAbsoluteToSd);
  const boundAt = (side: number) =>
    reaches.map((reach, h) => clip(fromScale(scale, toScale(scale, mean[h]!) + side * reach)));
  return { lower: boundAt(-1), upper: boundAt(1), mean: mean.map(clip) };
}

/** How far the interval reaches on the scale: the one-step reach, grown by what past errors still echo. Bounded, since
 *  a regression that explodes is clipped, too. */
function reachesOf(
  { lags, coefficients, scale, least, most, isDifferenced }: LagCore,
  horizon: number,
  oneStep: number,
) {
  const echo = new Float64Array(horizon);
  const reaches = new Float64Array(horizon);
  const widest = Math.max(toScale(scale, most) - toScale(scale, least), oneStep);
  let variance = 0;
  for (let h = 0; h < horizon; h++) {
    let value = h === 0 ? 1 : isDifferenced ? echo[h - 1]! : 0;
    for (let j = 0; j < lags.length && lags[j]! <= h; j++) {
      const from = h - lags[j]!;
      const before = isDifferenced && from > 0 ? echo[from - 1]! : 0;
      value += coefficients[j]! * (echo[from]! - before);
    }
    echo[h] = Math.min(1e6, Math.max(-1e6, value));
    variance += echo[h]! * echo[h]!;
    reaches[h] = Math.min(widest, oneStep * Math.sqrt(variance));
  }
  return reaches;
}
