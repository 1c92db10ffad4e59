import { squaredDistance } from './squared-distance.ts';

export interface DbscanOptions {
  readonly columns: number;
  /** Rows as near as this, or nearer, are neighbours (Euclidean). */
  readonly eps: number;
  /** Neighbours, the row itself among them, that make a row a core. */
  readonly minPoints: number;
}

/** In a row's place: it is in no cluster. */
export const noise = -1;

/**
 * The cluster of each row, counted from 0 in the order of their first core, or −1 for noise: DBSCAN. A row on the border of
 * several is in the first. Cost: n² distances.
 * Source: Ester, Kriegel, Sander, Xu (1996), A density-based algorithm for discovering clusters, KDD-96, pages 229 and
 * 230; labels as scikit-learn's `DBSCAN(eps, min_samples)` gives them.
 * @param rows row after row, n × `columns`
 * @throws RangeError for options out of range, or rows that do not fill the last one
 */
export function dbscan(rows: ArrayLike<number>, options: DbscanOptions): Int32Array {
  check(rows, options);
  const neighbours = neighboursOf(rows, options);
  const labels = new Int32Array(neighbours.length).fill(noise);
  let clusters = 0;
  for (let row = 0; row < labels.length; row++) {
    if (labels[row] !== noise || neighbours[row]!.length < options.minPoints) continue;
    spread(row, clusters++, neighbours, labels, options.minPoints);
  }
  return labels;
}

function check(rows: ArrayLike<number>, { columns, eps, minPoints }: DbscanOptions): void {
  if (!(Number.isInteger(columns) && columns >= 1) || rows.length % columns !== 0)
    throw new RangeError(`got ${rows.length} numbers in ${columns} columns: give whole rows`);
  if (!(eps > 0)) throw new RangeError(`got eps ${eps}: give a distance above 0`);
  if (!(minPoints >= 1)) throw new RangeError(`got minPoints ${minPoints}: give at least 1`);
}

function neighboursOf(rows: ArrayLike<number>, { columns, eps }: DbscanOptions): readonly number[][] {
  const count = rows.length / columns;
  const lists = Array.from({ length: count }, (_, i) => [i]);
  for (let a = 0; a < count; a++)
    for (let b = a + 1; b < count; b++)
      if (squaredDistance(rows, a, rows, b, columns) <= eps * eps) {
        lists[a]!.push(b);
        lists[b]!.push(a);
      }
  return lists;
}

/** Gives a label to all that a core reaches; what is no core is reached, and reaches nothing. */
function spread(
  core: number,
  label: number,
  neighbours: readonly number[][],
  labels: Int32Array,
  minPoints: number,
): void {
  const open = [core];
  labels[core] = label;
  for (let row = open.pop(); row !== undefined; row = open.pop()) {
    if (neighbours[row]!.length < minPoints) continue;
    for (const next of neighbours[row]!)
      if (labels[next] === noise) {
        labels[next] = label;
        open.push(next);
      }
  }
}
