import { median } from '../../numerics/order-statistics.ts';
import { orElse, type Weights } from './local-fit.ts';
import { createLoess } from './loess.ts';
import type { StlSettings } from './options.ts';

/** The values of one phase of the season (all Mondays), and room for their smooth with one more at each end. */
interface Phase {
  readonly values: Float64Array;
  readonly weights: Float64Array;
  readonly smooth: Float64Array;
  /** `smooth` without its ends. */
  readonly inner: Float64Array;
  readonly run: (values: Float64Array, weights: Weights, phase: Phase) => void;
}

/**
 * Smooths the values of each phase of the season and continues them by one season to each side.
 * @returns writes length + 2 period values to `out`, the first a period before the first of y; no allocation
 */
export function createSeasonalSmoother(length: number, settings: StlSettings) {
  const { period } = settings;
  const most = createPhase(Math.ceil(length / period), settings);
  const fewest = createPhase(Math.floor(length / period), settings);
  const phasesWithMost = length - fewest.values.length * period;

  return (y: Float64Array, weights: Weights, out: Float64Array): void => {
    for (let j = 0; j < period; j++) {
      const phase = j < phasesWithMost ? most : fewest;
      const count = phase.values.length;
      for (let i = 0; i < count; i++) phase.values[i] = y[i * period + j]!;
      if (weights !== undefined) for (let i = 0; i < count; i++) phase.weights[i] = weights[i * period + j]!;
      phase.run(phase.values, weights && phase.weights, phase);
      for (let i = 0; i < count + 2; i++) out[i * period + j] = phase.smooth[i]!;
    }
  };
}

function createPhase(count: number, settings: StlSettings): Phase {
  const smooth = new Float64Array(count + 2);
  return {
    values: new Float64Array(count),
    weights: new Float64Array(count),
    smooth,
    inner: smooth.subarray(1, count + 1),
    run: settings.seasonal === 'periodic' ? average : loessOf(count, settings.seasonal, settings),
  };
}

function loessOf(count: number, window: number, settings: StlSettings) {
  const { seasonalDegree, seasonalJump, emptyWindow } = settings;
  const loess = createLoess({
    length: count,
    window,
    degree: seasonalDegree,
    jump: seasonalJump,
    emptyWindow,
  });
  return (values: Float64Array, weights: Weights, { smooth, inner }: Phase) => {
    loess.smooth(values, weights, inner);
    smooth[0] = orElse(loess.at(values, weights, -1), smooth[1]!);
    smooth[count + 1] = orElse(loess.at(values, weights, count), smooth[count]!);
  };
}

/** The limit of an endless window of degree 0. */
function average(values: Float64Array, weights: Weights, { smooth }: Phase): void {
  let sum = 0;
  let mass = 0;
  for (let i = 0; i < values.length; i++) {
    const weight = weights === undefined ? 1 : weights[i]!;
    sum += weight * values[i]!;
    mass += weight;
  }
  // An outlier can take the weight of all values of its phase: then the mean is what it spoiled.
  smooth.fill(mass > 0 ? sum / mass : median(values));
}
