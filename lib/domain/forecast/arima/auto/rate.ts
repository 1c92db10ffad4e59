import { AutoregressionDeterminant } from '../autoregression.ts';
import { designOf } from '../design.ts';
import { ArimaError } from '../error.ts';
import { estimate } from '../estimate.ts';
import { FilteredLikelihood } from '../filtered-likelihood.ts';
import { conditionalOf, exactOf, wantsFilter } from '../likelihood.ts';
import { NumericObjective } from '../numeric-objective.ts';
import type { Objective } from '../objective.ts';
import { factorsOf } from '../process.ts';
import { expand, type Factor } from '../sparse-filter.ts';
import type { ArimaOptions, ArimaSpec } from '../spec.ts';

/** A specification and what it is worth: lower is better. Infinite where it was refused. */
export interface Rated {
  readonly spec: ArimaSpec;
  readonly aicc: number;
}

/** Roots nearer to the unit circle than this are a difference in disguise. */
const nearest = 1.01;
/** Work of one evaluation beyond which the conditional sum of squares stands in for the exact likelihood. */
const costly = 4e6;

/**
 * Fits quickly, from one start and to few digits, for the comparison with others of the same differences.
 * @param nearUnit whether roots close to the unit circle are allowed
 */
export function rate(
  y: Float64Array,
  spec: ArimaSpec,
  options: ArimaOptions,
  nearUnit: 'refused' | 'allowed' = 'refused',
): Rated {
  try {
    return { spec, aicc: aiccOf(y, spec, options, nearUnit) };
  } catch (error) {
    // A candidate that the series cannot carry is no candidate; faults of the series itself show in the last fit.
    if (error instanceof ArimaError) return { spec, aicc: Number.POSITIVE_INFINITY };
    throw error;
  }
}

function aiccOf(
  y: Float64Array,
  spec: ArimaSpec,
  options: ArimaOptions,
  nearUnit: 'refused' | 'allowed',
): number {
  const design = designOf(y, spec, options);
  const { terms, columns, dummies, w } = design;
  const conditional = conditionalOf(design);
  const degree = (lags: readonly Int32Array[]) => lags.reduce((sum, list) => sum + list[list.length - 1]!, 0);
  const q = degree(terms.shape.ma);
  const wide = columns.length + dummies.length;
  const work = w.length * (wide * wide + 12 * (wide + 4)) + 40 * q * q;
  const isExact = work < costly || dummies.length > 0;
  const objective: Objective = !isExact
    ? conditional
    : wantsFilter(design)
      ? new NumericObjective(new FilteredLikelihood(design))
      : exactOf(design);
  const found = estimate(objective, conditional, terms.shape, { starts: 1, tolerance: 1e-3 });
  if (Number.isNaN(found.value)) return Number.POSITIVE_INFINITY;
  if (nearUnit === 'refused' && isNearUnit(terms.shape, found.parameters)) return Number.POSITIVE_INFINITY;
  // What the conditional sum leaves out of the count it must not be rewarded for.
  const n = w.length - dummies.length;
  const deviance = (found.value * n) / objective.observations + n * (1 + Math.log(2 * Math.PI));
  const k = terms.names.length + columns.length + 1;
  return n > k + 1 ? deviance + 2 * k + (2 * k * (k + 1)) / (n - k - 1) : Number.POSITIVE_INFINITY;
}

/** A seasonal moving average may lie on the circle: that is a season that never changes, and is well forecast. */
function isNearUnit(shape: Parameters<typeof factorsOf>[0], parameters: Float64Array): boolean {
  const { ar, ma } = factorsOf(shape, parameters);
  return [...ar, ...ma.filter(({ lags }) => lags[0] === 1)].some(hasNearRoot);
}

function hasNearRoot({ lags, coefs }: Factor): boolean {
  const step = lags[0] ?? 1;
  const inSeasons = { lags: lags.map((lag) => lag / step), coefs };
  const dense = expand([lags.every((lag) => lag % step === 0) ? inSeasons : { lags, coefs }]);
  for (let lag = 1; lag < dense.length; lag++) dense[lag] = dense[lag]! * nearest ** lag;
  return Number.isNaN(new AutoregressionDeterminant(dense.length - 1).evaluate(dense));
}
