import { bridgeGaps } from '../../series/bridge.ts';
import type { FitOptions, FitResult } from '../forecaster.ts';
import { chosen, type Estimate, estimate } from './estimate.ts';
import { type Form, formOf } from './form.ts';
import { createModel } from './model.ts';

/** Seasons longer than this have more slots than smoothing can learn: as R's `ets`. */
const longestSeason = 24;
const valuesNeeded = 8;
/** Newest values that are smoothed: older ones say nothing more. */
const mostValues = 4032;

/** The most likely model of the form, or of the best one by AICc. @param name of a form, or `auto` */
export function fitEts(y: Float64Array, options: FitOptions, name: string): FitResult {
  const first = Math.max(0, y.findIndex(Number.isFinite), y.length - mostValues);
  const values = y.subarray(first).map((value) => (Number.isFinite(value) ? value : Number.NaN));
  const got = values.reduce((count, value) => (Number.isNaN(value) ? count : count + 1), 0);
  if (got < valuesNeeded) return { kind: 'too_short', got, needed: valuesNeeded };
  const bridged = bridgeGaps(values);
  const notes: string[] = [];
  const period = seasonFor(options.periods, bridged.length, notes);
  const found =
    name === 'auto'
      ? chosen(bridged, period, options.expired ?? (() => false))
      : named(bridged, period, formOf(name));
  if (found === undefined) return { kind: 'too_short', got, needed: got + 1 };
  const { form, weights, last, squares, aicc } = found;
  const sd = Math.sqrt(squares / Math.max(1, bridged.length - 2));
  const range = options.range ?? {};
  return {
    kind: 'fitted',
    model: createModel({ form, weights, parts: last, sd, aicc, range, notes, step: bridged.length }),
  };
}

/** The shortest season, if it is short enough and has been twice; 1 for none. */
function seasonFor(periods: readonly number[], length: number, notes: string[]): number {
  const shortest = Math.min(...periods.filter((m) => Number.isInteger(m) && m > 1));
  if (!Number.isFinite(shortest)) return 1;
  if (shortest > longestSeason) {
    notes.push(`a season of ${shortest} steps is too long for ETS: it is smoothed without one`);
    return 1;
  }
  if (length < 2 * shortest) notes.push(`${length} values are too few for a season of ${shortest} steps`);
  return length < 2 * shortest ? 1 : shortest;
}

function named(y: Float64Array, period: number, form: Form): Estimate | undefined {
  return estimate(form, y, period);
}
