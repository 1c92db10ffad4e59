import { normalQuantile } from '../../numerics/normal-quantile.ts';
import { quantileSorted } from '../../numerics/order-statistics.ts';
import { createRandom } from '../../numerics/seeded-random.ts';
import type { EtsState } from './model.ts';
import { copyOf, meanAt, moveOn } from './recursion.ts';

/** Paths that are drawn, each with its mirror image. */
const pairs = 500;

/** Bounds by paths of normal errors, always the same ones: there is no closed form where errors multiply. */
export function simulatedBounds(
  { form, weights, parts, sd, step }: EtsState,
  horizon: number,
  level: number,
): { readonly lower: Float64Array; readonly upper: Float64Array } {
  const random = createRandom(1);
  const values = Array.from({ length: horizon }, () => new Float64Array(2 * pairs));
  const draws = new Float64Array(horizon);
  for (let pair = 0; pair < pairs; pair++) {
    for (let h = 0; h < horizon; h++) draws[h] = sd * normalQuantile(Math.max(random(), 1e-12));
    for (const sign of [1, -1]) {
      const ahead = copyOf(parts);
      const at = 2 * pair + (sign === 1 ? 0 : 1);
      for (let h = 0; h < horizon; h++) {
        const error = sign * draws[h]!;
        values[h]![at] = meanAt(form, weights, ahead, step + h) * (1 + error);
        moveOn(form, weights, ahead, step + h, error);
      }
    }
  }
  for (const row of values) row.sort();
  return {
    lower: Float64Array.from(values, (row) => quantileSorted(row, (1 - level) / 2)),
    upper: Float64Array.from(values, (row) => quantileSorted(row, (1 + level) / 2)),
  };
}
