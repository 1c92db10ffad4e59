import { normalReach } from '../../numerics/normal-quantile.ts';
import type { Expectation, FitOptions, FittedModel, Path } from '../forecaster.ts';
import { type Form, nameOf } from './form.ts';
import { copyOf, errorOf, meanAt, moveOn, type Parts, type Weights } from './recursion.ts';
import { simulatedBounds } from './simulate.ts';
import { packState } from './state.ts';
import { additiveGrowth } from './variance.ts';

export interface EtsState {
  readonly form: Form;
  readonly weights: Weights;
  readonly parts: Parts;
  /** Standard deviation of the errors: relative where they multiply. */
  readonly sd: number;
  readonly aicc: number;
  readonly range: NonNullable<FitOptions['range']>;
  readonly notes: readonly string[];
  /** Values taken in. */
  step: number;
}

export function createModel(state: EtsState): FittedModel {
  const { form, weights, parts, notes, aicc } = state;
  const season = parts.seasons.length > 1 ? `, season of ${parts.seasons.length}` : '';
  return {
    forecasterId: 'ets',
    description: `ETS(${nameOf(form)})${season}, AICc ${aicc.toFixed(1)}`,
    ...(notes.length > 0 && { notes }),
    next: (level) => nextOf(state, level),
    update(value) {
      const mean = meanAt(form, weights, parts, state.step);
      moveOn(form, weights, parts, state.step, Number.isFinite(value) ? errorOf(form, mean, value) : 0);
      state.step++;
    },
    forecast: (horizon, level) => pathOf(state, horizon, level),
    state: () => packState(state),
  };
}

function nextOf(state: EtsState, level: number): Expectation {
  const { form, weights, parts, sd, step } = state;
  const mean = meanAt(form, weights, parts, step);
  const size = form.error === 'M' ? Math.abs(mean) * sd : sd;
  const reach = normalReach(level) * size;
  return {
    mean: clipped(state, mean),
    sd: size,
    lower: clipped(state, mean - reach),
    upper: clipped(state, mean + reach),
  };
}

function pathOf(state: EtsState, horizon: number, level: number): Path {
  if (!Number.isInteger(horizon) || horizon < 1)
    throw new RangeError(`got a horizon of ${horizon} steps: give a whole number of at least 1`);
  const { form, weights, sd } = state;
  const mean = new Float64Array(horizon);
  const parts = copyOf(state.parts);
  for (let h = 0; h < horizon; h++) {
    mean[h] = meanAt(form, weights, parts, state.step + h);
    moveOn(form, weights, parts, state.step + h, 0);
  }
  const clip = (value: number) => clipped(state, value);
  if (form.error === 'M') {
    const { lower, upper } = simulatedBounds(state, horizon, level);
    // Few paths are drawn: their quantiles may pass over the mean, which is exact.
    return {
      mean: mean.map(clip),
      lower: lower.map((value, h) => clip(Math.min(value, mean[h]!))),
      upper: upper.map((value, h) => clip(Math.max(value, mean[h]!))),
    };
  }
  const growth = additiveGrowth(form, weights, state.parts.seasons.length, horizon);
  const reach = normalReach(level) * sd;
  return {
    mean: mean.map(clip),
    lower: mean.map((value, h) => clip(value - reach * growth[h]!)),
    upper: mean.map((value, h) => clip(value + reach * growth[h]!)),
  };
}

function clipped({ range: { min, max } }: EtsState, value: number): number {
  const bounded = Math.min(max ?? Number.MAX_VALUE, Math.max(min ?? -Number.MAX_VALUE, value));
  return Number.isNaN(bounded) ? 0 : bounded;
}
