import type { StlOptions } from './options.ts';
import { type Decomposition, stl } from './stl.ts';

export interface MstlOptions extends Omit<StlOptions, 'seasonal'> {
  /** Seasonal window of each period, in the order of the periods. @default 11 for the shortest, then 15, 19 … */
  readonly windows?: readonly (number | 'periodic')[];
  /** Box-Cox power; the parts are then of the transformed series. 0 is the logarithm. @default none */
  readonly lambda?: number;
  /** How often every season is taken in turn; once is enough for one season. @default 2 */
  readonly iterations?: number;
}

/** All have the length of the series; seasons in the order of the periods. */
export interface MultipleDecomposition {
  readonly trend: Float64Array;
  readonly seasonals: readonly Float64Array[];
  /** What is left of each (transformed) value; NaN at gaps. */
  readonly remainder: Float64Array;
}

/**
 * Trend, several seasons and remainder of a series (MSTL); they add up to it, or to its Box-Cox transform. Seasons
 * are taken out shortest first, each by STL of what the others leave, and so again.
 * @param y values as for `stl`, at least two of the longest season
 * @param periods lengths of the seasons in values, all different
 * @throws RangeError as `stl`; also for equal periods, windows of another number, values <= 0 under a Box-Cox power
 * Source: Bandara, Hyndman and Bergmeir (2021), MSTL, arXiv:2107.13462, algorithm 1.
 */
export function mstl(
  y: Float64Array,
  periods: readonly number[],
  options: MstlOptions = {},
): MultipleDecomposition {
  const { windows, lambda, iterations = 2, ...rest } = options;
  checkMstl(periods, windows, iterations);
  const order = periods.map((_, i) => i).sort((a, b) => periods[a]! - periods[b]!);
  const left = lambda === undefined ? y.slice() : boxCox(y, lambda);
  const seasonals: Float64Array[] = periods.map(() => new Float64Array(y.length));
  let parts: Decomposition | undefined;
  for (let round = 0; round < (periods.length === 1 ? 1 : iterations); round++)
    for (const [rank, i] of order.entries()) {
      addTo(left, seasonals[i]!, 1);
      parts = stl(left, periods[i]!, { ...rest, seasonal: windows?.[i] ?? 11 + 4 * rank });
      seasonals[i] = parts.seasonal;
      addTo(left, parts.seasonal, -1);
    }
  const trend = parts?.trend ?? new Float64Array(y.length);
  return { trend, seasonals, remainder: left.map((value, i) => value - trend[i]!) };
}

function checkMstl(periods: readonly number[], windows: MstlOptions['windows'], iterations: number): void {
  if (periods.length === 0) throw new RangeError('got no period: give at least one season length');
  if (new Set(periods).size < periods.length)
    throw new RangeError(`got the periods ${periods.join(', ')}: give each one once`);
  if (windows !== undefined && windows.length !== periods.length)
    throw new RangeError(`got ${windows.length} windows for ${periods.length} periods: give one for each`);
  if (!Number.isInteger(iterations) || iterations < 1)
    throw new RangeError(`got iterations ${iterations}: give a whole number from 1 up`);
}

function addTo(values: Float64Array, part: Float64Array, sign: number): void {
  for (let i = 0; i < values.length; i++) values[i]! += sign * part[i]!;
}

function boxCox(y: Float64Array, lambda: number): Float64Array {
  if (!Number.isFinite(lambda)) throw new RangeError(`got lambda ${lambda}: give a finite number`);
  return y.map((value, i) => {
    if (value <= 0)
      throw new RangeError(`got the value ${value} at index ${i}: a Box-Cox power needs values above 0`);
    return lambda === 0 ? Math.log(value) : Math.expm1(lambda * Math.log(value)) / lambda;
  });
}
