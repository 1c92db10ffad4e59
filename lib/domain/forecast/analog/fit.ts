import type { FitOptions, FitResult } from '../forecaster.ts';
import { type Bridged, bridgedSeries } from '../lag-regression/fit.ts';
import { createHistory } from '../lag-regression/history.ts';
import { fromScale, scaleFor, toScale } from '../value-scale.ts';
import { type AnalogState, createModel } from './model.ts';
import { analogPath } from './path.ts';

/** Values looked back, at most; a longest season and a shortest where those are more. */
const mostValues = 1008;
/** Stretches needed besides the last one, for the last season's error too. */
const seasonsNeeded = 4;

/** Chooses the scale and measures the error of the last season's forecast. */
export function fit(y: Float64Array, options: FitOptions): FitResult {
  const series = bridgedSeries(y);
  const state = analogState(series, series.values.length, options);
  const season = Math.min(...options.periods.filter((m) => m >= 2));
  const { got } = series;
  if (state === undefined) {
    const needed = Number.isFinite(season) ? seasonsNeeded * season : got + 1;
    return { kind: 'too_short', got, needed: Math.max(needed, got + 1) };
  }
  return { kind: 'fitted', model: createModel(state, createHistory(series.values, state.span)) };
}

/** The state after the first n values; undefined without a season that they hold four times. */
export function analogState(
  { values }: Bridged,
  n: number,
  options: FitOptions,
  seasons = 1,
): AnalogState | undefined {
  const { periods, range = {} } = options;
  const season = Math.min(...periods.filter((m) => m >= 2));
  if (!Number.isFinite(season) || n < (seasonsNeeded + seasons - 1) * season) return undefined;
  const span = Math.min(n, Math.max(mostValues, Math.max(...periods) + season));
  const seen = values.subarray(n - span, n);
  const scale = scaleFor('log', seen) ?? { kind: 'level', shift: 0 };
  const z = seen.map((value) => toScale(scale, value));
  const told = analogPath(z.subarray(0, span - season), season, season, seasons);
  let spread = 0;
  if (told !== undefined)
    for (let h = 0; h < season; h++) spread += Math.abs(z[span - season + h]! - told[h]!) / season;
  const description = `what followed the ${seasons * season} steps most like the last ones`;
  return { scale, season, seasons, span, range, description, spread };
}

/** The forecast after the first n values. */
export function analogForecast(
  series: Bridged,
  n: number,
  options: FitOptions,
  horizon: number,
  seasons = 1,
): Float64Array | undefined {
  const state = analogState(series, n, options, seasons);
  if (state === undefined) return undefined;
  const { scale, season, span } = state;
  const z = series.values.subarray(n - span, n).map((value) => toScale(scale, value));
  return analogPath(z, season, horizon, seasons)?.map((value) => fromScale(scale, value));
}
