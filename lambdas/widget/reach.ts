import type { Forecast } from '../../lib/domain/forecast/forecast.ts';

/** Time from now until a forecast reaches a limit, in ms; `undefined` beyond the forecast's end. */
export interface Reach {
  readonly meanMs: number | undefined;
  /** By the bound that gets there first. */
  readonly earliestMs: number | undefined;
}

/** When the forecast reaches the limit; at once when it begins beyond it. @param isRising the limit is above */
export function reachOf(forecast: Forecast, limit: number, isRising: boolean, nowMs: number): Reach {
  const isBeyond = (value: number) => (isRising ? value >= limit : value <= limit);
  const first = (path: Float64Array) => {
    const step = path.findIndex((value, i) => timeOf(forecast, i) >= nowMs && isBeyond(value));
    if (step < 0) return undefined;
    const isAtOnce = path.subarray(0, step + 1).every(isBeyond);
    return isAtOnce ? 0 : timeOf(forecast, step) - nowMs;
  };
  return { meanMs: first(forecast.mean), earliestMs: first(isRising ? forecast.upper : forecast.lower) };
}

/** Time of a step of the forecast, in ms since the epoch. */
export function timeOf({ originMs, stepMs }: Forecast, step: number): number {
  return originMs + (step + 1) * stepMs;
}

/** Time of its last step. */
export function endOf(forecast: Forecast): number {
  return timeOf(forecast, forecast.mean.length - 1);
}
