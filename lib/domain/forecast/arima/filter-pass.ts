import type { Design } from './design.ts';
import { diffuseOf } from './likelihood.ts';
import { type Process, processOf } from './process.ts';
import { SquareRootFilter } from './square-root-filter.ts';
import { diffuseColumns, startingMean, stationaryColumns } from './start-columns.ts';

/** Standard deviation of a first value that is missing, in units of σ: as good as knowing nothing of it. */
const unknown = 3e7;
/** A variance beyond it says that the step only settled such a value. */
export const settling = 1e10;

export interface FilterPass {
  readonly filter: SquareRootFilter;
  /** One for each value before differencing, NaN for those that differencing takes as given. */
  readonly expected: Float64Array;
  readonly errors: Float64Array;
  /** In units of σ². */
  readonly variances: Float64Array;
}

/**
 * Runs the filter over a series whose regression is fixed.
 * @param ahead whether to go on over the gaps after the last value
 * @param known until which value (index) the series is seen; from there on it is forecast
 */
export function filterPass(
  fixed: Design,
  arma: Float64Array,
  sigma2: number,
  known = Number.POSITIVE_INFINITY,
  ahead = false,
): FilterPass {
  const { values, delta } = fixed;
  const held = delta.length - 1;
  const process = processOf(fixed.terms.shape, arma, delta);
  const { mean, columns } = startOf(fixed, process, sigma2);
  const filter = new SquareRootFilter(process, [mean], columns);
  const blank = () => new Float64Array(values.length + (ahead ? fixed.after : 0)).fill(Number.NaN);
  const expected = blank();
  const errors = blank();
  const variances = blank();
  const error = new Float64Array(1);
  for (let t = held; t < expected.length; t++) {
    const isSeen = t < known && t < values.length && !Number.isNaN(values[t]!);
    expected[t] = filter.predict(mean);
    variances[t] = filter.step(isSeen ? [values[t]!] : undefined, error);
    if (isSeen) errors[t] = error[0]!;
  }
  return { filter, expected, errors, variances };
}

function startOf(fixed: Design, process: Process, sigma2: number) {
  const { values, delta } = fixed;
  const held = delta.length - 1;
  const diffuse = diffuseOf(fixed);
  const columns =
    (diffuse === undefined ? stationaryColumns(process) : diffuseColumns(process, diffuse / sigma2)) ?? [];
  const mean = startingMean(process, values, held);
  const nearest = values.find((value) => !Number.isNaN(value)) ?? 0;
  for (let i = 0; i < held; i++) {
    const at = process.states + i;
    if (!Number.isNaN(mean[at]!)) continue;
    mean[at] = nearest;
    const column = new Float64Array(mean.length);
    column[at] = unknown;
    columns.push(column);
  }
  return { mean, columns };
}
