import type { Expectation, FitOptions, FitResult, Json, RatedForecaster, RatedModel } from '../forecaster.ts';
import { seasonalNaive } from '../seasonal-naive/index.ts';
import { autoArima, restoreAutoArima, type SeasonalPredictor } from './auto/index.ts';
import { ArimaError } from './error.ts';

/** Values below which no orders are looked for. */
const valuesNeeded = 24;

interface Wrapped {
  readonly predictor: SeasonalPredictor;
  readonly range: NonNullable<FitOptions['range']>;
  readonly backtest: RatedModel['backtest'];
}

/**
 * SARIMAX with orders, differences and Fourier terms chosen by `autoArima`. A series that no such model fits, a
 * constant one for example, gets seasonal naive.
 */
export const arima: RatedForecaster = {
  id: 'arima',
  fit(y, options) {
    const got = y.reduce((count, value) => (Number.isFinite(value) ? count + 1 : count), 0);
    if (got < valuesNeeded) return { kind: 'too_short', got, needed: valuesNeeded };
    try {
      return fitted(y, options);
    } catch (error) {
      if (error instanceof ArimaError) return seasonalNaive.fit(y, options);
      throw error;
    }
  },
  restore(state) {
    const fields = state as { readonly [key: string]: unknown } | null;
    if (typeof fields !== 'object' || fields === null || fields.kind !== 'arima-forecaster')
      throw new RangeError('got a state that is not of the forecaster arima: give what state() made');
    const numbers = fields.backtest as readonly [number, number];
    return modelOf({
      predictor: restoreAutoArima(fields.predictor as Json),
      range: fields.range as Wrapped['range'],
      backtest: { error: numbers[0], naiveError: numbers[1] },
    });
  },
};

function fitted(y: Float64Array, options: FitOptions): FitResult<RatedModel> {
  const { periods, range = {}, expired } = options;
  const auto = autoArima(y, { periods, ...(expired === undefined ? {} : { expired }) });
  const backtest = backtestOf(y, periods, auto.model.predict(), auto.compared[0]?.error);
  return { kind: 'fitted', model: modelOf({ predictor: auto, range, backtest }) };
}

/** Seasonal naive's mean absolute error, and the model's own: on the hold-out where there was one, else one step ahead. */
function backtestOf(
  y: Float64Array,
  periods: readonly number[],
  predicted: Float64Array,
  heldOut: number | undefined,
): RatedModel['backtest'] {
  const season = periods.find((period) => y.length >= 2 * period) ?? 1;
  return {
    error: heldOut ?? meanDistance(y, (t) => predicted[t]!),
    naiveError: meanDistance(y, (t) => y[t - season] ?? Number.NaN),
  };
}

function meanDistance(y: Float64Array, other: (t: number) => number): number {
  let sum = 0;
  let count = 0;
  for (let t = 0; t < y.length; t++) {
    const distance = Math.abs(y[t]! - other(t));
    if (Number.isNaN(distance)) continue;
    sum += distance;
    count++;
  }
  return count > 0 ? sum / count : 0;
}

function modelOf({ predictor, range, backtest }: Wrapped): RatedModel {
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = range;
  const clip = (value: number) => Math.min(max, Math.max(min, value));
  return {
    forecasterId: 'arima',
    description: predictor.description,
    backtest,
    next(level): Expectation {
      const { mean, sd, lower, upper } = predictor.forecast(1, { level });
      return { mean: clip(mean[0]!), sd: sd[0]!, lower: clip(lower[0]!), upper: clip(upper[0]!) };
    },
    update: (value) => predictor.update(Number.isFinite(value) ? value : Number.NaN),
    forecast(horizon, level) {
      const { mean, lower, upper } = predictor.forecast(horizon, { level });
      return { mean: mean.map(clip), lower: lower.map(clip), upper: upper.map(clip) };
    },
    state: () => ({
      kind: 'arima-forecaster',
      predictor: predictor.state(),
      range: { ...range },
      backtest: [backtest.error, backtest.naiveError],
    }),
  };
}
