import { quantileSorted } from '../../numerics/order-statistics.ts';
import { robustUnits } from '../calibration/robust-units.ts';
import { squaredDistance } from './squared-distance.ts';

/** Neighbours beside the row itself that make a core: "for k > 4 the k-dist graphs hardly differ" (section 4.2). */
const neighbours = 4;
/** Share of the rows that is taken for noise: eps is what the others have their fourth neighbour within. */
const noiseShare = 0.05;

/** The dense part of some rows: what is near it is usual. */
export interface DenseRows {
  /** What each column is divided by. */
  readonly units: Float64Array;
  /** Of the rows that are cores, in those units. */
  readonly cores: Float32Array;
  readonly eps: number;
}

/**
 * The cores of rows by DBSCAN, with the columns in units of their own spread and eps by the sorted k-distances
 * (Ester et al. 1996, section 4.2). Cost: n² distances.
 * @param rows row after row, at least `neighbours` + 1 of them
 */
export function denseRows(rows: ArrayLike<number>, columns: number): DenseRows {
  const count = rows.length / columns;
  const units = robustUnits(rows, columns);
  const scaled = Float64Array.from(rows, (value, i) => value / units[i % columns]!);
  const reaches = new Float64Array(count);
  const distances = new Float64Array(count);
  for (let a = 0; a < count; a++) {
    for (let b = 0; b < count; b++) distances[b] = squaredDistance(scaled, a, scaled, b, columns);
    // The row itself is the nearest.
    reaches[a] = Math.sqrt(distances.slice().sort()[neighbours]!);
  }
  const eps = quantileSorted(reaches.slice().sort(), 1 - noiseShare);
  const cores: number[] = [];
  for (let row = 0; row < count; row++)
    if (reaches[row]! <= eps) cores.push(...scaled.subarray(row * columns, (row + 1) * columns));
  return { units, cores: Float32Array.from(cores), eps };
}

/** Distance of a row from the nearest core, in units of the columns. */
export function distanceFromCores({ units, cores }: DenseRows, row: ArrayLike<number>): number {
  const columns = units.length;
  const scaled = Float64Array.from(units, (unit, k) => row[k]! / unit);
  let nearest = Number.POSITIVE_INFINITY;
  for (let core = 0; core * columns < cores.length; core++)
    nearest = Math.min(nearest, squaredDistance(cores, core, scaled, 0, columns));
  return Math.sqrt(nearest);
}
