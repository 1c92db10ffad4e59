/**
 * Mean of the known values of a window around each value; near the ends the window is moved inwards, not cut.
 * @param values NaN is a gap; at least one is known
 * @param window how many values, >= 1
 * @returns the mean of all where a window has no known value
 */
export function movingMean(values: Float64Array, window: number): Float64Array {
  const { length } = values;
  const sums = new Float64Array(length + 1);
  const counts = new Float64Array(length + 1);
  for (let t = 0; t < length; t++) {
    const isGap = Number.isNaN(values[t]!);
    sums[t + 1] = sums[t]! + (isGap ? 0 : values[t]!);
    counts[t + 1] = counts[t]! + (isGap ? 0 : 1);
  }
  const mean = sums[length]! / counts[length]!;
  return values.map((_, t) => {
    const from = Math.max(0, Math.min(length - window, t - (window >> 1)));
    const to = Math.min(length, from + window);
    const count = counts[to]! - counts[from]!;
    return count > 0 ? (sums[to]! - sums[from]!) / count : mean;
  });
}
