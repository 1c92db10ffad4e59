/** A p-value nearer to 0 or 1 than this is taken as that: tangents there are no numbers any more. */
const nearest = 1e-15;

/**
 * One p-value of several, whatever their dependence: the Cauchy combination test (Liu, Xie: JASA 115, 2020, theorem 1),
 * exact in the tail also where the tests look at the same thing.
 * @param pValues from 0 to 1, at least one
 */
export function cauchyCombination(pValues: ArrayLike<number>): number {
  if (pValues.length === 1) return Math.max(nearest, pValues[0]!);
  let sum = 0;
  for (let i = 0; i < pValues.length; i++) {
    const p = Math.max(nearest, Math.min(1 - nearest, pValues[i]!));
    // Near 0 the tangent loses digits: there it is 1/(πp).
    sum += p < 1e-8 ? 1 / (p * Math.PI) : Math.tan((0.5 - p) * Math.PI);
  }
  const mean = sum / pValues.length;
  return mean > 1e7 ? 1 / (mean * Math.PI) : 0.5 - Math.atan(mean) / Math.PI;
}
