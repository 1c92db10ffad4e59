import { mstl as decompose } from '../../series/stl/mstl.ts';
import type { FitOptions, FitResult, Forecaster } from '../forecaster.ts';
import { type ScaleKind, scaleFor, toScale } from '../value-scale.ts';
import { createModel, type MstlState } from './model.ts';

export interface MstlForecasterOptions {
  /** Forecasts what is left without the seasons. */
  readonly inner: Forecaster;
  /** Scale of the sum; the level where values have no other. @default 'log' */
  readonly scale?: ScaleKind;
}

/** Times that the past must hold a season. */
const timesNeeded = 2;

/** Takes the seasons out, and fits the inner forecaster to the rest: once, on the trend and the remainder together. */
export function fitMstl(
  y: Float64Array,
  options: FitOptions,
  { inner, scale: kind = 'log' }: MstlForecasterOptions,
): FitResult {
  const first = Math.max(0, y.findIndex(Number.isFinite));
  const values = y.subarray(first);
  const known = values.filter(Number.isFinite);
  const periods = usable(options.periods, values.length);
  if (known.length < 2 || (periods.length === 0 && options.periods.length > 0)) {
    const needed = timesNeeded * Math.min(...options.periods, known.length + 1);
    return { kind: 'too_short', got: known.length, needed: Math.max(needed, known.length + 1) };
  }
  const scale = scaleFor(kind, known) ?? { kind: 'level' as const, shift: 0 };
  const scaled = values.map((value) => (Number.isFinite(value) ? toScale(scale, value) : Number.NaN));
  const { rest, seasons } = without(scaled, periods);
  // The bounds of the sum say nothing of the rest.
  const { range = {}, ...others } = options;
  const fitted = inner.fit(rest, {
    ...others,
    periods: [],
    startMs: options.startMs + first * options.stepMs,
  });
  if (fitted.kind === 'too_short') return fitted;
  const state: MstlState = { inner: fitted.model, scale, seasons, range, step: values.length };
  return { kind: 'fitted', model: createModel(state) };
}

function usable(periods: readonly number[], length: number): number[] {
  return [...new Set(periods)]
    .filter((m) => Number.isInteger(m) && m > 1 && timesNeeded * m <= length)
    .sort((a, b) => a - b);
}

/** What is left without the seasons, gaps as they are, and the last cycle of each season by slot. */
function without(scaled: Float64Array, periods: readonly number[]) {
  if (periods.length === 0) return { rest: scaled, seasons: [] };
  // Seasons are repeated, not drawn on: their last cycle must not lean outwards (degree 0, as in R).
  const { seasonals } = decompose(scaled, periods, { seasonalDegree: 0 });
  const rest = scaled.map((value, t) => value - seasonals.reduce((sum, season) => sum + season[t]!, 0));
  const seasons = seasonals.map((season, i) => {
    const period = periods[i]!;
    const cycle = new Float32Array(period);
    for (let t = scaled.length - period; t < scaled.length; t++) cycle[t % period] = season[t]!;
    return cycle;
  });
  return { rest, seasons };
}
