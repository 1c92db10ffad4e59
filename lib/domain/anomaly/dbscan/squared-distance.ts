/** Squared Euclidean distance of row `i` of `a` and row `j` of `b`, each row after row. */
export function squaredDistance(
  a: ArrayLike<number>,
  i: number,
  b: ArrayLike<number>,
  j: number,
  columns: number,
): number {
  let sum = 0;
  for (let k = 0; k < columns; k++) {
    const off = a[i * columns + k]! - b[j * columns + k]!;
    sum += off * off;
  }
  return sum;
}
