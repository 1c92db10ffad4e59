import { gammaLower, gammaUpper } from './gamma.ts';

/**
 * The probability that a standard normal variable is at most x. NaN for NaN.
 * Source: Abramowitz and Stegun (1964), 26.2.30: by the incomplete gamma function of ½ and x²/2.
 */
export function normalCdf(x: number): number {
  const half = (x * x) / 2;
  // The tail is computed as a tail, so that it keeps its digits.
  return x < 0 ? gammaUpper(0.5, half) / 2 : (1 + gammaLower(0.5, half)) / 2;
}

/** The probability that a standard normal variable lies further from zero than x, on either side. */
export function normalTwoSided(x: number): number {
  return gammaUpper(0.5, (x * x) / 2);
}
