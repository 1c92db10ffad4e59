import type { Shape } from '../../../../../lib/domain/forecast/arima/objective.ts';
import { Partials } from '../../../../../lib/domain/forecast/arima/partials.ts';
import { between, pick } from '../seeded-random.ts';

export interface ShapeAt {
  /** What it takes to find it again. */
  readonly name: string;
  readonly shape: Shape;
  /** Stationary and invertible. */
  readonly parameters: Float64Array;
}

interface Limits {
  /** Bound of the partial autocorrelations. @default 0.9 */
  readonly reach?: number;
  /** Whether some coefficients are exactly zero. @default false */
  readonly hasZeros?: boolean;
}

/** Lags 1 … order of a season, or as many of them as a list that leaves some out. */
function lagsAt(uniform: () => number, season: number, most: number): Int32Array[] {
  const order = between(uniform, 0, most);
  if (order === 0) return [];
  return [Int32Array.from({ length: order }, (_, j) => (j + 1) * season)];
}

/** Factors of the first and of a seasonal lag, up to order three and two, one parameter at least. */
export function randomShape(uniform: () => number, limits: Limits = {}): ShapeAt {
  const { reach = 0.9, hasZeros = false } = limits;
  const season = pick(uniform, [4, 5, 7, 12]);
  let shape: Shape = { ar: [], ma: [] };
  while (shape.ar.length + shape.ma.length === 0) {
    shape = {
      ar: [...lagsAt(uniform, 1, 3), ...lagsAt(uniform, season, 2)],
      ma: [...lagsAt(uniform, 1, 3), ...lagsAt(uniform, season, 2)],
    };
  }
  const partials = new Partials(shape);
  const z = Float64Array.from({ length: partials.size }, () =>
    hasZeros && uniform() < 0.5 ? 0 : reach * (2 * uniform() - 1),
  );
  const parameters = new Float64Array(partials.size);
  partials.toParameters(z, parameters);
  const list = (factors: readonly Int32Array[]) => factors.map((lags) => `[${lags.join(',')}]`).join('');
  return { name: `ar ${list(shape.ar)} ma ${list(shape.ma)} at ${parameters.join(', ')}`, shape, parameters };
}
