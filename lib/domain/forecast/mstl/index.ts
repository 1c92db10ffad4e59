import { arima } from '../arima/forecaster.ts';
import type { Forecaster } from '../forecaster.ts';
import { fitMstl, type MstlForecasterOptions } from './fit.ts';
import { createModel } from './model.ts';
import { unpackState } from './state.ts';

/** Seasons by MSTL, repeated, and any forecaster on what is left. See README.md. */
export function createMstl(options: MstlForecasterOptions): Forecaster {
  return {
    id: 'mstl',
    fit: (y, fitOptions) => fitMstl(y, fitOptions, options),
    restore: (json) => createModel(unpackState(json, options.inner)),
  };
}

/** With the automatic ARIMA on what is left, on the logarithm where there is one. */
export const mstl: Forecaster = createMstl({ inner: arima });
