import { normalReach } from '../../numerics/normal-quantile.ts';
import { meanAbsoluteToSd } from '../../numerics/order-statistics.ts';
import type { Expectation, FittedModel, Path } from '../forecaster.ts';
import { fromScale, toScale, type ValueScale } from '../value-scale.ts';
import { packState } from './state.ts';

/** An autoregression of the profile's errors. */
export interface ErrorEcho {
  /** Ascending. */
  readonly lags: Int32Array;
  readonly coefficients: Float64Array;
  /** The last errors, as many as the longest lag; the next one goes to `at`. */
  readonly errors: Float32Array;
  at: number;
}

export interface ProfileState {
  readonly description: string;
  readonly scale: ValueScale;
  readonly range: { readonly min?: number; readonly max?: number };
  /** Mean of the slot's values on the scale, about `centre`, each weighing `decay` of the one a season later. */
  readonly means: Float32Array;
  /** Values that the slot has had, 255 at most. */
  readonly counts: Uint8Array;
  /** Slot of the next value. */
  phase: number;
  /** What a value's weight keeps from season to season. */
  readonly decay: number;
  /** How the last errors go on; absent where they are not looked at. */
  readonly echo?: ErrorEcho;
  /** Running mean of the absolute error on the scale. */
  spread: number;
  /** Taken off before values are summed, so that single precision holds them. */
  readonly centre: number;
}

/** Weight of the newest error in the running spread: a memory of about 300 steps. */
const spreadWeight = 1 / 300;
/** An error counts at most as so many times the spread. */
const bound = 6;

export function createModel(state: ProfileState): FittedModel {
  return {
    forecasterId: 'slot-profile',
    description: state.description,
    next: (level) => expectation(state, level),
    update: (value) => takeIn(state, value),
    forecast: (horizon, level) => pathOf(state, horizon, level),
    state: () => packState(state),
  };
}

/** The slot's mean on the scale; that of the nearest slot before it where it has none. */
export function slotMean({ means, counts, centre }: ProfileState, slot: number): number {
  for (let back = 0; back < means.length; back++) {
    const at = (slot - back + means.length) % means.length;
    if (counts[at]! > 0) return centre + means[at]!;
  }
  return centre;
}

/** Moves on by a step; NaN leaves the slot as it is. */
export function takeIn(state: ProfileState, value: number): void {
  const { means, counts, phase, scale, centre, decay, echo } = state;
  const echoed = echo === undefined ? 0 : echoedError(echo);
  let error = echoed;
  if (Number.isFinite(value)) {
    const x = toScale(scale, value);
    if (counts[phase]! > 0) {
      error = x - slotMean(state, phase);
      takeError(state, Math.abs(error - echoed));
    }
    const count = Math.min(255, counts[phase]! + 1);
    counts[phase] = count;
    const share = decay === 1 ? 1 / count : (1 - decay) / (1 - decay ** count);
    means[phase]! += share * (x - centre - means[phase]!);
  }
  if (echo !== undefined) pushError(echo, error);
  state.phase = (phase + 1) % means.length;
}

function pushError(echo: ErrorEcho, error: number): void {
  echo.errors[echo.at] = error;
  echo.at = (echo.at + 1) % echo.errors.length;
}

/** The next error, as the last ones tell. */
function echoedError({ lags, coefficients, errors, at }: ErrorEcho): number {
  let sum = 0;
  for (let j = 0; j < lags.length; j++)
    sum += coefficients[j]! * errors[(at - lags[j]! + errors.length) % errors.length]!;
  return sum;
}

function takeError(state: ProfileState, size: number): void {
  const counted = state.spread > 0 ? Math.min(size, bound * state.spread) : size;
  state.spread += (state.spread > 0 ? spreadWeight : 1) * (counted - state.spread);
}

function clip({ range: { min, max } }: ProfileState, value: number): number {
  return Math.min(max ?? Number.MAX_VALUE, Math.max(min ?? -Number.MAX_VALUE, value));
}

function expectation(state: ProfileState, level: number): Expectation {
  const error = state.echo === undefined ? 0 : echoedError(state.echo);
  return expectedAt(state, level, state.phase, error);
}

function expectedAt(state: ProfileState, level: number, slot: number, error: number): Expectation {
  const alone = slotMean(state, slot);
  const x = alone + error;
  const { scale, spread } = state;
  const sd = spread * meanAbsoluteToSd;
  const reach = normalReach(level) * sd;
  const at = (value: number) => clip(state, fromScale(scale, value));
  const mean = at(x);
  return {
    mean,
    sd: (fromScale(scale, x + sd) - fromScale(scale, x - sd)) / 2,
    lower: at(x - reach),
    upper: at(x + reach),
    seasonal: at(alone),
  };
}

function pathOf(state: ProfileState, horizon: number, level: number): Path {
  if (!Number.isInteger(horizon) || horizon < 1)
    throw new RangeError(`got a horizon of ${horizon} steps: give a whole number of at least 1`);
  const path = {
    mean: new Float64Array(horizon),
    lower: new Float64Array(horizon),
    upper: new Float64Array(horizon),
  };
  const echo = state.echo && { ...state.echo, errors: state.echo.errors.slice() };
  for (let h = 0; h < horizon; h++) {
    const error = echo === undefined ? 0 : echoedError(echo);
    if (echo !== undefined) pushError(echo, error);
    const { mean, lower, upper } = expectedAt(state, level, (state.phase + h) % state.means.length, error);
    path.mean[h] = mean;
    path.lower[h] = lower;
    path.upper[h] = upper;
  }
  return path;
}
