import type { Forecaster } from '../forecaster.ts';
import { fit } from './fit.ts';
import { createModel } from './model.ts';
import { unpackState } from './state.ts';

/** A small recurrent network on what a series is beside its season. See README.md. */
export const lstm: Forecaster = {
  id: 'lstm',
  fit,
  restore: (json) => createModel(unpackState(json)),
};
