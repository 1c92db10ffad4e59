/**
 * The value that would follow, along the mean slope from the last values to the very last: x[n−m+1] + m · mean slope.
 * @param count values there are, more than `from`
 * @param from how many slopes: the paper's m
 * Source: Ren et al. (2019), equations 9 and 10.
 */
export function estimatedNext(values: ArrayLike<number>, count: number, from: number): number {
  const last = values[count - 1]!;
  let slopes = 0;
  for (let i = 1; i <= from; i++) slopes += (last - values[count - 1 - i]!) / i;
  return values[count - from]! + slopes;
}
