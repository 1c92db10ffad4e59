import type { Signal } from '../../lib/domain/catalogue/signal.ts';

type Rollup = Signal['rollup'];

const minuteMs = 60_000;
const steps = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440].map((minutes) => minutes * minuteMs);

/** The finest round step, in ms, that gives at most three points for four pixels. */
export function chartStep(spanMs: number, widthPx: number): number {
  const wanted = (spanMs / widthPx) * (4 / 3);
  return steps.find((step) => step >= wanted) ?? Math.ceil(wanted / 86_400_000) * 86_400_000;
}

const combine: Readonly<Record<Rollup, (values: readonly number[]) => number>> = {
  average: (values) => values.reduce((a, b) => a + b, 0) / values.length,
  max: (values) => values.reduce((a, b) => Math.max(a, b)),
  min: (values) => values.reduce((a, b) => Math.min(a, b)),
  sum: (values) => values.reduce((a, b) => a + b, 0),
  last: (values) => values.at(-1) ?? Number.NaN,
};

/** Items by a key of theirs, in the order in which the keys come up. */
export function groupedBy<T, K>(items: readonly T[], keyOf: (item: T) => K): ReadonlyMap<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

/**
 * Items gathered into steps aligned to the epoch, each step as one row of rolled-up columns.
 * @param items oldest first
 * @param columns what to take of each item
 * @returns the starts of the steps that hold items, ascending, and one array a column, as long
 */
export function bucketed<T>(
  items: readonly T[],
  timeOf: (item: T) => number,
  columns: readonly ((item: T) => number)[],
  stepMs: number,
  rollup: Rollup,
): { readonly t: number[]; readonly columns: number[][] } {
  const buckets = groupedBy(items, (item) => Math.floor(timeOf(item) / stepMs) * stepMs);
  const t = [...buckets.keys()].sort((a, b) => a - b);
  return {
    t,
    columns: columns.map((of) => t.map((start) => combine[rollup]((buckets.get(start) ?? []).map(of)))),
  };
}

/**
 * Points with a null put where some are missing, so that a line drawn through them breaks there: where two
 * neighbours are further apart than two and a half times the usual distance, and than the points before them
 * (or after the first) are, for the past may be coarser than the present.
 */
export function withGaps(
  timesMs: readonly number[],
  values: readonly number[],
): { readonly t: number[]; readonly v: (number | null)[] } {
  const usual = usualDistance(timesMs);
  const distance = (i: number): number => (timesMs[i] ?? 0) - (timesMs[i - 1] ?? 0);
  const t: number[] = [];
  const v: (number | null)[] = [];
  for (const [i, time] of timesMs.entries()) {
    const previous = timesMs[i - 1];
    const nearby = Math.max(usual, distance(i === 1 ? 2 : i - 1));
    if (previous !== undefined && time - previous > 2.5 * nearby) {
      t.push(previous + nearby);
      v.push(null);
    }
    t.push(time);
    v.push(values[i] ?? null);
  }
  return { t, v };
}

function usualDistance(timesMs: readonly number[]): number {
  const distances = timesMs.slice(1).map((time, i) => time - (timesMs[i] ?? time));
  return distances.sort((a, b) => a - b)[Math.floor(distances.length / 2)] ?? Number.POSITIVE_INFINITY;
}
