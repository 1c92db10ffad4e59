import { LeastSquares } from '../../../numerics/least-squares.ts';
import { transformValues } from '../../../series/box-cox.ts';
import { difference } from '../../../series/differencing.ts';
import { suggestDifferences, suggestSeasonalDifferences } from '../../../series/stationarity/index.ts';
import type { ArimaOptions } from '../spec.ts';

export type UnitRootTest = 'kpss' | 'adf' | 'pp';
export type SeasonTest = 'strength' | 'ocsb' | 'ch';

/** How often to difference: seasonally first, then between neighbours, on what the regressors leave. */
export function differencesFor(
  y: Float64Array,
  period: number,
  options: ArimaOptions,
  tests: { readonly unitRoot: UnitRootTest; readonly season: SeasonTest },
): { readonly d: number; readonly seasonalD: number } {
  const left = unexplained(transformValues(y, options.transform ?? 'none'), options);
  const seasonalD =
    period > 1 ? suggestSeasonalDifferences(left, period, { test: tests.season }).differences : 0;
  const w = seasonalD > 0 ? difference(left, { d: 0, seasonal: seasonalD, period }) : left;
  return { d: suggestDifferences(w, { test: tests.unitRoot }).differences, seasonalD };
}

/** The residuals of a plain regression on a constant and the regressors; the series itself without regressors. */
function unexplained(y: Float64Array, { regressors = [] }: ArimaOptions): Float64Array {
  if (regressors.length === 0) return y;
  const rowAt = (t: number) => [1, ...regressors.map(({ values }) => values[t]!)];
  const problem = new LeastSquares(regressors.length + 1);
  for (let t = 0; t < y.length; t++) if (!Number.isNaN(y[t]!)) problem.add([...rowAt(t), y[t]!]);
  const beta = problem.solve().coefficients();
  if (!beta.every(Number.isFinite)) return y;
  return y.map((value, t) => value - rowAt(t).reduce((sum, x, i) => sum + x * beta[i]!, 0));
}
