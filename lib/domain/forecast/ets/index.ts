import type { Forecaster } from '../forecaster.ts';
import { fitEts } from './fit.ts';
import { formOf, nameOf } from './form.ts';
import { createModel } from './model.ts';
import { unpackState } from './state.ts';

/** Exponential smoothing of a form such as `A,Ad,M`, or of the best one by AICc. See README.md. @throws RangeError for an unknown form */
export function createEts(form: string): Forecaster {
  const name = form === 'auto' ? form : nameOf(formOf(form));
  return {
    id: 'ets',
    fit: (y, options) => fitEts(y, options, name),
    restore: (json) => createModel(unpackState(json)),
  };
}

export const ets: Forecaster = createEts('auto');
