import { normalQuantile } from '../../numerics/normal-quantile.ts';
import { inverseMean, inverseSd, inverseValue, transformValues } from '../../series/box-cox.ts';
import { SeriesError } from '../../series/error.ts';
import type { Json } from '../forecaster.ts';
import { ArimaError } from './error.ts';
import type { ArimaForecast, ArimaPredictor, ForecastOptions, Parameter } from './result.ts';
import type { ArimaSpec, Transform } from './spec.ts';
import type { SquareRootFilter } from './square-root-filter.ts';
import { writeState } from './state.ts';

const longestHorizon = 100_000;

/** Everything that lives on after a fit. */
export interface PredictorParts {
  readonly spec: ArimaSpec;
  readonly parameters: readonly Parameter[];
  readonly sigma2: number;
  readonly transform: Transform;
  readonly nonNegative: boolean;
  /** Powers of time in the mean, then the regressors: coefficients in the order of the parameters. */
  readonly powers: readonly number[];
  readonly regressors: readonly string[];
  readonly filter: SquareRootFilter;
  /** See EndState. */
  readonly unsettled: Float64Array | undefined;
  /** Values of the differenced series so far. */
  time: number;
  /** Steps taken since the fit: turns `unsettled`. */
  turns: number;
}

/** @param parts taken over: updates change them */
export function createPredictor(parts: PredictorParts): ArimaPredictor {
  return {
    spec: parts.spec,
    parameters: parts.parameters,
    forecast: (horizon, options = {}) => forecast(parts, horizon, options),
    simulate: (horizon, paths, uniform, options = {}) => simulate(parts, horizon, paths, uniform, options),
    update: (value, regressors = []) => update(parts, value, regressors),
    state: (): Json => writeState(parts),
  };
}

function forecast(parts: PredictorParts, horizon: number, options: ForecastOptions): ArimaForecast {
  const { level = 0.95 } = options;
  if (!(level > 0 && level < 1))
    throw new ArimaError('bad_options', `got the level ${level}: give a share between 0 and 1, such as 0.95`);
  const explained = explainedOf(parts, horizon, options);
  const { filter, sigma2, transform, nonNegative } = parts;
  const path = filter.path(filter.means[0]!, horizon, trendOf(parts));
  const variance = variancesOf(parts, horizon);
  const reach = normalQuantile((1 + level) / 2);
  const mean = new Float64Array(horizon);
  const sd = new Float64Array(horizon);
  const lower = new Float64Array(horizon);
  const upper = new Float64Array(horizon);
  const finish = (value: number) => finite(nonNegative ? Math.max(0, value) : value);
  for (let h = 0; h < horizon; h++) {
    const centre = path[h]! + explained[h]!;
    const spread = sigma2 * variance[h]!;
    mean[h] = finish(inverseMean(centre, spread, transform));
    sd[h] = finite(inverseSd(centre, spread, transform));
    lower[h] = finish(inverseValue(centre - reach * Math.sqrt(spread), transform));
    upper[h] = finish(inverseValue(centre + reach * Math.sqrt(spread), transform));
  }
  return { mean, sd, lower, upper };
}

/** Back-transforms of far forecasts may leave the range of numbers: they stay at its end. */
function finite(value: number): number {
  return Math.max(-Number.MAX_VALUE, Math.min(Number.MAX_VALUE, value));
}

/** Of the error of each step ahead, in units of σ². */
function variancesOf({ filter, unsettled, turns }: PredictorParts, horizon: number): Float64Array {
  const variance = new Float64Array(horizon);
  for (const column of filter.columns) {
    const response = filter.respond(column, horizon);
    for (let h = 0; h < horizon; h++) variance[h] = variance[h]! + response[h]! * response[h]!;
  }
  const innovation = new Float64Array(filter.means[0]!.length);
  innovation[0] = 1;
  const response = filter.respond(innovation, horizon);
  let sum = 0;
  for (let h = 1; h < horizon; h++) {
    sum += response[h - 1]! * response[h - 1]!;
    variance[h] = variance[h]! + sum;
  }
  if (unsettled !== undefined) {
    for (let h = 0; h < horizon; h++) variance[h] = variance[h]! + unsettled[(h + turns) % unsettled.length]!;
  }
  return variance;
}

/** The trend of the differenced series, by steps ahead from 0. */
function trendOf({ powers, parameters, time }: PredictorParts): (step: number) => number {
  return (step) =>
    powers.reduce((sum, power, i) => sum + parameters[i]!.value * (time + step + 1) ** power, 0);
}

/** What the regressors add to each step. */
function explainedOf(parts: PredictorParts, horizon: number, options: ForecastOptions): Float64Array {
  if (!(Number.isInteger(horizon) && horizon >= 1 && horizon <= longestHorizon))
    throw new ArimaError(
      'bad_options',
      `got a horizon of ${horizon} steps: give a whole number from 1 to ${longestHorizon}`,
    );
  const explained = new Float64Array(horizon);
  for (const [i, name] of parts.regressors.entries()) {
    const future = options.regressors?.find((regressor) => regressor.name === name);
    const missing =
      future === undefined ? 0 : future.values.subarray(0, horizon).findIndex((x) => !Number.isFinite(x));
    if (future === undefined || future.values.length < horizon || missing >= 0)
      throw new ArimaError(
        'bad_regressors',
        `the regressor "${name}" has ${future === undefined ? 'no future values' : future.values.length < horizon ? `${future.values.length} future values` : `no number at step ${missing + 1}`}: give one for each of the ${horizon} steps ahead`,
      );
    const beta = parts.parameters[parts.powers.length + i]!.value;
    for (let h = 0; h < horizon; h++) explained[h] = explained[h]! + beta * future.values[h]!;
  }
  return explained;
}

function simulate(
  parts: PredictorParts,
  horizon: number,
  paths: number,
  uniform: () => number,
  options: ForecastOptions,
): Float64Array[] {
  const explained = explainedOf(parts, horizon, options);
  if (!(Number.isInteger(paths) && paths >= 1))
    throw new ArimaError('bad_options', `got ${paths} paths: give a whole number from 1 up`);
  const { filter, sigma2, transform, nonNegative } = parts;
  const draw = () => normalQuantile(uniform());
  const sigma = Math.sqrt(sigma2);
  const trend = trendOf(parts);
  const innovation = new Float64Array(filter.means[0]!.length);
  innovation[0] = 1;
  const response = filter.respond(innovation, horizon);
  return Array.from({ length: paths }, () => {
    // One state drawn for what is not known now, then innovations of every later step.
    const start = filter.means[0]!.slice();
    for (const column of filter.columns) {
      const times = draw() * sigma;
      for (let i = 0; i < start.length; i++) start[i] = start[i]! + times * column[i]!;
    }
    const path = filter.path(start, horizon, trend);
    for (let s = 1; s < horizon; s++) {
      const shock = draw() * sigma;
      for (let h = s; h < horizon; h++) path[h] = path[h]! + shock * response[h - s]!;
    }
    return path.map((value, h) => {
      const back = finite(inverseValue(value + explained[h]!, transform));
      return nonNegative ? Math.max(0, back) : back;
    });
  });
}

function update(parts: PredictorParts, value: number, regressors: readonly number[]): void {
  const { filter, transform, powers, parameters } = parts;
  const error = new Float64Array(1);
  const trend = [trendOf(parts)(0)];
  if (Number.isNaN(value)) filter.step(undefined, error, trend);
  else {
    let level = transformed(value, transform);
    for (const [i, name] of parts.regressors.entries()) {
      const x = regressors[i];
      if (x === undefined || !Number.isFinite(x))
        throw new ArimaError(
          'bad_regressors',
          `got ${x === undefined ? 'no value' : x} for the regressor "${name}": give its value at this step`,
        );
      level -= parameters[powers.length + i]!.value * x;
    }
    filter.step([level], error, trend);
  }
  parts.time++;
  parts.turns++;
}

function transformed(value: number, transform: Transform): number {
  if (!Number.isFinite(value))
    throw new ArimaError('not_finite', `got the value ${value}: give a number, or NaN for a gap`);
  try {
    return transformValues(Float64Array.of(value), transform)[0]!;
  } catch (error) {
    if (error instanceof SeriesError) throw new ArimaError('bad_transform', error.message);
    throw error;
  }
}
