/** Values a state may hold: JSON without loss. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** What one step ahead is expected to be. `sd` is the standard deviation of the error; `lower` and
 *  `upper` bound the stated level. All in the unit of the series. */
export interface Expectation {
  readonly mean: number;
  readonly sd: number;
  readonly lower: number;
  readonly upper: number;
  /** What the season alone expects, where later values have led the mean away from it. @default mean */
  readonly seasonal?: number;
}

/** `mean`, `lower` and `upper` have one length: the horizon, in steps. Finite. */
export interface Path {
  readonly mean: Float64Array;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

export interface FitOptions {
  /** Step of the series in ms. */
  readonly stepMs: number;
  /** Time of the first value in ms, so that a season has a phase. */
  readonly startMs: number;
  /** Season lengths in steps worth trying, e.g. a day and a week. */
  readonly periods: readonly number[];
  /** Values outside are impossible: forecasts are clipped to it. */
  readonly range?: { readonly min?: number; readonly max?: number };
  /** Steps ahead that count: trials on the past are made that far. @default two of the shortest season, else 12 */
  readonly horizon?: number;
  /** True once there is no time left: a search then ends with the best so far. @default never */
  readonly expired?: () => boolean;
}

export type FitResult<Model extends FittedModel = FittedModel> =
  | {
      readonly kind: 'fitted';
      readonly model: Model;
      /** What was expected one step ahead of the last values of y (95 %), oldest first, each before its value was
       *  seen: for detectors to learn from. The last belongs to the last value of y. @default none */
      readonly expectations?: readonly Expectation[];
    }
  | { readonly kind: 'too_short'; readonly got: number; readonly needed: number };

/** A way to forecast. Fitting gives a different type, so that nothing unfitted can predict. */
export interface Forecaster {
  readonly id: string;
  /** @param y values, oldest first, evenly spaced by `stepMs`; NaN is a gap */
  fit(y: Float64Array, options: FitOptions): FitResult;
  /** The model of a state that `FittedModel.state` gave. @throws RangeError when the state is no such */
  restore(state: Json): FittedModel;
}

export interface FittedModel {
  readonly forecasterId: string;
  /** The model in words: its order, season and options. */
  readonly description: string;
  /** What a reader of the forecast should know: reasons, warnings. @default nothing */
  readonly notes?: readonly string[];
  /** Expectation of the next value, before it is seen. @param level coverage, 0 < level < 1 */
  next(level: number): Expectation;
  /** Takes the next value in, in O(1). NaN is a gap: time moves on by a step. */
  update(value: number): void;
  /** @param horizon steps ahead, >= 1 */
  forecast(horizon: number, level: number): Path;
  state(): Json;
}

/** A model that tells how well it would have forecast the past, as what the pipeline stores must. */
export interface RatedModel extends FittedModel {
  /** Mean absolute one-season-ahead error on the training data, in the unit of the series, and that of
   *  plain seasonal naive beside it. */
  readonly backtest: { readonly error: number; readonly naiveError: number };
}

/** A forecaster whose models are rated. */
export interface RatedForecaster extends Forecaster {
  fit(y: Float64Array, options: FitOptions): FitResult<RatedModel>;
  restore(state: Json): RatedModel;
}
