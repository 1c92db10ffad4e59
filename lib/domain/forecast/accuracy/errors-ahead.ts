import type { Path } from '../forecaster.ts';

/** Errors of forecasts; NaN where no value came. */
export interface ErrorMeans {
  /** Mean absolute error, in the unit of the series. */
  readonly mae: number;
  /** Symmetric mean absolute percentage error, 0 to 200. Source: Makridakis (1993), Int. J. Forecasting 9, p. 528. */
  readonly smape: number;
  /** Mean absolute error over that of seasonal naive in the sample. Source: Hyndman and Koehler (2006), section 3. */
  readonly mase: number;
  /** Mean pinball loss of the lower bound, the mean and the upper bound, taken for quantiles. Source: Koenker and
   *  Bassett (1978). */
  readonly pinball: number;
  /** Share of the values within the bounds, 0 to 1. */
  readonly coverage: number;
  /** Mean distance of the bounds, in the unit of the series. */
  readonly width: number;
}

/** Sums of errors, by step ahead. */
export interface ErrorTally {
  /** Takes in what one forecast said and what came. @param scale of the sample before it, as `seasonalScale` gives */
  add(path: Path, actual: Float64Array, scale: number): void;
  /** Over all steps ahead. */
  all(): ErrorMeans;
  /** One a step ahead. */
  bySteps(): readonly ErrorMeans[];
}

const fields = ['mae', 'smape', 'mase', 'pinball', 'coverage', 'width'] as const;

/** An empty tally. @param horizon steps ahead @param level coverage that the bounds claim, 0 < level < 1 */
export function createErrorTally(horizon: number, level: number): ErrorTally {
  const sums = Array.from({ length: horizon }, () => new Float64Array(fields.length));
  const counts = new Float64Array(horizon);
  const scaled = new Float64Array(horizon);
  const means = (steps: readonly number[]): ErrorMeans => {
    const total = (of: (step: number) => number) => steps.reduce((sum, step) => sum + of(step), 0);
    const mean = (field: number) =>
      total((step) => sums[step]?.[field] ?? 0) / total((step) => (field === 2 ? scaled : counts)[step] ?? 0);
    const [mae, smape, mase, pinball, coverage, width] = fields.map((_, field) => mean(field));
    const of = (value: number | undefined) => value ?? Number.NaN;
    return {
      mae: of(mae),
      smape: of(smape),
      mase: of(mase),
      pinball: of(pinball),
      coverage: of(coverage),
      width: of(width),
    };
  };
  return {
    add({ mean, lower, upper }, actual, scale) {
      for (let h = 0; h < horizon; h++) {
        const value = actual[h] ?? Number.NaN;
        if (Number.isNaN(value)) continue;
        const errors = errorsOf(value, mean[h]!, lower[h]!, upper[h]!, level);
        const sum = sums[h]!;
        for (const [field, error] of errors.entries()) sum[field]! += error;
        counts[h]!++;
        if (!(scale > 0)) continue;
        sum[2]! += errors[0]! / scale;
        scaled[h]!++;
      }
    },
    all: () => means([...sums.keys()]),
    bySteps: () => sums.map((_, step) => means([step])),
  };
}

/** In the order of `fields`; MASE is left for the caller. */
function errorsOf(value: number, mean: number, lower: number, upper: number, level: number): number[] {
  const error = Math.abs(value - mean);
  const size = Math.abs(value) + Math.abs(mean);
  const tail = (1 - level) / 2;
  const pinball =
    (pinballLoss(value, lower, tail) + pinballLoss(value, mean, 0.5) + pinballLoss(value, upper, 1 - tail)) /
    3;
  const isInside = value >= lower && value <= upper;
  return [error, size > 0 ? (200 * error) / size : 0, 0, pinball, isInside ? 1 : 0, upper - lower];
}

function pinballLoss(value: number, quantile: number, share: number): number {
  return value >= quantile ? share * (value - quantile) : (1 - share) * (quantile - value);
}

/**
 * Mean absolute difference of values a season apart: the scale of MASE.
 * @param y NaN is a gap @param season in steps, 1 without a season
 * @returns NaN when no two values are a season apart
 */
export function seasonalScale(y: Float64Array, season: number): number {
  let sum = 0;
  let count = 0;
  for (let t = season; t < y.length; t++) {
    const difference = y[t]! - y[t - season]!;
    if (Number.isNaN(difference)) continue;
    sum += Math.abs(difference);
    count++;
  }
  return sum / count;
}
