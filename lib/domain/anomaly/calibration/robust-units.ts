import {
  distancesSorted,
  madToSd,
  meanAbsoluteToSd,
  quantileSorted,
  sortedFinite,
} from '../../numerics/order-statistics.ts';

/** A column's unit is at least this share of its centre, so that rounding is no distance. */
const leastUnitShare = 1e-6;

/** The standard deviation of each column, by the median distance, or by the mean one where more than half are the same. */
export function robustUnits(rows: ArrayLike<number>, columns: number): Float64Array {
  return Float64Array.from({ length: columns }, (_, column) => {
    const values = Array.from(
      { length: rows.length / columns },
      (_one, row) => rows[row * columns + column]!,
    );
    const sorted = sortedFinite(values);
    const centre = quantileSorted(sorted, 0.5);
    const off = distancesSorted(sorted, centre);
    const robust = madToSd * quantileSorted(off, 0.5);
    const mean = meanAbsoluteToSd * off.reduce((sum, one) => sum + one / off.length, 0);
    return Math.max(robust > 0 ? robust : mean, leastUnitShare * Math.abs(centre), 1e-150);
  });
}
