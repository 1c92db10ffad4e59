import type { Design } from './design.ts';
import { filterPass } from './filter-pass.ts';
import { diffuseOf, exactOf, isInvertible } from './likelihood.ts';
import { type Process, processOf } from './process.ts';
import { weigh } from './sparse-polynomial.ts';
import { SquareRootFilter, triangular } from './square-root-filter.ts';

/** Longer states keep no columns: they would not fit the size of a stored model, nor an update the time. */
const longestExact = 36;
/** What is unsettled of still longer ones would take seconds to say, and is not told. */
const longestUnsettled = 600;

export interface EndState {
  readonly filter: SquareRootFilter;
  /**
   * For long states: the variance that the unsettled past adds to a forecast, by step ahead, one state long; in units
   * of σ². Where a moving average lies near the unit circle it stays as it is from season to season.
   */
  readonly unsettled: Float64Array | undefined;
}

/**
 * The state after the last value.
 * @param fixed a design with its regression fixed @param parameters in the engine's order
 * @param trendLevels what the trend terms explain of the values before differencing
 */
export function endStateOf(
  fixed: Design,
  parameters: Float64Array,
  sigma2: number,
  trendLevels: readonly Float64Array[],
): EndState {
  const process = processOf(fixed.terms.shape, parameters, fixed.delta);
  const smoothed =
    fixed.gaps.length === 0 && diffuseOf(fixed) === undefined && isInvertible(fixed, parameters);
  const state =
    (smoothed ? smoothedState(fixed, process, parameters) : undefined) ??
    filteredState(fixed, parameters, sigma2);
  // Forecasts add the trend to each difference to come: the values they build on must hold it too.
  const mean = state.filter.means[0]!;
  for (const level of trendLevels) {
    for (let i = 0; i < process.delta.degree; i++) {
      const at = process.states + i;
      mean[at] = mean[at]! + level[fixed.values.length - 1 - i]!;
    }
  }
  return state;
}

/** From the exact likelihood's own estimate of the past: no second pass over the series. */
function smoothedState(design: Design, process: Process, parameters: Float64Array): EndState | undefined {
  const exact = exactOf(design);
  if (Number.isNaN(exact.evaluate(parameters))) return undefined;
  const { states, delta, phi } = process;
  const held = delta.degree;
  const mean = new Float64Array(states + held);
  const place = (into: Float64Array, u: Float64Array) => {
    into[0] = -weigh(phi, u, -1, 1);
    for (let i = 1; i < states; i++) into[i] = u[i - 1]!;
    return into;
  };
  place(mean, exact.lastStates(states));
  const { values } = design;
  for (let i = 0; i < held; i++) mean[states + i] = values[values.length - 1 - i]!;
  const innovation = new Float64Array(states + held);
  innovation[0] = 1;
  const settled = states > longestUnsettled ? [] : exact.whitening.lastColumns(states);
  const past = settled.map((u) => place(new Float64Array(states + held), u));
  if (states <= longestExact || past.length === 0) {
    const columns = past.length === 0 ? [innovation] : [innovation, ...triangular(past)];
    return { filter: new SquareRootFilter(process, [mean], columns), unsettled: undefined };
  }
  const filter = new SquareRootFilter(process, [mean], [innovation]);
  const unsettled = new Float64Array(states);
  for (const column of past) {
    const response = filter.respond(column, states);
    for (let h = 0; h < states; h++) unsettled[h] = unsettled[h]! + response[h]! * response[h]!;
  }
  return { filter, unsettled: unsettled.map(Math.fround) };
}

/** From a pass of the filter, gaps and all. */
function filteredState(fixed: Design, parameters: Float64Array, sigma2: number): EndState {
  const { filter } = filterPass(fixed, parameters, sigma2);
  if (filter.process.states > longestExact) filter.keepInnovation();
  return { filter, unsettled: undefined };
}
