/**
 * The values without their mean, which is taken in two passes: differences that are small beside the level (bytes of a
 * disk, offsets of a partition) keep their digits. NaN stays NaN and is left out of the mean.
 */
export function centred(values: Float64Array): Float64Array {
  const rough = meanOf(values, 0);
  const rest = meanOf(values, rough);
  return values.map((value) => value - rough - rest);
}

function meanOf(values: Float64Array, origin: number): number {
  let sum = 0;
  let count = 0;
  for (let i = 0; i < values.length; i++) {
    if (Number.isNaN(values[i]!)) continue;
    sum += values[i]! - origin;
    count++;
  }
  return sum / count;
}
