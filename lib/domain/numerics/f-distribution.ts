import { regularizedBeta } from './beta.ts';

/**
 * The probability that an F variable exceeds x.
 * @param top degrees of freedom of the numerator, > 0
 * @param bottom degrees of freedom of the denominator, > 0
 * Source: Abramowitz and Stegun (1964), 26.6.2.
 */
export function fUpper(x: number, top: number, bottom: number): number {
  if (Number.isNaN(x)) return Number.NaN;
  if (x <= 0) return 1;
  return regularizedBeta(bottom / (bottom + top * x), bottom / 2, top / 2);
}

/** The probability that an F variable is at most x. */
export function fLower(x: number, top: number, bottom: number): number {
  if (Number.isNaN(x)) return Number.NaN;
  if (x <= 0) return 0;
  return fUpper(1 / x, bottom, top);
}
