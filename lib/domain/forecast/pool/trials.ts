import type { Contender } from './contender.ts';

/** Forecasts of the series' own past: what each contender would have said at each origin. */
export interface Trials {
  /** Numbers of values seen before each forecast, the newest first. */
  readonly origins: readonly number[];
  readonly horizon: number;
  /** Steps of the horizon that are weighed together. */
  readonly block: number;
  /** By contender and origin; undefined where it had none. */
  readonly paths: readonly (readonly (Float64Array | undefined)[])[];
}

/** Origins of the trials, newest first: `step` apart, none with less than `least` values before it. */
export function originsOf(n: number, horizon: number, step: number, most: number, least: number): number[] {
  const origins: number[] = [];
  for (let origin = n - horizon; origin >= least && origins.length < most; origin -= step)
    origins.push(origin);
  return origins;
}

/** A contender's forecasts, oldest origin first so that fits can start from the one before; one that throws has none. */
export function pathsOf(contender: Contender, origins: readonly number[], horizon: number) {
  const paths: (Float64Array | undefined)[] = origins.map(() => undefined);
  for (let i = origins.length - 1; i >= 0; i--) {
    const path = contender.path(origins[i]!, horizon);
    paths[i] = path?.every(Number.isFinite) === true ? path : undefined;
  }
  return paths;
}
