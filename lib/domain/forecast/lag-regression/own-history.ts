import type { Expectation, FittedModel, Json, Path } from '../forecaster.ts';
import { type History, pushValue } from './history.ts';

/** A model of a history that others may share: whoever owns the history moves it on. */
export interface SharingModel {
  readonly state: { readonly description: string };
  next(level: number): Expectation;
  /** Learns from the value that comes next; the history is to be moved on after. NaN teaches nothing. */
  learn(value: number): void;
  forecast(horizon: number, level: number): Path;
}

/** The model that owns its history: the forecaster's. A gap moves it on by what was expected. */
export function withOwnHistory(
  forecasterId: string,
  model: SharingModel,
  history: History,
  state: () => Json,
): FittedModel {
  return {
    forecasterId,
    description: model.state.description,
    next: model.next,
    update(value) {
      const taken = Number.isFinite(value) ? value : model.next(0.95).mean;
      model.learn(value);
      pushValue(history, taken);
    },
    forecast: model.forecast,
    state,
  };
}
