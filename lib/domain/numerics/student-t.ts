import { regularizedBeta } from './beta.ts';

/**
 * The probability that a Student t variable lies further from zero than `t`, on either side.
 * @param degrees degrees of freedom, > 0
 * Source: Abramowitz and Stegun (1964), 26.7.1 and 26.5.27: I_x(degrees/2, 1/2), x = degrees / (degrees + t²).
 */
export function studentTwoSided(t: number, degrees: number): number {
  if (Number.isNaN(t)) return Number.NaN;
  return regularizedBeta(degrees / (degrees + t * t), degrees / 2, 0.5);
}
