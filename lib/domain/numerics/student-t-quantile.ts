import { logGamma } from './gamma.ts';
import { normalQuantile } from './normal-quantile.ts';
import { studentTwoSided } from './student-t.ts';

/** Newton's steps double the digits: the start has two or more. */
const mostSteps = 60;

/**
 * How far from zero a Student t variable lies, on either side, with the given probability: the inverse of
 * `studentTwoSided`.
 * @param probability of both tails together, between 0 and 1, both excluded
 * @param degrees degrees of freedom, >= 1
 * @throws RangeError when one is out of range
 * Cost: some five incomplete beta functions. Relative error about 1e-11.
 * Source: start by Abramowitz and Stegun (1964), 26.7.5, closed forms for 1 and 2 degrees; then Newton's method on the
 * logarithm of the tail.
 */
export function studentReach(probability: number, degrees: number): number {
  if (!(probability > 0 && probability < 1))
    throw new RangeError(`got probability ${probability}: give one between 0 and 1, both excluded`);
  if (!(degrees >= 1)) throw new RangeError(`got ${degrees} degrees of freedom: give at least 1`);
  if (degrees === 1) return 1 / Math.tan((Math.PI * probability) / 2);
  if (degrees === 2) return Math.sqrt(2 / (probability * (2 - probability)) - 2);
  return refined(startOf(probability, degrees), probability, degrees);
}

function startOf(probability: number, degrees: number): number {
  // Squaring underflows beyond: no matter, Newton's method goes on from there.
  const z = -normalQuantile(Math.max(probability / 2, Number.MIN_VALUE));
  const z2 = z * z;
  const first = (z * (z2 + 1)) / (4 * degrees);
  const second = (z * ((5 * z2 + 16) * z2 + 3)) / (96 * degrees * degrees);
  return Math.max(z + first + second, Number.MIN_VALUE);
}

function refined(start: number, probability: number, degrees: number): number {
  const top = logGamma((degrees + 1) / 2) - logGamma(degrees / 2) - 0.5 * Math.log(degrees * Math.PI);
  const goal = Math.log(probability);
  let t = start;
  for (let i = 0; i < mostSteps; i++) {
    const tail = studentTwoSided(t, degrees);
    const density = Math.exp(top - 0.5 * (degrees + 1) * Math.log1p((t * t) / degrees));
    const step = (tail * (Math.log(tail) - goal)) / (2 * density);
    // A tail that is heavier than it is here would be overshot.
    const next = Math.max(t / 2, Math.min(2 * t, t + step));
    if (!(Math.abs(next - t) > 1e-13 * t)) return next;
    t = next;
  }
  return t;
}
