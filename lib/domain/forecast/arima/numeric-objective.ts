import type { Objective } from './objective.ts';

/** A likelihood that offers its residuals but no derivatives. */
export interface Residual {
  readonly parameters: number;
  readonly observations: number;
  readonly residuals: Float64Array;
  readonly sumOfSquares: number;
  evaluate(parameters: Float64Array): number;
}

/** Derivatives by central differences, at two evaluations a parameter: for likelihoods without exact ones. */
export class NumericObjective implements Objective {
  readonly parameters: number;
  private readonly likelihood: Residual;
  private readonly at: Float64Array;
  private readonly slopes: readonly Float64Array[];

  constructor(likelihood: Residual) {
    this.likelihood = likelihood;
    this.parameters = likelihood.parameters;
    this.at = new Float64Array(this.parameters);
    this.slopes = Array.from(
      { length: this.parameters },
      () => new Float64Array(likelihood.residuals.length),
    );
  }

  get observations(): number {
    return this.likelihood.observations;
  }

  evaluate(parameters: Float64Array): number {
    this.at.set(parameters);
    return this.likelihood.evaluate(parameters);
  }

  gradient(out: Float64Array): void {
    const { likelihood, at, slopes } = this;
    const moved = at.slice();
    const here = likelihood.evaluate(at);
    const residuals = likelihood.residuals.slice();
    for (let i = 0; i < moved.length; i++) {
      const slope = slopes[i]!;
      const size = 1e-5 * Math.max(0.1, Math.abs(at[i]!));
      slope.fill(0);
      let change = 0;
      let width = 0;
      for (const side of [1, -1]) {
        moved[i] = at[i]! + side * size;
        const value = likelihood.evaluate(moved);
        // At the edge of the region only one side has a likelihood.
        if (Number.isNaN(value)) continue;
        change += side * (value - here);
        width += size;
        for (let t = 0; t < slope.length; t++)
          slope[t] = slope[t]! + side * (likelihood.residuals[t]! - residuals[t]!);
      }
      moved[i] = at[i]!;
      out[i] = width > 0 ? change / width : 0;
      for (let t = 0; t < slope.length; t++) slope[t] = width > 0 ? slope[t]! / width : 0;
    }
    likelihood.evaluate(at);
  }

  gaussNewton(out: Float64Array): void {
    const { parameters, slopes, likelihood } = this;
    const scale = (2 * likelihood.observations) / likelihood.sumOfSquares;
    for (let i = 0; i < parameters; i++) {
      for (let j = 0; j <= i; j++) {
        let sum = 0;
        for (let t = 0; t < slopes[i]!.length; t++) sum += slopes[i]![t]! * slopes[j]![t]!;
        out[i * parameters + j] = scale * sum;
        out[j * parameters + i] = scale * sum;
      }
      // A parameter that moves nothing must not make the matrix singular.
      out[i * parameters + i] = out[i * parameters + i]! + 1e-9;
    }
  }
}
