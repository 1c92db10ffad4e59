import { bridgeGaps } from '../bridge.ts';

/** Values above would overflow in sums of squares. */
const largest = 1e150;

/** A series without holes: gaps carry straight lines between their neighbours, or the nearest value at an end. */
export interface Filled {
  readonly values: Float64Array;
  /** Where the series has values: 1, else 0; absent when it has no gap. */
  readonly present: Float64Array | undefined;
}

/**
 * @param y values, oldest first; NaN is a gap
 * @throws RangeError when a value is infinite or too large to square, or none is there
 */
export function fillGaps(y: Float64Array): Filled {
  let gaps = 0;
  for (let i = 0; i < y.length; i++) {
    if (Number.isNaN(y[i]!)) gaps++;
    else if (Math.abs(y[i]!) > largest)
      throw new RangeError(
        `got the value ${y[i]} at index ${i}: give values up to ${largest}, NaN for a gap`,
      );
  }
  if (gaps === y.length)
    throw new RangeError(`got ${y.length} values of which none is a number: give a series`);
  if (gaps === 0) return { values: y, present: undefined };
  return { values: bridgeGaps(y), present: y.map((value) => (Number.isNaN(value) ? 0 : 1)) };
}
