/**
 * The value at x of the line through the points (xs, ys), level beyond both ends.
 * @param xs at least one, ascending
 */
export function interpolate(x: number, xs: ArrayLike<number>, ys: ArrayLike<number>): number {
  if (Number.isNaN(x)) return Number.NaN;
  const last = xs.length - 1;
  if (x <= xs[0]!) return ys[0]!;
  if (x >= xs[last]!) return ys[last]!;
  let i = 1;
  while (x > xs[i]!) i++;
  const share = (x - xs[i - 1]!) / (xs[i]! - xs[i - 1]!);
  return ys[i - 1]! + share * (ys[i]! - ys[i - 1]!);
}
