import type { Json } from '../../forecast/forecaster.ts';
import { SavedFields } from '../../forecast/saved-fields.ts';
import { madToSd } from '../../numerics/order-statistics.ts';
import { packFloats } from '../../numerics/packed-floats.ts';
import { OrderWindow } from '../calibration/order-window.ts';
import type { Norm, NormKind } from './norm.ts';

/** Median and median absolute deviation of the values of the time scale: up to half of them may be anomalies. */
export const robust: NormKind = {
  create: (steps) => normOf(new OrderWindow(steps)),
  restore: (steps, state) => {
    const fields = new SavedFields(state, 'robust');
    return normOf(OrderWindow.of(fields.floats('values'), steps));
  },
};

function normOf(window: OrderWindow): Norm {
  return {
    usual: () => {
      const centre = window.quantile(0.5);
      return { centre, spread: window.count < 2 ? Number.NaN : madToSd * medianDistance(window, centre) };
    },
    push: (value) => {
      if (Number.isFinite(Math.fround(value))) window.push(value);
    },
    state: (): Json => ({ kind: 'robust', version: 1, values: packFloats(window.values()) }),
  };
}

/** The median of the distances of a window's values from a centre. Cost: logarithmic squared at most. */
export function medianDistance(window: OrderWindow, centre: number): number {
  const half = window.count >> 1;
  const upper = nearest(window, centre, half);
  return window.count % 2 === 1 ? upper : (upper + nearest(window, centre, half - 1)) / 2;
}

/** The k-th least distance, from 0: the k + 1 nearest values are neighbours, so where they begin is searched by halves. */
function nearest(window: OrderWindow, centre: number, k: number): number {
  let low = 0;
  let high = window.count - 1 - k;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (centre - valueAt(window, middle) > valueAt(window, middle + k + 1) - centre) low = middle + 1;
    else high = middle;
  }
  return Math.max(centre - valueAt(window, low), valueAt(window, low + k) - centre);
}

function valueAt(window: OrderWindow, rank: number): number {
  return window.quantile(window.count > 1 ? rank / (window.count - 1) : 0);
}
