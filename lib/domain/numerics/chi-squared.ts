import { gammaUpper } from './gamma.ts';

/**
 * The probability that a chi-squared variable exceeds x.
 * @param degrees degrees of freedom, > 0
 * Source: Abramowitz and Stegun (1964), 26.4.19.
 */
export function chiSquaredUpper(x: number, degrees: number): number {
  return gammaUpper(degrees / 2, x / 2);
}
