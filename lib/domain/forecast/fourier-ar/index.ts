import type { Forecaster } from '../forecaster.ts';
import type { ScaleKind } from '../value-scale.ts';
import { fitFourierAr } from './fit.ts';
import { createModel } from './model.ts';
import { unpackState } from './state.ts';

/** Seasons as sums of waves, an autoregression of their errors; on that scale where values have it. See README.md. */
export function createFourierAr(kind: ScaleKind): Forecaster {
  return {
    id: 'fourier-ar',
    fit: (y, options) => fitFourierAr(y, options, kind),
    restore: (json) => createModel(unpackState(json)),
  };
}

/** On the logarithm where there is one. */
export const fourierAr: Forecaster = createFourierAr('log');
