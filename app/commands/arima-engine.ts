import { autoArima } from '../../lib/domain/forecast/arima/auto/index.ts';
import { evaluateArima, fitArima } from '../../lib/domain/forecast/arima/model.ts';
import type { ArimaForecast, ArimaModel, ForecastOptions } from '../../lib/domain/forecast/arima/result.ts';
import type { ArimaOptions, ArimaSpec, Regressor, Transform } from '../../lib/domain/forecast/arima/spec.ts';

export interface AutoOptions {
  /** Season lengths in steps worth trying. */
  readonly periods: readonly number[];
  readonly regressors?: readonly Regressor[];
  readonly transform?: Transform;
  readonly nonNegative?: boolean;
  readonly timeBudgetMs?: number;
  readonly nowMs?: () => number;
}

/** A model that was chosen, and what a command needs of it. */
export interface ChosenModel {
  readonly description: string;
  /** Models that were compared. @default 1 */
  readonly tried?: number;
  /** False when the time was over before the search was. @default true */
  readonly complete?: boolean;
  forecast(horizon: number, options?: ForecastOptions): ArimaForecast;
  summary(): string;
}

/** The engine's functions that the commands call. */
export interface ArimaEngine {
  fit(y: Float64Array, spec: ArimaSpec, options?: ArimaOptions): ArimaModel;
  evaluate(
    y: Float64Array,
    spec: ArimaSpec,
    parameters: readonly number[],
    options?: ArimaOptions,
  ): ArimaModel;
  auto(y: Float64Array, options: AutoOptions): ChosenModel;
}

export const arimaEngine: ArimaEngine = { fit: fitArima, evaluate: evaluateArima, auto: autoArima };
