import { SeriesError } from './error.ts';

/** What a model sees instead of the values. `boxCox` with λ is (y^λ − 1) / λ, and ln y at λ = 0. */
export type ValueTransform = 'none' | 'log' | 'log1p' | { readonly boxCox: number };

/**
 * The transformed series. Gaps (NaN) stay gaps.
 * @throws SeriesError out_of_domain at a value that has no transform: log and Box–Cox need values above 0 (Box–Cox with
 *   λ > 0 takes 0 too), log1p values above −1
 */
export function transformValues(y: Float64Array, transform: ValueTransform): Float64Array {
  const forward = forwardOf(transform);
  return y.map((value, i) => {
    if (Number.isNaN(value)) return value;
    const result = forward(value);
    if (Number.isFinite(result)) return result;
    throw new SeriesError(
      'out_of_domain',
      `got the value ${value} at index ${i}, which ${nameOf(transform)} cannot take: ${wayOut(transform)}`,
    );
  });
}

/** The value whose transform is x: the median of what x is the median of. Box–Cox is cut off at 0. */
export function inverseValue(x: number, transform: ValueTransform): number {
  if (transform === 'none') return x;
  if (transform === 'log') return Math.exp(x);
  if (transform === 'log1p') return Math.expm1(x);
  const lambda = transform.boxCox;
  if (lambda === 0) return Math.exp(x);
  const base = lambda * x + 1;
  // Below the range for λ > 0 lies 0; above it for λ < 0 lies infinity.
  if (base <= 0) return lambda > 0 ? 0 : Number.POSITIVE_INFINITY;
  // The power 1/λ of a base near 1 would lose the digits that a small λ leaves there.
  return Math.exp(Math.log1p(lambda * x) / lambda);
}

/**
 * The mean of a variable whose transform is normal: exact for logarithms; for Box–Cox by Taylor's series to the second
 * order, good while the standard deviation is small beside x + 1/λ.
 * @param mean of the transformed variable @param variance of the transformed variable, >= 0
 * Source: Hyndman and Athanasopoulos (2021), Forecasting: Principles and Practice, 3rd edition, section 5.6.
 */
export function inverseMean(mean: number, variance: number, transform: ValueTransform): number {
  if (transform === 'none') return mean;
  if (transform === 'log') return Math.exp(mean + variance / 2);
  if (transform === 'log1p') return Math.expm1(mean + variance / 2);
  const lambda = transform.boxCox;
  if (lambda === 0) return Math.exp(mean + variance / 2);
  const base = lambda * mean + 1;
  const median = inverseValue(mean, transform);
  if (base <= 0) return median;
  return median * (1 + (variance * (1 - lambda)) / (2 * base * base));
}

/**
 * The standard deviation of a variable whose transform is normal: exact for logarithms, to the first order for Box–Cox.
 * @param mean @param variance as in `inverseMean`
 */
export function inverseSd(mean: number, variance: number, transform: ValueTransform): number {
  if (transform === 'none') return Math.sqrt(variance);
  const lambda = transform === 'log' || transform === 'log1p' ? 0 : transform.boxCox;
  if (lambda === 0) return Math.exp(mean + variance / 2) * Math.sqrt(Math.expm1(variance));
  const base = lambda * mean + 1;
  return base <= 0 ? 0 : (inverseValue(mean, transform) / base) * Math.sqrt(variance);
}

/** The sum of ln |dx/dy| over the values: what a log-likelihood of transformed values gains for the values. */
export function logJacobian(y: Float64Array, transform: ValueTransform): number {
  if (transform === 'none') return 0;
  const power = typeof transform === 'object' ? transform.boxCox - 1 : -1;
  const shift = transform === 'log1p' ? 1 : 0;
  let sum = 0;
  for (let i = 0; i < y.length; i++) if (!Number.isNaN(y[i]!)) sum += power * Math.log(y[i]! + shift);
  return sum;
}

function forwardOf(transform: ValueTransform): (value: number) => number {
  if (transform === 'none') return (value) => value;
  if (transform === 'log') return Math.log;
  if (transform === 'log1p') return Math.log1p;
  const lambda = transform.boxCox;
  if (!Number.isFinite(lambda))
    throw new SeriesError('bad_options', `got λ ${lambda}: give a number, usually −1 to 2`);
  if (lambda === 0) return Math.log;
  return (value) => {
    if (value < 0) return Number.NaN;
    // Near λ = 0 the difference y^λ − 1 would lose its digits.
    return value === 0
      ? lambda > 0
        ? -1 / lambda
        : Number.NaN
      : Math.expm1(lambda * Math.log(value)) / lambda;
  };
}

function nameOf(transform: ValueTransform): string {
  return typeof transform === 'object' ? `Box-Cox with λ ${transform.boxCox}` : transform;
}

function wayOut(transform: ValueTransform): string {
  return transform === 'log1p' ? 'give values above -1' : 'give values above 0, or use log1p for counts';
}
