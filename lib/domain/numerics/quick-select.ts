/**
 * The value that stands at `rank` (0 is the least) among the first `count` values, which are left in another order:
 * none before `rank` is greater, none after it less. Cost: linear on average. No NaN.
 * Source: Hoare (1961), Algorithm 65: find, Communications of the ACM 4, 321-322.
 */
export function selectInPlace(values: Float64Array, count: number, rank: number): number {
  let left = 0;
  let right = count - 1;
  while (left < right) {
    const pivot = values[(left + right) >> 1]!;
    let i = left;
    let j = right;
    while (i <= j) {
      while (values[i]! < pivot) i++;
      while (values[j]! > pivot) j--;
      if (i > j) break;
      const held = values[i]!;
      values[i++] = values[j]!;
      values[j--] = held;
    }
    if (rank <= j) right = j;
    else if (rank >= i) left = i;
    else break;
  }
  return values[rank]!;
}

/** The median of the first `count` values, the upper one of two; NaN when there are none. Reorders them. */
export function medianInPlace(values: Float64Array, count: number): number {
  return count === 0 ? Number.NaN : selectInPlace(values, count, count >> 1);
}
