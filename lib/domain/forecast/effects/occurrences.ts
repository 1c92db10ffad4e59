import { coverageOf, type Influence, type Steps } from '../../series/calendar/index.ts';
import { varianceOf } from './error-covariance.ts';
import type { JointRegression } from './joint-regression.ts';

/** One time that something happened, among the steps of a series. */
export interface Occurrence {
  readonly first: number;
  /** Share of each step that it covers. */
  readonly shares: Float64Array;
}

/** Occurrences of an influence within the first `count` steps. */
export function occurrencesOf({ spans }: Influence, steps: Steps, count: number): readonly Occurrence[] {
  return spans.map((span) => coverageOf(span, steps, count)).filter(({ shares }) => shares.length > 0);
}

/** The occurrences as a column of a regression. */
export function columnOf(occurrences: readonly Occurrence[], count: number): Float64Array {
  const column = new Float64Array(count);
  for (const { first, shares } of occurrences)
    for (let i = 0; i < shares.length; i++) column[first + i] = Math.min(1, column[first + i]! + shares[i]!);
  return column;
}

/** How occurrences of one thing differ. */
export interface Spread {
  /** How many were seen. */
  readonly seen: number;
  /** Variance of the effect from one occurrence to another. */
  readonly between: number;
  /** What that adds to the variance of the effect estimated from all. */
  readonly ofMean: number;
  /** By occurrence: how far its own effect is from the shared one, drawn to it by what noise makes of it. */
  readonly own: readonly number[];
}

/** One occurrence says nothing of how they differ: this share of the effect is taken, and weighs as one of them. */
const assumedShare = 0.25;

/**
 * How the occurrences of an effect differ beyond what errors alone make of it: the random effects of a meta-analysis.
 * Source: DerSimonian and Laird (1986), Meta-analysis in clinical trials, Controlled Clinical Trials 7, 177-188.
 */
export function spreadOf(
  occurrences: readonly Occurrence[],
  coefficient: number,
  regression: JointRegression,
): Spread {
  const each = occurrences.map((one) => measured(one, regression));
  const seen = each.filter(({ squares }) => squares > 0);
  const assumed = (assumedShare * coefficient) ** 2;
  const between = (assumed + (seen.length - 1) * heterogeneity(seen)) / Math.max(1, seen.length);
  const total = seen.reduce((sum, { squares }) => sum + squares, 0);
  return {
    seen: seen.length,
    between,
    ofMean: between * seen.reduce((sum, { squares }) => sum + (squares / total) ** 2, 0),
    own: each.map(({ squares, deviation, variance }) =>
      squares > 0 ? (deviation * between) / (between + variance) : 0,
    ),
  };
}

interface Measured {
  readonly squares: number;
  readonly deviation: number;
  readonly variance: number;
}

/** How far an occurrence's own effect is from the shared one, and the variance that errors give that. */
function measured({ first, shares }: Occurrence, regression: JointRegression): Measured {
  const { residuals, weights, covariance } = regression;
  let squares = 0;
  let cross = 0;
  for (let i = 0; i < shares.length; i++) {
    squares += weights[first + i]! * shares[i]! ** 2;
    cross += weights[first + i]! * shares[i]! * residuals[first + i]!;
  }
  if (squares === 0) return { squares, deviation: 0, variance: 0 };
  const influence = shares.map((share, i) => (weights[first + i]! * share) / squares);
  return { squares, deviation: cross / squares, variance: varianceOf(covariance, influence) };
}

function heterogeneity(seen: readonly Measured[]): number {
  if (seen.length < 2) return 0;
  const weights = seen.map(({ variance }) => 1 / Math.max(variance, 1e-12));
  const total = weights.reduce((a, b) => a + b, 0);
  const squares = weights.reduce((sum, weight) => sum + weight * weight, 0);
  const mean = seen.reduce((sum, { deviation }, i) => sum + weights[i]! * deviation, 0) / total;
  const q = seen.reduce((sum, { deviation }, i) => sum + weights[i]! * (deviation - mean) ** 2, 0);
  const divisor = total - squares / total;
  return divisor > 0 ? Math.max(0, (q - (seen.length - 1)) / divisor) : 0;
}
