/** Draws a line between two positions that have values, or goes on level where one is -1 or the length. */
export function bridge(values: Float64Array, before: number, after: number, length: number): void {
  const first = values[before < 0 ? after : before]!;
  const last = values[after === length ? before : after]!;
  for (let i = before + 1; i < after; i++)
    values[i] = first + ((last - first) * (i - before)) / (after - before);
}

/** A copy whose gaps (NaN) carry straight lines between their neighbours, or the nearest value at an end.
 *  @param y at least one of them a number */
export function bridgeGaps(y: Float64Array): Float64Array {
  const values = y.slice();
  let before = -1;
  for (let i = 0; i <= y.length; i++) {
    if (i < y.length && Number.isNaN(y[i]!)) continue;
    bridge(values, before, i, y.length);
    before = i;
  }
  return values;
}
