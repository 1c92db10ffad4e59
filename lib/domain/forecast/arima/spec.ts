/** Lags of a polynomial: 3 means 1, 2 and 3; a list names them, `[1, 4]`. */
export type Lags = number | readonly number[];

/**
 * Terms of time in the mean of the differenced series: none, constant, linear, both, or a list that switches the
 * powers of time on from the zeroth up (`[1, 0, 0, 1]` is c + b·t³). Time is 1 at the first value after differencing.
 */
export type Trend = 'n' | 'c' | 't' | 'ct' | readonly (0 | 1)[];

/** SARIMAX(p, d, q)(P, D, Q)m. Seasonal lags are counted in seasons. */
export interface ArimaSpec {
  readonly order: readonly [p: Lags, d: number, q: Lags];
  readonly seasonal?: readonly [P: Lags, D: number, Q: Lags, period: number];
  /** @default 'n' */
  readonly trend?: Trend;
}

/** A known influence: one value for each value of the series, and for each step that is forecast. */
export interface Regressor {
  readonly name: string;
  readonly values: Float64Array;
}

/** What the model sees instead of the values; forecasts come back in the unit of the series, corrected for bias. */
export type Transform = 'none' | 'log' | 'log1p' | { readonly boxCox: number };

/** `exact`: the exact Gaussian likelihood. `css`: conditional sum of squares, the first values taken as given. */
export type Method = 'exact' | 'css';

/** How the unobserved past begins: the stationary distribution, or (as Stata's `diffuse`) that variance on each state. */
export type Start = 'stationary' | { readonly diffuse: number };

export interface ArimaOptions {
  readonly regressors?: readonly Regressor[];
  /** @default 'none' */
  readonly transform?: Transform;
  /** @default 'exact' */
  readonly method?: Method;
  /** @default 'stationary' */
  readonly start?: Start;
  /** Forecasts are never below zero. @default false */
  readonly nonNegative?: boolean;
}
