/** The lags of each factor's coefficients, ascending: φ and Φ, θ and Θ. */
export interface Shape {
  readonly ar: readonly Int32Array[];
  readonly ma: readonly Int32Array[];
}

/** What an estimate minimises: −2·ln L but for a constant, σ² and the regression concentrated out. */
export interface Objective {
  readonly parameters: number;
  readonly observations: number;
  /** @param parameters those of the AR factors, then those of the MA factors @returns NaN outside its domain */
  evaluate(parameters: Float64Array): number;
  /** Derivatives at the parameters of the last `evaluate`. */
  gradient(out: Float64Array): void;
  /** The Gauss–Newton approximation of the second derivatives, row by row, after `gradient`. */
  gaussNewton(out: Float64Array): void;
}
