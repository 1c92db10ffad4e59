import { bridgeGaps } from './bridge.ts';
import { SeriesError } from './error.ts';

/** Squares of larger values, summed, could overflow. */
const largest = 1e150;

/**
 * Checks that values are finite or gaps, and that at least one is a value.
 * @throws SeriesError not_finite, no_values
 */
export function checkFinite(y: Float64Array): void {
  let present = 0;
  for (let i = 0; i < y.length; i++) {
    const value = y[i]!;
    if (Number.isNaN(value)) continue;
    if (!(Math.abs(value) <= largest))
      throw new SeriesError(
        'not_finite',
        `got the value ${value} at index ${i}: give values up to ${largest}, NaN for a gap`,
      );
    present++;
  }
  if (present === 0)
    throw new SeriesError('no_values', `got ${y.length} values of which none is a number: give a series`);
}

/**
 * The series as a test can use it: gaps at both ends are dropped, gaps within carry straight lines between their
 * neighbours. Many gaps make a series look smoother, and so less stationary, than it is.
 * @param y values, oldest first, evenly spaced; NaN is a gap
 * @param least how many values, from the first to the last that is there, what follows needs
 * @param use what needs them, for the message
 * @throws SeriesError not_finite, no_values, too_short, constant
 */
export function usableValues(y: Float64Array, least: number, use: string): Float64Array {
  checkFinite(y);
  const values = withoutGaps(y);
  if (values.length < least)
    throw new SeriesError(
      'too_short',
      `got ${values.length} values, gaps at the ends left out: ${use} needs ${least} or more`,
    );
  if (isConstant(values))
    throw new SeriesError(
      'constant',
      `got a series that is ${values[0]} throughout: ${use} needs values that vary`,
    );
  return values;
}

/** Whether the values spread over no more than `rounding`. */
export function isConstant(values: Float64Array, rounding = 0): boolean {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i++) {
    low = Math.min(low, values[i]!);
    high = Math.max(high, values[i]!);
  }
  return !(high - low > rounding);
}

function withoutGaps(y: Float64Array): Float64Array {
  let start = 0;
  let end = y.length;
  while (Number.isNaN(y[start]!)) start++;
  while (Number.isNaN(y[end - 1]!)) end--;
  return bridgeGaps(y.subarray(start, end));
}
