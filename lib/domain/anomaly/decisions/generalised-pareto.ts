import { minimiseScalar } from '../../numerics/minimise-scalar.ts';

/** A generalised Pareto tail: P(Y > y) = (1 + shape·y/scale)^(−1/shape), or e^(−y/scale) at a shape of 0. */
export interface ParetoTail {
  readonly shape: number;
  readonly scale: number;
}

/** Places where the one unknown that is left is tried, before the best of them is refined. */
const trials = 40;

/**
 * Greatest likelihood fit to excesses over a threshold, by Grimshaw's way (Technometrics 35(2), 1993): with θ = shape/scale
 * fixed, the best shape is mean log(1 + θy), so that one unknown is searched.
 * @param excesses positive, at least two
 */
export function fitParetoTail(excesses: Float32Array): ParetoTail {
  const mean = excesses.reduce((sum, one) => sum + one, 0) / excesses.length;
  const most = excesses.reduce((a, b) => Math.max(a, b), 0);
  if (!(mean > 0)) return { shape: 0, scale: Number.MIN_VALUE };
  // θ from near its bound at −1/most, where all lies in a bounded tail, to far into the heavy ones.
  const thetaAt = (u: number) => (0.4 * Math.expm1(5 * u) - 0.98) / most;
  const lossAt = (u: number) => profileLoss(excesses, thetaAt(u));
  let best = 0;
  for (let i = 1; i <= trials; i++) if (lossAt(i / trials) < lossAt(best)) best = i / trials;
  const low = Math.max(0, best - 1 / trials);
  const { x, value } = minimiseScalar(lossAt, low, Math.min(1, best + 1 / trials));
  if (value >= Math.log(mean) + 1) return { shape: 0, scale: mean };
  const shape = shapeAt(excesses, thetaAt(x));
  return { shape, scale: shape / thetaAt(x) };
}

function shapeAt(excesses: Float32Array, theta: number): number {
  let sum = 0;
  for (let i = 0; i < excesses.length; i++) sum += Math.log1p(theta * excesses[i]!);
  return sum / excesses.length;
}

/** Less the mean log likelihood with the best shape for a θ. */
function profileLoss(excesses: Float32Array, theta: number): number {
  const shape = shapeAt(excesses, theta);
  const scale = shape / theta;
  return scale > 0 ? Math.log(scale) + 1 + shape : Number.POSITIVE_INFINITY;
}

/** Where the tail is exceeded with a probability: the excess, from 0 on. @param probability from 0 (excluded) to 1 */
export function paretoExcess({ shape, scale }: ParetoTail, probability: number): number {
  const away = -Math.log(probability);
  return Math.abs(shape) < 1e-9 ? scale * away : (scale * Math.expm1(shape * away)) / shape;
}
