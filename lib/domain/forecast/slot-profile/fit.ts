import { LagLad } from '../../numerics/lag-lad.ts';
import type { FitOptions, FitResult } from '../forecaster.ts';
import { scaleFor, toScale } from '../value-scale.ts';
import { createModel, type ErrorEcho, type ProfileState, slotMean, takeIn } from './model.ts';

/** Times that a season must fit into the past: one to learn from, one to measure its errors by. */
const seasonsNeeded = 2;

export interface ProfileChoices {
  /** What a value's weight keeps from season to season. */
  readonly decay: number;
  /** Whether the last errors are expected to go on. */
  readonly echoes: boolean;
}

/** Fits by one walk through the values: the longest season that the past holds twice, on the logarithm where there is one. */
export function fitProfile(
  y: Float64Array,
  { periods, range = {} }: FitOptions,
  { decay, echoes }: ProfileChoices,
): FitResult {
  const first = Math.max(0, y.findIndex(Number.isFinite));
  const values = y.subarray(first);
  const known = values.filter(Number.isFinite);
  const season = Math.max(0, ...periods.filter((m) => m >= 2 && seasonsNeeded * m <= values.length));
  const least = periods.length === 0 ? 2 : Math.min(...periods);
  const needed = seasonsNeeded * least;
  if (season === 0 || known.length < needed) {
    const got = known.length;
    return { kind: 'too_short', got, needed: Math.max(needed, got + 1) };
  }
  const scale = scaleFor('log', known) ?? { kind: 'level', shift: 0 };
  const state: ProfileState = {
    description: `mean of the slot over the last seasons of ${season} steps, on the ${scale.kind === 'log' ? 'logarithm' : 'level'}`,
    scale,
    range,
    means: new Float32Array(season),
    counts: new Uint8Array(season),
    phase: 0,
    spread: 0,
    decay,
    centre: toScale(scale, known[known.length - 1] ?? 0),
  };
  const errors = new Float64Array(values.length);
  for (const [t, value] of values.entries()) {
    const isTold = Number.isFinite(value) && (state.counts[state.phase] ?? 0) > 0;
    if (isTold) errors[t] = toScale(scale, value) - slotMean(state, state.phase);
    takeIn(state, value);
  }
  const echo = echoes ? echoOf(errors, season, least) : undefined;
  return { kind: 'fitted', model: createModel({ ...state, ...(echo !== undefined && { echo }) }) };
}

/** The autoregression of the errors on the last ones and those around the shortest season ago. */
function echoOf(errors: Float64Array, season: number, shortest: number): ErrorEcho | undefined {
  const most = Math.floor((errors.length - season) / 2);
  const lags = Int32Array.from(new Set([1, 2, shortest, shortest + 1]))
    .filter((lag) => lag <= most)
    .sort();
  const longest = lags[lags.length - 1];
  if (longest === undefined) return undefined;
  const coefficients = new Float64Array(lags.length);
  const problem = { x: errors, from: season + longest, to: errors.length, lags, keep: 1 };
  if (Number.isNaN(new LagLad().fit(problem, coefficients, 4, false))) return undefined;
  return { lags, coefficients, errors: Float32Array.from(errors.subarray(errors.length - longest)), at: 0 };
}
