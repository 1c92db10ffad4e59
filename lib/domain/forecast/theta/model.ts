import { normalReach } from '../../numerics/normal-quantile.ts';
import type { Expectation, FitOptions, FittedModel, Path } from '../forecaster.ts';
import { type Season, without, withSeason } from './season.ts';
import { packState } from './state.ts';
import { driftAt, type Lines, type Trend, trendAfter } from './theta-lines.ts';

export interface ThetaState {
  readonly lines: Lines;
  readonly alpha: number;
  /** 1 − 1/θ. */
  readonly share: number;
  readonly season: Season;
  readonly range: NonNullable<FitOptions['range']>;
  /** Standard deviation one step ahead, without the season. */
  readonly sd: number;
  /** The lines of the whole past, where they are fixed. */
  readonly fixed?: Trend;
  level: number;
  trend: Trend;
  /** Values taken in. */
  step: number;
}

/** Takes in a value without its season. */
export function takeIn(state: ThetaState, rest: number): void {
  state.level += state.alpha * (rest - state.level);
  state.trend = trendAfter(state.trend, rest);
  state.step++;
}

/** What is expected next, without its season. */
function expected({ level, share, alpha, trend, fixed, step }: ThetaState): number {
  return level + share * driftAt(alpha, fixed ?? trend, step + 1);
}

export function createModel(state: ThetaState): FittedModel {
  return {
    forecasterId: 'theta',
    description: describe(state),
    next: (level) => pointAt(state, 1, level),
    update(value) {
      takeIn(state, Number.isFinite(value) ? without(state.season, value, state.step) : expected(state));
    },
    forecast: (horizon, level) => pathOf(state, horizon, level),
    state: () => packState(state),
  };
}

/** @param ahead of how many steps the error is: variance grows by α² a step (Fiorucci and others 2016, equation 13) */
function pointAt(state: ThetaState, ahead: number, level: number): Expectation {
  const { season, sd, alpha, step, range } = state;
  const rest = expected(state);
  const size = sd * Math.sqrt(1 + (ahead - 1) * alpha * alpha);
  const reach = normalReach(level) * size;
  const at = (value: number) => {
    const seasoned = withSeason(season, value, step);
    return Math.min(range.max ?? Number.MAX_VALUE, Math.max(range.min ?? -Number.MAX_VALUE, seasoned));
  };
  const half = Math.abs(withSeason(season, size, step) - withSeason(season, 0, step));
  return { mean: at(rest), sd: half, lower: at(rest - reach), upper: at(rest + reach) };
}

function pathOf(state: ThetaState, horizon: number, level: number): Path {
  if (!Number.isInteger(horizon) || horizon < 1)
    throw new RangeError(`got a horizon of ${horizon} steps: give a whole number of at least 1`);
  const path = {
    mean: new Float64Array(horizon),
    lower: new Float64Array(horizon),
    upper: new Float64Array(horizon),
  };
  const ahead = { ...state };
  for (let h = 0; h < horizon; h++) {
    const { mean, lower, upper } = pointAt(ahead, h + 1, level);
    path.mean[h] = mean;
    path.lower[h] = lower;
    path.upper[h] = upper;
    takeIn(ahead, expected(ahead));
  }
  return path;
}

function describe({ lines, share, season, alpha }: ThetaState): string {
  const theta = share >= 1 ? 'without bound' : (1 / (1 - share)).toPrecision(3);
  const what = season.slots.length > 1 ? `, season of ${season.slots.length} ${season.kind}` : ', no season';
  return `${lines === 'dynamic' ? 'dynamic theta' : 'theta'} ${theta}, alpha ${alpha.toPrecision(3)}${what}`;
}
