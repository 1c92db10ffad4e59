/**
 * The values that are left when extremes are taken away one by one: their median and median absolute deviation in
 * logarithmic time. What is farthest from the median is always first or last of the sorted values, so what is left is
 * always a run of them.
 */
export class SortedRest {
  private readonly sorted: Float64Array;
  /** Index of each sorted value in the series; of equal values the earliest first, and the latest first. */
  private readonly earliest: Uint32Array;
  private readonly latest: Uint32Array;
  private low = 0;
  private high: number;

  /** @param values n finite numbers. Cost: n log n. */
  constructor(values: Float64Array) {
    this.earliest = Uint32Array.from(values, (_, i) => i).sort((i, j) => values[i]! - values[j]! || i - j);
    this.sorted = Float64Array.from(this.earliest, (i) => values[i]!);
    this.latest = reversedTies(this.sorted, this.earliest);
    this.high = values.length - 1;
  }

  get count(): number {
    return this.high - this.low + 1;
  }

  get least(): number {
    return this.sorted[this.low]!;
  }

  get greatest(): number {
    return this.sorted[this.high]!;
  }

  /** Index in the series of the least value, the earliest of equal ones. */
  get leastIndex(): number {
    return this.earliest[this.low]!;
  }

  /** Index in the series of the greatest value, the earliest of equal ones. */
  get greatestIndex(): number {
    return this.latest[this.high]!;
  }

  dropLeast(): void {
    this.low++;
  }

  dropGreatest(): void {
    this.high--;
  }

  /** NaN when nothing is left. */
  median(): number {
    const { sorted, low, count } = this;
    const middle = low + (count >> 1);
    if (count % 2 === 1) return sorted[middle]!;
    return count === 0 ? Number.NaN : (sorted[middle - 1]! + sorted[middle]!) / 2;
  }

  /** Median distance from `centre`, in units of the values. */
  medianDistance(centre: number): number {
    const half = this.count >> 1;
    if (this.count % 2 === 1) return this.distance(centre, half);
    return this.count === 0
      ? Number.NaN
      : (this.distance(centre, half - 1) + this.distance(centre, half)) / 2;
  }

  /** The distance from `centre` that `rank` others do not exceed: the nearest rank + 1 values are a run. */
  private distance(centre: number, rank: number): number {
    const { sorted } = this;
    let from = this.low;
    let to = this.high - rank;
    while (from < to) {
      const start = (from + to) >> 1;
      if (sorted[start + rank]! - centre >= centre - sorted[start]!) to = start;
      else from = start + 1;
    }
    const here = this.reach(centre, from, rank);
    return from > this.low ? Math.min(here, this.reach(centre, from - 1, rank)) : here;
  }

  private reach(centre: number, start: number, rank: number): number {
    return Math.max(Math.abs(centre - this.sorted[start]!), Math.abs(this.sorted[start + rank]! - centre));
  }
}

function reversedTies(sorted: Float64Array, earliest: Uint32Array): Uint32Array {
  const latest = earliest.slice();
  for (let from = 0; from < sorted.length; ) {
    let to = from + 1;
    while (to < sorted.length && sorted[to] === sorted[from]) to++;
    if (to > from + 1) latest.subarray(from, to).reverse();
    from = to;
  }
  return latest;
}
