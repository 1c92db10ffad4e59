/** How errors of a regression hang together: a sum of parts that fade by a factor each step, and of noise that does
 *  not last. Covariance of errors l steps apart: Σ sizes·fades^l, and `noise` more at 0. */
export interface ErrorCovariance {
  readonly noise: number;
  readonly fades: readonly number[];
  readonly sizes: readonly number[];
}

/** Times, in steps, after which a part is down to 37 %. */
const lasting = [2, 6, 24, 72, 240];
const mostLags = 480;
const sweeps = 100;

/**
 * The covariance that errors of the past show: parts of fixed fades and sizes of at least 0, so that no combination of
 * errors gets a negative variance, by least squares of sample autocovariances at lags that grow by a seventh each.
 * @param errors 0 where the weight is 0
 */
export function errorCovarianceOf(errors: Float64Array, weights: Float64Array): ErrorCovariance {
  const lags = lagsUpTo(Math.min(mostLags, Math.floor(errors.length / 4)));
  const variance = autocovariance(errors, weights, 0);
  const sample = Float64Array.from(lags, (lag) => autocovariance(errors, weights, lag));
  const last = lags.at(-1) ?? 0;
  const fades = lasting.filter((time) => time <= last).map((time) => Math.exp(-1 / time));
  const sizes = nonNegativeFit(sample, lags, fades, variance);
  return { noise: Math.max(0, variance - sizes.reduce((a, b) => a + b, 0)), fades, sizes };
}

function lagsUpTo(most: number): number[] {
  const lags: number[] = [];
  for (let lag = 1; lag <= most; lag = Math.max(lag + 1, Math.round((lag * 8) / 7))) lags.push(lag);
  return lags;
}

function autocovariance(errors: Float64Array, weights: Float64Array, lag: number): number {
  let sum = 0;
  let count = 0;
  for (let t = lag; t < errors.length; t++) {
    sum += errors[t]! * errors[t - lag]!;
    count += weights[t]! * weights[t - lag]!;
  }
  return count > 0 ? sum / count : 0;
}

/** Least squares under sizes from 0 to the variance, by one size at a time. */
function nonNegativeFit(
  sample: Float64Array,
  lags: readonly number[],
  fades: readonly number[],
  variance: number,
): number[] {
  const parts = fades.map((fade) => {
    const powers = Float64Array.from(lags, (lag) => fade ** lag);
    return { powers, squares: powers.reduce((sum, power) => sum + power * power, 0), size: 0 };
  });
  const rest = sample.slice();
  for (let sweep = 0; sweep < sweeps; sweep++) for (const part of parts) improve(part, rest, variance);
  return parts.map(({ size }) => size);
}

/** Moves one size to where the rest is least, and the rest with it. */
function improve(
  part: { readonly powers: Float64Array; readonly squares: number; size: number },
  rest: Float64Array,
  most: number,
): void {
  const { powers, squares, size } = part;
  let cross = 0;
  for (let i = 0; i < rest.length; i++) cross += powers[i]! * rest[i]!;
  part.size = squares > 0 ? Math.min(most, Math.max(0, size + cross / squares)) : 0;
  const moved = part.size - size;
  for (let i = 0; i < rest.length; i++) rest[i]! -= moved * powers[i]!;
}

/** Variance of the sum of errors times coefficients: aᵀ·Γ·a. Cost: O(n). */
export function varianceOf({ noise, fades, sizes }: ErrorCovariance, a: Float64Array): number {
  let variance = 0;
  let squares = 0;
  for (const value of a) squares += value * value;
  variance += noise * squares;
  fades.forEach((fade, j) => {
    let faded = 0;
    let cross = 0;
    for (const value of a) {
      cross += value * faded;
      faded = fade * (faded + value);
    }
    variance += sizes[j]! * (squares + 2 * cross);
  });
  return variance;
}
