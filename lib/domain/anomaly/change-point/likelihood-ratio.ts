/**
 * Log likelihood ratio, in nats, of normal values with another mean over those with the usual one: n (m − μ)² / (2 σ²).
 * @param sum of n values
 * @param variance of one value, > 0
 */
export function levelRatio(n: number, sum: number, mean: number, variance: number): number {
  const off = sum - n * mean;
  return (off * off) / (2 * n * variance);
}

/** A spread is never called less than a tenth of the usual: a frozen series would be infinitely rare. */
const leastRatio = 0.01;

/**
 * Log likelihood ratio, in nats, of normal values with another variance over those with the usual one:
 * n/2 (v − 1 − ln v), where v is their mean square over the usual mean square.
 * @param sum of n squares
 * @param mean usual mean square, > 0
 */
export function spreadRatio(n: number, sum: number, mean: number): number {
  const v = Math.max(leastRatio, sum / n / mean);
  return (n / 2) * (v - 1 - Math.log(v));
}

/** Lengths from least to most, each about a fifth longer than the one before. */
export function lengthsBetween(least: number, most: number): readonly number[] {
  const lengths: number[] = [];
  for (let n = least; n < most; n = Math.max(n + 1, Math.round(n * 1.2))) lengths.push(n);
  return [...lengths, Math.max(least, most)];
}
