import type { Forecaster } from '../forecaster.ts';
import { fit } from './fit.ts';
import { createModel } from './model.ts';
import { unpackState } from './state.ts';

/** What followed the days most like the last one. See README.md. */
export const analog: Forecaster = {
  id: 'analog',
  fit,
  restore: (json) => {
    const { state, history } = unpackState(json);
    return createModel(state, history);
  },
};
