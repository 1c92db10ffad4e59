import { quantileSorted } from '../../numerics/order-statistics.ts';

/**
 * Sets the weight of each value by its distance from the fit: 1 near it, falling to 0 at six times the median
 * distance. Values that are gaps keep weight 0 and have no say in the median.
 * @param present 1 where there is a value, 0 at a gap
 * @param sorted room for as many numbers as there are values
 * Source: Cleveland et al. (1990), section 2.4; the cuts at 0.001 and 0.999 are those of their Fortran.
 */
export function bisquareWeights(
  y: Float64Array,
  trend: Float64Array,
  seasonal: Float64Array,
  present: Float64Array | undefined,
  sorted: Float64Array,
  weights: Float64Array,
): void {
  let count = 0;
  let size = 0;
  for (let i = 0; i < y.length; i++) {
    const off = y[i]! - (trend[i]! + seasonal[i]!);
    weights[i] = off < 0 ? -off : off;
    if (present !== undefined && present[i] === 0) continue;
    sorted[count++] = weights[i]!;
    if (y[i]! > size) size = y[i]!;
    else if (-y[i]! > size) size = -y[i]!;
  }
  const distances = sorted.subarray(0, count).sort();
  // When most values are fitted to the last digit, that digit is no measure of an outlier.
  const reach = Math.max(6 * quantileSorted(distances, 0.5), 1e-14 * size);
  for (let i = 0; i < y.length; i++) {
    if (present !== undefined && present[i] === 0) weights[i] = 0;
    else weights[i] = bisquare(weights[i]!, reach);
  }
}

function bisquare(distance: number, reach: number): number {
  if (distance <= 0.001 * reach) return 1;
  if (distance > 0.999 * reach) return 0;
  const share = distance / reach;
  return (1 - share * share) ** 2;
}
