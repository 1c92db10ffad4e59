import type { FitOptions, FitResult, Json, RatedForecaster } from '../forecaster.ts';
import { fit } from './fit.ts';
import { createModel, type PoolModel } from './model.ts';
import { unpackState } from './state.ts';

export type { Decision } from './decision.ts';
export type { PoolModel } from './model.ts';

export interface PoolForecaster extends RatedForecaster {
  fit(y: Float64Array, options: FitOptions): FitResult<PoolModel>;
  restore(state: Json): PoolModel;
}

/** The mean of unlike forecasters, weighed by how well each forecast the series' own past. See README.md. */
export const pool: PoolForecaster = {
  id: 'pool',
  fit,
  restore: (json) => createModel(unpackState(json)),
};
