import { studentReach } from '../../numerics/student-t-quantile.ts';
import { SortedRest } from './sorted-rest.ts';

/** Which side an anomaly may lie on: above, below or either. */
export type EsdDirection = 'pos' | 'neg' | 'both';

export interface EsdOptions {
  /** Values that may be anomalies. */
  readonly most: number;
  readonly direction: EsdDirection;
  /** Probability that anything is called an anomaly among values that are all normal. */
  readonly alpha: number;
}

export interface EsdResult {
  /** Indices of the anomalies, the farthest first. */
  readonly indices: readonly number[];
  /** Median of the other values. */
  readonly centre: number;
  /** Their median absolute deviation, as a standard deviation. */
  readonly scale: number;
}

/** What S-H-ESD multiplies a median absolute deviation by: R's `mad`. */
const madFactor = 1.4826;

interface Removed {
  readonly index: number;
  /** In deviations from the median of what was left before. */
  readonly distance: number;
}

/**
 * Anomalies among values without season or trend, by the generalised ESD test with median and median absolute deviation
 * for mean and standard deviation, both estimated anew each round.
 * @param values n finite numbers, at least 3
 * Cost: n log n to sort, then log n a round.
 * Source: Rosner (1983), Technometrics 25(2), 165-172; Hochenbaum, Vallis and Kejariwal (2017), arXiv 1704.07706,
 * algorithm 1.
 */
export function hybridEsd(values: Float64Array, { most, direction, alpha }: EsdOptions): EsdResult {
  const rest = new SortedRest(values);
  const indices: number[] = [];
  let count = 0;
  let norm = normOf(rest);
  let settled = norm;
  // The critical distance shrinks with the values left: most rounds need no more than its last one.
  const least = criticalDistance(Math.max(2, values.length - most), alpha, direction);
  while (indices.length < most && rest.count > 2 && norm.scale > 0) {
    const removed = removeFarthest(rest, norm.centre, norm.scale, direction);
    indices.push(removed.index);
    norm = normOf(rest);
    if (!(removed.distance > least)) continue;
    if (!(removed.distance > criticalDistance(rest.count, alpha, direction))) continue;
    count = indices.length;
    settled = norm;
  }
  return { indices: indices.slice(0, count), ...settled };
}

function normOf(rest: SortedRest) {
  const centre = rest.median();
  return { centre, scale: madFactor * rest.medianDistance(centre) };
}

function removeFarthest(rest: SortedRest, centre: number, scale: number, direction: EsdDirection): Removed {
  const above = (rest.greatest - centre) / scale;
  const below = (centre - rest.least) / scale;
  const isTie = above === below && rest.greatestIndex < rest.leastIndex;
  if (direction === 'pos' || (direction === 'both' && (above > below || isTie))) {
    const index = rest.greatestIndex;
    rest.dropGreatest();
    return { index, distance: above };
  }
  const index = rest.leastIndex;
  rest.dropLeast();
  return { index, distance: below };
}

/**
 * The distance, in deviations, that the farthest of `left` + 1 normal values exceeds with probability alpha.
 * @param left values without the farthest, >= 2
 */
function criticalDistance(left: number, alpha: number, direction: EsdDirection): number {
  const share = (direction === 'both' ? alpha : 2 * alpha) / (left + 1);
  const t = studentReach(Math.min(share, 1 - 1e-12), left - 1);
  return (t * left) / Math.sqrt((left - 1 + t * t) * (left + 1));
}
