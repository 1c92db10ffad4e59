import type { Json } from '../../forecast/forecaster.ts';
import { SavedFields } from '../../forecast/saved-fields.ts';
import { Spread } from '../calibration/spread.ts';
import type { Norm, NormKind } from './norm.ts';

/** Mean and standard deviation of all values so far. Source: Welford 1962, Technometrics 4(3). */
export const running: NormKind = {
  create: () => normOf(new Spread(Number.MAX_SAFE_INTEGER)),
  restore: (_, state) => {
    const fields = new SavedFields(state, 'running');
    return normOf(Spread.restore(Number.MAX_SAFE_INTEGER, fields.list('spread')));
  },
};

function normOf(spread: Spread): Norm {
  return {
    usual: () => ({ centre: spread.mean, spread: spread.count < 2 ? Number.NaN : sampleSd(spread) }),
    push: (value) => spread.push(value),
    state: (): Json => ({ kind: 'running', version: 1, spread: [...spread.numbers()] }),
  };
}

function sampleSd({ sd, count }: Spread): number {
  return sd * Math.sqrt(count / (count - 1));
}
