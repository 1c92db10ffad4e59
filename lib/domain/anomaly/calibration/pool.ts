/** Between the mean (0) and the greatest (1). */
const sharpness = 0.5;

/** Decades of several looks at the same thing as one: the log of the mean of their powers. */
export function logMean(decades: ArrayLike<number>): number {
  let sum = 0;
  for (let k = 0; k < decades.length; k++) sum += 10 ** (sharpness * decades[k]!);
  return Math.log10(sum / decades.length) / sharpness;
}

/**
 * Decades of different statistics as one number: the log of the sum of powers, each member's decades less its offset,
 * which is what it needs alone for a 0. Several that nearly alarm add up to an alarm.
 */
export function logSum(decades: ArrayLike<number>, offsets: ArrayLike<number>): number {
  let sum = 0;
  for (let k = 0; k < decades.length; k++) sum += 10 ** (sharpness * (decades[k]! - offsets[k]!));
  return Math.log10(sum) / sharpness;
}
