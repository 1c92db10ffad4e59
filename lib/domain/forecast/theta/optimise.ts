import { minimiseScalar } from '../../numerics/minimise-scalar.ts';
import {
  bestShare,
  type Lines,
  levelFor,
  noTrend,
  squaresOf,
  sumsAt,
  type ThetaFit,
  type Trend,
  trendAfter,
} from './theta-lines.ts';

const leastAlpha = 0.1;
const mostAlpha = 0.99;
const tries = 12;
/** Share of the standard method: θ = 2. */
export const standardShare = 0.5;

/**
 * The model with the least squares. For an alpha the first level and the share are least squares in two unknowns, so
 * only alpha is searched: a grid, then Brent's method around its best.
 * @param share what 1 − 1/θ is; searched for when it is not said
 */
export function optimise(y: Float64Array, lines: Lines, share?: number): ThetaFit {
  const trends: Trend[] = [noTrend];
  for (const value of y) trends.push(trendAfter(trends.at(-1)!, value));
  const at = (alpha: number) => {
    const sums = sumsAt(y, alpha, lines, trends);
    const own = share ?? bestShare(sums);
    return { alpha, share: own, level: levelFor(sums, own), squares: squaresOf(sums, own) };
  };
  const step = (mostAlpha - leastAlpha) / tries;
  const grid = Array.from({ length: tries + 1 }, (_, i) => at(leastAlpha + i * step));
  const best = grid.reduce((a, b) => (b.squares < a.squares ? b : a));
  const low = Math.max(leastAlpha, best.alpha - step);
  const high = Math.min(mostAlpha, best.alpha + step);
  const { x, value } = minimiseScalar((alpha) => at(alpha).squares, low, high, 1e-6);
  return { lines, ...(value < best.squares ? at(x) : best) };
}

/** Of the four models the one with the least AICc: the standard one has two parameters, the optimised ones three. */
export function chosen(y: Float64Array): ThetaFit {
  const candidates = (['fixed', 'dynamic'] as const).flatMap((lines) => [
    { fit: optimise(y, lines, standardShare), parameters: 2 },
    { fit: optimise(y, lines), parameters: 3 },
  ]);
  const criterion = ({ fit, parameters }: (typeof candidates)[number]) => {
    const n = y.length;
    const k = parameters + 1;
    return n * Math.log(Math.max(fit.squares, 1e-300)) + 2 * k + (2 * k * (k + 1)) / Math.max(1, n - k - 1);
  };
  return candidates.reduce((a, b) => (criterion(b) < criterion(a) ? b : a)).fit;
}
