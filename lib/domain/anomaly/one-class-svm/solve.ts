import type { KernelRows } from './kernel.ts';

/** Curvature that a pair of rows is given where they are the same. */
const leastCurvature = 1e-12;

/** Weights of the rows and the offset of the plane. */
export interface Solution {
  /** 0 to 1; their sum is nu · n. */
  readonly weights: Float64Array;
  readonly offset: number;
  readonly steps: number;
}

/**
 * The dual of the one-class machine, ½ wᵀKw with 0 ≤ w ≤ 1 and Σw = nu · n, by sequential minimal optimisation: the pair with
 * the first row that violates most and the second that gains most to second order is moved, until no pair violates the
 * conditions by more than `tolerance`.
 * Source: Fan, Chen, Lin (2005), Working set selection using second order information for training support vector
 * machines, JMLR 6, pages 1889–1918, WSS 2; start and offset as in Chang, Lin (2011), LIBSVM, section 4.1.3.
 * @param kernel with 1 on the diagonal
 */
export function solve(kernel: KernelRows, nu: number, tolerance: number, mostSteps: number): Solution {
  const weights = firstWeights(kernel.count, nu);
  const slopes = slopesOf(kernel, weights);
  let steps = 0;
  for (; steps < mostSteps; steps++) {
    const pair = worstPair(kernel, weights, slopes, tolerance);
    if (pair === undefined) break;
    move(kernel, weights, slopes, pair);
  }
  return { weights, offset: offsetOf(weights, slopes), steps };
}

function firstWeights(count: number, nu: number): Float64Array {
  const sum = nu * count;
  return Float64Array.from({ length: count }, (_, i) => Math.max(0, Math.min(1, sum - i)));
}

function slopesOf(kernel: KernelRows, weights: Float64Array): Float64Array {
  const slopes = new Float64Array(weights.length);
  for (let j = 0; j < weights.length; j++) {
    if (weights[j] === 0) continue;
    const row = kernel.of(j);
    for (let i = 0; i < row.length; i++) slopes[i]! += weights[j]! * row[i]!;
  }
  return slopes;
}

interface Pair {
  /** Is to have more weight. */
  readonly up: number;
  /** Is to have less. */
  readonly down: number;
}

function worstPair(
  kernel: KernelRows,
  weights: Float64Array,
  slopes: Float64Array,
  tolerance: number,
): Pair | undefined {
  const count = weights.length;
  let up = -1;
  for (let i = 0; i < count; i++) if (weights[i]! < 1 && (up < 0 || slopes[i]! < slopes[up]!)) up = i;
  if (up < 0) return undefined;
  const row = kernel.of(up);
  let down = -1;
  let most = 0;
  let violation = 0;
  for (let j = 0; j < count; j++) {
    const gap = slopes[j]! - slopes[up]!;
    if (weights[j]! === 0 || !(gap > 0)) continue;
    violation = Math.max(violation, gap);
    const gain = (gap * gap) / curvature(row[j]!);
    if (gain > most) {
      most = gain;
      down = j;
    }
  }
  return down < 0 || violation < tolerance ? undefined : { up, down };
}

/** Of the way from one row to another, by their kernel. */
function curvature(alike: number): number {
  return Math.max(2 - 2 * alike, leastCurvature);
}

/** Moves weight from one row to the other, as far as helps and as both allow. */
function move(kernel: KernelRows, weights: Float64Array, slopes: Float64Array, { up, down }: Pair): void {
  const wanted = (slopes[down]! - slopes[up]!) / curvature(kernel.of(up)[down]!);
  const room = 1 - weights[up]!;
  const there = weights[down]!;
  const step = Math.min(wanted, room, there);
  // At a bound they are set, not summed: a rest of rounding would count as free.
  weights[up] = step === room ? 1 : weights[up]! + step;
  weights[down] = step === there ? 0 : there - step;
  const more = kernel.of(up);
  const less = kernel.of(down);
  for (let k = 0; k < slopes.length; k++) slopes[k]! += step * (more[k]! - less[k]!);
}

/** The mean slope of the rows at no bound; without any, the middle of what the bounds allow. */
function offsetOf(weights: Float64Array, slopes: Float64Array): number {
  let sum = 0;
  let free = 0;
  let least = Number.NEGATIVE_INFINITY;
  let most = Number.POSITIVE_INFINITY;
  for (let i = 0; i < weights.length; i++) {
    if (weights[i] === 1) least = Math.max(least, slopes[i]!);
    else if (weights[i] === 0) most = Math.min(most, slopes[i]!);
    else {
      sum += slopes[i]!;
      free++;
    }
  }
  if (free > 0) return sum / free;
  if (!Number.isFinite(least)) return most;
  return Number.isFinite(most) ? (least + most) / 2 : least;
}
