import type { Json } from '../forecaster.ts';
import type { ArimaSpec } from './spec.ts';

/** Covariance of the estimates from the observed information, the outer product of gradients, or both (robust). */
export type CovarianceKind = 'oim' | 'opg' | 'robust';

export interface Parameter {
  /** `const`, `trend`, `trend.2` …, the regressor's name, `ar.L1`, `ma.L1`, `ar.S.L12`, `ma.S.L12`, `sigma2`. */
  readonly name: string;
  readonly value: number;
}

/** Mean and standard deviation of the error for each step; all in the unit of the series. */
export interface ArimaForecast {
  readonly mean: Float64Array;
  readonly sd: Float64Array;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

/** One test of the residuals. */
export interface TestResult {
  readonly statistic: number;
  readonly p: number;
}

export interface ForecastOptions {
  /** Future values of every regressor of the fit, by name, each as long as the horizon. */
  readonly regressors?: readonly { readonly name: string; readonly values: Float64Array }[];
  /** Coverage of lower and upper, 0 < level < 1. @default 0.95 */
  readonly level?: number;
}

/** What goes on living after a fit: forecasts, and takes new values in. */
export interface ArimaPredictor {
  readonly spec: ArimaSpec;
  /** In this order: trend, regressors, ar, ma, seasonal ar, seasonal ma, sigma2. Trend terms are of the mean. */
  readonly parameters: readonly Parameter[];
  forecast(horizon: number, options?: ForecastOptions): ArimaForecast;
  /** Paths drawn from the forecast's distribution. @param uniform random numbers in (0, 1) */
  simulate(
    horizon: number,
    paths: number,
    uniform: () => number,
    options?: ForecastOptions,
  ): readonly Float64Array[];
  /** Takes the next value in without refitting, in O(r); NaN is a gap.
   *  @param regressors the values of the regressors at that step, in the order of the fit */
  update(value: number, regressors?: readonly number[]): void;
  /** JSON without loss, under 10 kB, for `restoreArima`: forecasts and updates go on as if nothing happened. */
  state(): Json;
}

/** A fitted SARIMAX model, or one evaluated at given parameters. */
export interface ArimaModel extends ArimaPredictor {
  readonly logLikelihood: number;
  readonly aic: number;
  readonly aicc: number;
  readonly bic: number;
  readonly hqic: number;
  readonly sigma2: number;
  /** Observations that the likelihood is of: after differencing, without gaps. */
  readonly observations: number;
  /** True when no direction improves the likelihood by more than 1e-6 at the end. */
  readonly converged: boolean;
  readonly iterations: number;
  readonly evaluations: number;
  /** Standard errors in the order of the parameters. NaN where the information is singular. @default kind 'oim' */
  standardErrors(kind?: CovarianceKind): Float64Array;
  /** Standardised innovations, one for each value of the differenced series; NaN at gaps. */
  residuals(): Float64Array;
  /** Prediction of each value of the series from those before it; from `dynamicFrom` on (index) from those before
   *  that. NaN for the values that differencing consumes. In the unit of the series. */
  predict(options?: { readonly dynamicFrom?: number }): Float64Array;
  tests(): {
    readonly ljungBox: TestResult & { readonly lags: number };
    readonly jarqueBera: TestResult & { readonly skewness: number; readonly kurtosis: number };
    readonly heteroskedasticity: TestResult;
  };
  /** The fit as a table that a person can read. */
  summary(): string;
}
