import { minimiseScalar } from '../numerics/minimise-scalar.ts';
import { SeriesError } from './error.ts';
import { checkFinite, isConstant } from './usable-values.ts';

/** Bounds that λ is looked for in. @default −1 … 2 */
export interface LambdaBounds {
  readonly low?: number;
  readonly high?: number;
}

/**
 * λ of the Box–Cox transform that makes the spread of the seasons least dependent on their level: the coefficient of
 * variation of sd / mean^(1 − λ) over whole seasons is least.
 * @param y values above 0, oldest first; NaN is a gap, left out within its season
 * @param period of the season in steps, the last whole seasons count; without one, pairs of neighbours
 * @throws SeriesError out_of_domain, no_values, not_finite, constant; too_short below two whole seasons
 * Source: Guerrero (1993), Journal of Forecasting 12.
 */
export function guerreroLambda(y: Float64Array, period = 2, bounds: LambdaBounds = {}): number {
  checkPositive(y);
  const size = Math.max(2, Math.round(period));
  const seasons = Math.floor(y.length / size);
  if (seasons < 2)
    throw new SeriesError('too_short', `got ${y.length} values: two seasons of ${size} are needed`);
  const means: number[] = [];
  const sds: number[] = [];
  for (let start = y.length - seasons * size; start < y.length; start += size) {
    const season = y.subarray(start, start + size).filter((value) => !Number.isNaN(value));
    if (season.length < 2) continue;
    const [mean, sd] = meanAndSd(season);
    means.push(mean);
    sds.push(sd);
  }
  if (means.length < 2)
    throw new SeriesError('too_short', `got ${means.length} seasons with two values: two are needed`);
  const variation = (lambda: number) => {
    const ratios = Float64Array.from(sds, (sd, i) => sd / (means[i] ?? 1) ** (1 - lambda));
    const [mean, sd] = meanAndSd(ratios);
    return sd / mean;
  };
  return minimiseScalar(variation, bounds.low ?? -1, bounds.high ?? 2, 1e-7).x;
}

/**
 * λ of the Box–Cox transform under which values are likeliest independent and normal (profile likelihood).
 * @param y as in `guerreroLambda`, in any order
 * @throws SeriesError out_of_domain, no_values, not_finite, constant
 * Source: Box and Cox (1964), Journal of the Royal Statistical Society B 26.
 */
export function profileLambda(y: Float64Array, bounds: LambdaBounds = {}): number {
  checkPositive(y);
  const logs = y.filter((value) => !Number.isNaN(value)).map(Math.log);
  const [meanLog] = meanAndSd(logs);
  // Dividing the values by their geometric mean leaves λ as it is and takes the Jacobian away.
  const deviations = logs.map((value) => value - meanLog);
  const cost = (lambda: number) => {
    const powers = deviations.map((value) =>
      Math.abs(lambda) < 1e-10 ? value : Math.expm1(lambda * value) / lambda,
    );
    return Math.log(meanAndSd(powers)[1]);
  };
  return minimiseScalar(cost, bounds.low ?? -1, bounds.high ?? 2, 1e-8).x;
}

function checkPositive(y: Float64Array): void {
  checkFinite(y);
  const at = y.findIndex((value) => value <= 0);
  if (at >= 0)
    throw new SeriesError('out_of_domain', `got the value ${y[at]} at index ${at}: λ needs values above 0`);
  if (isConstant(y.filter((value) => !Number.isNaN(value))))
    throw new SeriesError('constant', 'got a constant series: any λ is as good');
}

/** Mean and standard deviation (divisor n − 1). */
function meanAndSd(values: Float64Array): [mean: number, sd: number] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return [mean, Math.sqrt(squares / (values.length - 1))];
}
