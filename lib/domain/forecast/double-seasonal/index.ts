import type { Forecaster } from '../forecaster.ts';
import type { ScaleKind } from '../value-scale.ts';
import { fitDoubleSeasonal } from './fit.ts';
import { createModel } from './model.ts';
import { unpackState } from './state.ts';

/** Exponential smoothing with up to two seasons and AR(1) errors; on that scale where values have it. See README.md. */
export function createDoubleSeasonal(kind: ScaleKind): Forecaster {
  return {
    id: 'double-seasonal',
    fit: (y, options) => fitDoubleSeasonal(y, options, kind),
    restore: (json) => createModel(unpackState(json)),
  };
}

/** On the logarithm where there is one. */
export const doubleSeasonal: Forecaster = createDoubleSeasonal('log');
