import type { Form } from './form.ts';
import type { Weights } from './recursion.ts';

/**
 * What the deviation of one step is multiplied by, 1 … horizon steps ahead, where errors and season add.
 * Source: Hyndman and others 2008, table 6.1: the variance adds up c_j² of c_j = α + β·(φ + … + φ^j) + γ at seasons.
 */
export function additiveGrowth(
  { season }: Form,
  { alpha, beta, gamma, phi }: Weights,
  period: number,
  horizon: number,
): Float64Array {
  let squares = 1;
  let damped = 0;
  let power = 1;
  return Float64Array.from({ length: horizon }, (_, h) => {
    if (h === 0) return 1;
    damped += power;
    power *= phi;
    const slot = season === 'A' && h % period === 0 ? gamma : 0;
    squares += (alpha + beta * damped + slot) ** 2;
    return Math.sqrt(squares);
  });
}
