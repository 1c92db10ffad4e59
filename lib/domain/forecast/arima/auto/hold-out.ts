import { ArimaError } from '../error.ts';
import { fitArima } from '../model.ts';
import type { ArimaOptions } from '../spec.ts';
import { addWaves, type Candidate } from './families.ts';
import { wavesOf } from './waves.ts';

export interface HoldOut {
  /** Values at the end that the candidates did not see. */
  readonly length: number;
  /** Steps ahead of each forecast; a new one starts after as many values. */
  readonly horizon: number;
}

const folds = 3;

/** The last tenth to third of the series, in three stretches of about the shortest season. */
export function holdOutFor(n: number, periods: readonly number[]): HoldOut {
  const shortest = Math.min(...periods);
  const horizon = Math.max(1, Math.min(Math.max(Math.round(shortest), 12), Math.floor(n / 10)));
  return { length: folds * horizon, horizon };
}

/**
 * Mean absolute error of a candidate's forecasts over the hold-out: fitted before it, then brought up to each origin
 * value by value without refitting.
 */
export function holdOutError(
  y: Float64Array,
  candidate: Candidate,
  base: ArimaOptions,
  { length, horizon }: HoldOut,
): number {
  const start = y.length - length;
  const period = candidate.spec.seasonal?.[3] ?? 1;
  const all = wavesOf(candidate.seasons, period, 0, y.length);
  const regressors = [...(base.regressors ?? []), ...all];
  const options = addWaves(base, candidate.seasons, period, start);
  try {
    const model = fitArima(y.subarray(0, start), candidate.spec, options);
    let sum = 0;
    let count = 0;
    for (let origin = start; origin < y.length; origin += horizon) {
      const steps = Math.min(horizon, y.length - origin);
      const future = regressors.map(({ name, values }) => ({
        name,
        values: values.subarray(origin, origin + steps),
      }));
      const { mean } = model.forecast(steps, { regressors: future });
      for (let h = 0; h < steps; h++) {
        const value = y[origin + h]!;
        if (!Number.isNaN(value)) {
          sum += Math.abs(value - mean[h]!);
          count++;
        }
        model.update(
          value,
          regressors.map(({ values }) => values[origin + h]!),
        );
      }
    }
    return count > 0 ? sum / count : Number.POSITIVE_INFINITY;
  } catch (error) {
    if (error instanceof ArimaError) return Number.POSITIVE_INFINITY;
    throw error;
  }
}
