import { distancesSorted, madToSd, quantileSorted } from '../../numerics/order-statistics.ts';

/** The last standardised residuals, in order of arrival (a ring) and in order of size. */
export interface Memory {
  readonly ring: Float32Array;
  readonly sorted: Float32Array;
  /** Where the next residual goes in the ring. */
  at: number;
  count: number;
  /** What `normOf` gave, until a residual comes in. */
  norm: Norm | undefined;
}

/** What is normal of the residuals: their middle, their spread and how heavy their tails are. */
export interface Norm {
  readonly centre: number;
  readonly scale: number;
  /** Degrees of freedom of the Student t whose tails are as heavy. */
  readonly degrees: number;
}

/** Residuals are standardised already: a spread much below 1 means that they are mostly nought. */
const leastScale = 0.5;
/** With fewer residuals than this the forecast's own sd is believed. */
const enough = 30;

export function createMemory(size: number): Memory {
  return { ring: new Float32Array(size), sorted: new Float32Array(size), at: 0, count: 0, norm: undefined };
}

/** Puts a residual in and, when the ring is full, the oldest out. Cost: one binary search and one move. */
export function remember(memory: Memory, residual: number): void {
  const value = Math.fround(residual);
  if (memory.count === memory.ring.length) removeSorted(memory, memory.ring[memory.at] ?? 0);
  insertSorted(memory, value);
  memory.ring[memory.at] = value;
  memory.at = (memory.at + 1) % memory.ring.length;
  memory.norm = undefined;
}

function removeSorted(memory: Memory, value: number): void {
  const place = placeOf(memory, value);
  memory.sorted.copyWithin(place, place + 1, memory.count);
  memory.count--;
}

function insertSorted(memory: Memory, value: number): void {
  const place = placeOf(memory, value);
  memory.sorted.copyWithin(place + 1, place, memory.count);
  memory.sorted[place] = value;
  memory.count++;
}

/** The first place whose value is not below the given one. */
function placeOf({ sorted, count }: Memory, value: number): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** What is normal by the residuals remembered. Cost: linear in the ring, once a residual. */
export function normOf(memory: Memory): Norm {
  memory.norm ??= measure(memory.sorted.subarray(0, memory.count));
  return memory.norm;
}

function measure(sorted: Float32Array): Norm {
  if (sorted.length < enough) return { centre: 0, scale: 1, degrees: 4 };
  const centre = quantileSorted(sorted, 0.5);
  const distances = distancesSorted(sorted, centre);
  const middle = quantileSorted(distances, 0.5);
  const tail = quantileSorted(distances, 0.95);
  return { centre, scale: Math.max(leastScale, middle * madToSd), degrees: degreesOf(tail / middle) };
}

/**
 * Ratio of the 95 % to the 50 % quantile of |t| by degrees of freedom, from t tables; the normal law has 2.91.
 * Lighter tails than those of 10 degrees are never believed: 300 residuals cannot tell.
 */
const tailRatios = [
  [4.2, 3],
  [3.75, 4],
  [3.54, 5],
  [3.41, 6],
  [3.27, 8],
] as const;

function degreesOf(ratio: number): number {
  if (!Number.isFinite(ratio)) return 3;
  return tailRatios.find(([least]) => ratio >= least)?.[1] ?? 10;
}
