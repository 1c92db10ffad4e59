import type { ArimaSpec, Regressor, Start } from '../../../../lib/domain/forecast/arima/spec.ts';
import { armaCovariance, filtered } from './arma-covariance.ts';
import { cholesky, dot, logDeterminant, type Matrix, solveLower, solveUpper } from './dense-matrix.ts';
import { type PlainModel, plainModel } from './plain-model.ts';

export interface DenseInput {
  readonly y: Float64Array;
  readonly spec: ArimaSpec;
  /** Trend, regressors, ar, ma, seasonal ar, seasonal ma, and sigma2 unless it is to be concentrated out. */
  readonly parameters: readonly number[];
  readonly regressors?: readonly Regressor[];
  readonly start?: Start;
}

export interface DenseLikelihood {
  readonly logLikelihood: number;
  readonly sigma2: number;
  /** Values of the differenced series, less one for each gap. */
  readonly observations: number;
}

export interface DenseForecast {
  readonly mean: Float64Array;
  readonly sd: Float64Array;
}

/** Gaps filled by the nearest value: any number would do, this one loses no digits. */
function filled(y: Float64Array): Float64Array {
  const first = y.find((value) => !Number.isNaN(value)) ?? 0;
  let last = first;
  return y.map((value) => {
    if (!Number.isNaN(value)) last = value;
    return last;
  });
}

function differenced(x: ArrayLike<number>, delta: Float64Array): Float64Array {
  const lost = delta.length - 1;
  return Float64Array.from({ length: x.length - lost }, (_, t) =>
    delta.reduce((sum, weight, j) => sum + weight * x[t + lost - j]!, 0),
  );
}

/** The differenced series less its mean. */
function deviations(x: Float64Array, model: PlainModel, regressors: readonly Regressor[]): Float64Array {
  const w = differenced(x, model.delta);
  const z = regressors.map(({ values }) => differenced(values.subarray(0, x.length), model.delta));
  return w.map((value, t) => {
    const trend = model.powers.reduce((sum, power, i) => sum + model.trend[i]! * (t + 1) ** power, 0);
    return value - trend - z.reduce((sum, column, i) => sum + model.beta[i]! * column[t]!, 0);
  });
}

interface Solved {
  /** The series with its unknown values at their conditional mean. */
  readonly x: Float64Array;
  /** Sum of squares of the whitened differenced series, less its mean, at `x`. */
  readonly squares: number;
  /** Log-determinant of its covariance. */
  readonly logDeterminant: number;
  /** Cholesky factor of the precision of the unknown values. */
  readonly precision: Matrix;
}

function solveUnknown(input: DenseInput, unknown: readonly number[], model: PlainModel): Solved {
  const x = filled(input.y);
  const lost = model.delta.length - 1;
  const size = x.length - lost;
  const start = input.start ?? 'stationary';
  const { matrix, filter } = armaCovariance(model, size, start, model.sigma2 ?? 1);
  const l = cholesky(matrix);
  const whitened = (w: Float64Array) => solveLower(l, filtered(w, filter));
  const columns = unknown.map((at) =>
    whitened(Float64Array.from({ length: size }, (_, t) => model.delta[t + lost - at] ?? 0)),
  );
  const precision = cholesky(
    columns.map((column) => Float64Array.from(columns, (other) => dot(column, other))),
  );
  // What the first pass leaves by rounding, the next ones take.
  for (let pass = 0; pass < 3; pass++) {
    const u = whitened(deviations(x, model, input.regressors ?? []));
    const gradient = Float64Array.from(columns, (column) => dot(column, u));
    const step = solveUpper(precision, solveLower(precision, gradient));
    unknown.forEach((at, i) => {
      x[at] = x[at]! - step[i]!;
    });
  }
  const u = whitened(deviations(x, model, input.regressors ?? []));
  return { x, squares: dot(u, u), logDeterminant: logDeterminant(l), precision };
}

const gapsOf = (y: Float64Array) => [...y.keys()].filter((t) => Number.isNaN(y[t]!));

/**
 * The Gaussian density of the differenced series, its missing values of y integrated out under a flat measure: the
 * exact likelihood of what was observed, given a flat prior of the values that differencing consumes. By the full
 * covariance matrix, in O(n³).
 */
export function denseLikelihood(input: DenseInput): DenseLikelihood {
  const model = plainModel(input.spec, input.parameters, input.regressors?.length ?? 0);
  const gaps = gapsOf(input.y);
  const solved = solveUnknown(input, gaps, model);
  const observations = input.y.length - (model.delta.length - 1) - gaps.length;
  const sigma2 = model.sigma2 ?? solved.squares / observations;
  const logLikelihood =
    -0.5 *
    (observations * Math.log(2 * Math.PI * sigma2) +
      solved.logDeterminant +
      logDeterminant(solved.precision) +
      solved.squares / sigma2);
  return { logLikelihood, sigma2, observations };
}

/**
 * Mean and standard deviation of the values after y, given y. The parameters must have sigma2.
 * @param future the regressors over the horizon, by their place in `regressors`
 */
export function denseForecast(
  input: DenseInput,
  horizon: number,
  future: readonly Float64Array[] = [],
): DenseForecast {
  const n = input.y.length;
  const y = new Float64Array(n + horizon).fill(Number.NaN);
  y.set(input.y);
  const regressors = (input.regressors ?? []).map(({ name, values }, i) => ({
    name,
    values: Float64Array.of(...values.subarray(0, n), ...future[i]!),
  }));
  const model = plainModel(input.spec, input.parameters, regressors.length);
  const unknown = gapsOf(y);
  const { x, precision } = solveUnknown({ ...input, y, regressors }, unknown, model);
  const sd = new Float64Array(horizon);
  unknown.forEach((at, i) => {
    if (at < n) return;
    const unit = new Float64Array(unknown.length);
    unit[i] = 1;
    const half = solveLower(precision, unit);
    sd[at - n] = Math.sqrt(dot(half, half) * (model.sigma2 ?? Number.NaN));
  });
  return { mean: x.subarray(n), sd };
}
