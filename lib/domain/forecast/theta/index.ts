import type { Forecaster } from '../forecaster.ts';
import { fitTheta, type ThetaKind } from './fit.ts';
import { createModel } from './model.ts';
import { unpackState } from './state.ts';

/** Simple smoothing and the line through the past, weighed, after the season is taken off. See README.md. */
export function createTheta(kind: ThetaKind): Forecaster {
  return {
    id: 'theta',
    fit: (y, options) => fitTheta(y, options, kind),
    restore: (json) => createModel(unpackState(json)),
  };
}

export const theta: Forecaster = createTheta('auto');
