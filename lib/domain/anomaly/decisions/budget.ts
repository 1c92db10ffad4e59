const monthMs = 30 * 86_400_000;
/** Steps nearer than this say the same: what is judged is a quarter of an hour, or a step where that is longer. */
const shortestLookMs = 900_000;

/** False alarms a series and month that are put up with unless somebody says otherwise. */
export const defaultBudget = 1;

/**
 * The probability of a false alarm at one look that keeps to a budget.
 * @param alarmsAMonth false alarms a series in 30 days, more than 0
 */
export function probabilityOf(alarmsAMonth: number, stepMs: number): number {
  return Math.min(0.05, (alarmsAMonth * Math.max(stepMs, shortestLookMs)) / monthMs);
}
