import type { RatedForecaster } from '../forecaster.ts';
import { fit } from './fit.ts';
import { createModel } from './model.ts';
import { unpackState } from './state.ts';

/** Seasonal naive with drift: what was a season ago, corrected by the last errors. See README.md. */
export const seasonalNaive: RatedForecaster = {
  id: 'seasonal-naive',
  fit,
  restore: (state) => createModel(unpackState(state)),
};
