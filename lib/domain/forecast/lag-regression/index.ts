import type { Forecaster } from '../forecaster.ts';
import { fitVariant } from './fit.ts';
import { createModel } from './model.ts';
import { unpackState } from './state.ts';
import { type LagVariant, lagVariants } from './variant.ts';

/** A regression on lags in one variant. See README.md. */
export function createLagRegression(variant: LagVariant): Forecaster {
  return {
    id: 'lag-regression',
    fit: (y, options) => {
      const result = fitVariant(y, options, variant);
      const isLevel = variant.scale === 'level';
      return result.kind === 'fitted' || isLevel ? result : fitVariant(y, options, lagVariants.fullLevel);
    },
    restore: (json) => {
      const { state, history } = unpackState(json);
      return createModel(state, history);
    },
  };
}

/** Regression of the logarithm on lags around the seasons; of the level where there is no logarithm. */
export const lagRegression: Forecaster = createLagRegression(lagVariants.fullLog);
