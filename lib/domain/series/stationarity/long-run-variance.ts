/**
 * The variance of a mean times n, of values that are correlated: the autocovariances up to a lag, with Bartlett's
 * weights 1 − j / (lags + 1). Never negative.
 * @param residuals n values with mean about zero
 * @param lags < n
 * Source: Newey and West (1987), Econometrica 55. Cost: O(n) whatever the lags, for the weighted sum is the sum of
 * squares of moving sums over lags + 1 values.
 */
export function longRunVariance(residuals: Float64Array, lags: number): number {
  const n = residuals.length;
  const width = lags + 1;
  const sums = new Float64Array(n + 1);
  for (let i = 0; i < n; i++) sums[i + 1] = sums[i]! + residuals[i]!;
  let total = 0;
  for (let end = 1; end < n + width; end++) {
    const moving = sums[Math.min(end, n)]! - sums[Math.max(0, end - width)]!;
    total += moving * moving;
  }
  return total / width / n;
}

/** The lags that grow like the fourth root of the length: ⌊4·(n/100)^¼⌋ (short) or ⌊12·(n/100)^¼⌋ (long). */
export function fourthRootLags(n: number, kind: 'short' | 'long'): number {
  return Math.min(n - 1, Math.floor((kind === 'short' ? 4 : 12) * (n / 100) ** 0.25));
}
