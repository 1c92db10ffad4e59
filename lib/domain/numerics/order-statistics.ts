/** The value at a share of the way through sorted values, between neighbours by a straight line (R's type
 *  7); NaN when there are none. @param share 0 … 1 */
export function quantileSorted(sorted: ArrayLike<number>, share: number): number {
  const at = (sorted.length - 1) * share;
  const low = sorted[Math.floor(at)] ?? Number.NaN;
  const high = sorted[Math.ceil(at)] ?? Number.NaN;
  return low === high ? low : low + (high - low) * (at - Math.floor(at));
}

/** The finite values, ascending. */
export function sortedFinite(values: ArrayLike<number>): Float64Array {
  return new Float64Array(values).filter(Number.isFinite).sort();
}

/** The median of the finite values; NaN when there are none. */
export function median(values: ArrayLike<number>): number {
  return quantileSorted(sortedFinite(values), 0.5);
}

/** Distances of sorted values from a centre, ascending. Cost: linear. */
export function distancesSorted(sorted: ArrayLike<number>, centre: number): Float64Array {
  const distances = new Float64Array(sorted.length);
  let right = 0;
  while (right < sorted.length && (sorted[right] ?? 0) < centre) right++;
  let left = right - 1;
  for (let i = 0; i < sorted.length; i++) {
    const below = left >= 0 ? centre - (sorted[left] ?? 0) : Number.POSITIVE_INFINITY;
    const above = right < sorted.length ? (sorted[right] ?? 0) - centre : Number.POSITIVE_INFINITY;
    distances[i] = Math.min(below, above);
    if (below <= above) left--;
    else right++;
  }
  return distances;
}

/** What the median absolute deviation is multiplied by to estimate the standard deviation of normal data. */
export const madToSd = 1.482602218505602;

/** What the mean absolute deviation is multiplied by for the same: √(π/2). */
export const meanAbsoluteToSd = Math.sqrt(Math.PI / 2);
