import { chandrasekhar } from './chandrasekhar.ts';
import { Columns } from './columns.ts';
import type { Design } from './design.ts';
import { type Process, processOf } from './process.ts';
import { SquareRootFilter } from './square-root-filter.ts';
import { diffuseColumns, startingMean, stationaryColumns } from './start-columns.ts';

/** Standardised one-step errors with their variances: what a likelihood is the sum of. */
interface Whitener {
  readonly length: number;
  readonly inputs: readonly Float64Array[];
  /** Errors of each input and their variance in units of σ²; NaN variance where there is no observation.
   *  @returns false where there is no likelihood */
  whiten(process: Process, errors: readonly Float64Array[], variances: Float64Array): boolean;
}

/**
 * The exact likelihood by one-step errors. Slower than `ExactLikelihood`, and the answer where that has none:
 * moving averages far outside the invertible region (by Chandrasekhar's recursion), series with many gaps and starts
 * that are not stationary (by the square-root filter).
 */
export class FilteredLikelihood {
  readonly parameters: number;
  /** Those of the last `evaluate`. */
  observations: number;
  readonly columns: Columns;
  /** Standardised innovations times σ, gaps left as 0. */
  readonly residuals: Float64Array;
  /** In units of σ²; NaN where there is no observation. */
  readonly variances: Float64Array;
  /** Variance of each state at the start in units of σ², when it is not the stationary one. */
  diffuse: number | undefined;
  sumOfSquares = Number.NaN;
  logDeterminant = Number.NaN;
  private readonly design: Design;
  private readonly whitener: Whitener;
  private readonly errors: readonly Float64Array[];

  /** @param diffuse variance of each state at the start in units of σ², instead of the stationary start */
  constructor(design: Design, diffuse?: number) {
    this.design = design;
    const plain = design.gaps.length === 0 && diffuse === undefined;
    const given = plain ? [] : design.gaps.filter((gap) => gap < design.delta.length - 1);
    this.diffuse = diffuse;
    this.whitener = plain ? differenced(design) : levelled(design, given, () => this.diffuse);
    const { length, inputs } = this.whitener;
    this.parameters = design.terms.names.length;
    this.observations = design.w.length - design.gaps.length;
    this.columns = new Columns(inputs[0]!, inputs.slice(1), given.length, {
      total: length,
      past: 0,
      corrected: 0,
    });
    this.errors = inputs.map(() => new Float64Array(length));
    this.residuals = new Float64Array(length);
    this.variances = new Float64Array(length);
  }

  /** @param parameters in the engine's order @returns −2·ln L but for a constant, σ² concentrated out */
  evaluate(parameters: Float64Array): number {
    const { columns, errors, variances, residuals } = this;
    const process = processOf(this.design.terms.shape, parameters, this.design.delta);
    if (!this.whitener.whiten(process, errors, variances)) return Number.NaN;
    let logDeterminant = 0;
    let count = 0;
    for (let t = 0; t < variances.length; t++) {
      const isObserved = variances[t]! > 0;
      const scale = isObserved ? 1 / Math.sqrt(variances[t]!) : 0;
      for (let c = 0; c < errors.length; c++) columns.e[c]![t] = isObserved ? errors[c]![t]! * scale : 0;
      if (!isObserved) continue;
      logDeterminant += Math.log(variances[t]!);
      count++;
    }
    if (columns.count > 1 && !columns.regress()) return Number.NaN;
    columns.combine(columns.e, residuals);
    let sum = 0;
    for (let t = 0; t < residuals.length; t++) sum += residuals[t]! * residuals[t]!;
    this.sumOfSquares = sum;
    this.logDeterminant = logDeterminant + columns.logDeterminant;
    this.observations = count - columns.rank;
    if (!(sum > 0 && this.observations > 0)) return Number.NaN;
    return this.observations * Math.log(sum / this.observations) + this.logDeterminant;
  }
}

function differenced(design: Design): Whitener {
  const inputs = [design.w, ...design.columns];
  return {
    length: design.w.length,
    inputs,
    whiten: (process, errors, variances) => chandrasekhar(process, inputs, errors, variances),
  };
}

/**
 * Filters the values before differencing, so that a gap is one value and not all that it differences with.
 * @param given gaps among the values that differencing takes as given: a dummy each finds them
 */
function levelled(design: Design, given: readonly number[], diffuse: () => number | undefined): Whitener {
  const { length } = design.values;
  const values = design.values.map((value, t) => (given.includes(t) ? 0 : value));
  const dummies = given.map((gap) => values.map((_, t) => (t === gap ? 1 : 0)));
  const inputs = [values, ...dummies, ...design.levels];
  const held = design.delta.length - 1;
  return {
    length,
    inputs,
    whiten: (process, errors, variances) => {
      const ratio = diffuse();
      const start = ratio === undefined ? stationaryColumns(process) : diffuseColumns(process, ratio);
      if (start === undefined) return false;
      const means = inputs.map((input) => startingMean(process, input, held));
      const filter = new SquareRootFilter(process, means, start);
      const observed = new Float64Array(inputs.length);
      const surprise = new Float64Array(inputs.length);
      const trend = inputs.map((_, c) => (c === 0 ? design.centre : 0));
      variances.fill(Number.NaN, 0, held);
      for (let t = held; t < length; t++) {
        for (let c = 0; c < inputs.length; c++) observed[c] = inputs[c]![t]!;
        const isGap = Number.isNaN(observed[0]!);
        const variance = filter.step(isGap ? undefined : observed, surprise, trend);
        variances[t] = isGap ? Number.NaN : variance;
        for (let c = 0; c < inputs.length; c++) errors[c]![t] = isGap ? 0 : surprise[c]!;
      }
      return true;
    },
  };
}
