import type { Series } from './series.ts';

/**
 * The points of one series: `timesMs` and `values` have one length, times are whole milliseconds since
 * the epoch, strictly ascending, values finite. What is missing is absent, never NaN.
 */
export interface Samples {
  readonly series: Series;
  readonly timesMs: Float64Array;
  readonly values: Float64Array;
}

/** What made some input unusable: counted and reported, never thrown and never silent. */
export interface Problem {
  /** A short word for counting: `unreachable`, `malformed`, `duplicate`, `out_of_order`, `throttled` … */
  readonly kind: string;
  /** Where: a URL, a file with its line, a cluster, a metric. */
  readonly where: string;
  /** One line: what is wrong and what would work. Never holds a secret. */
  readonly message: string;
  /** How many items it stands for. */
  readonly count: number;
}

/**
 * Samples from loose points: sorted by time, the last one given wins where two share a time, and
 * non-finite points are left out.
 * @returns the samples and how many points were left out or replaced
 */
export function samplesOf(
  series: Series,
  points: readonly (readonly [timeMs: number, value: number])[],
): { samples: Samples; dropped: number; duplicates: number; unordered: number } {
  const finite = points.filter(([t, v]) => Number.isFinite(t) && Number.isFinite(v));
  let unordered = 0;
  for (let i = 1; i < finite.length; i++) {
    const previous = finite[i - 1];
    const current = finite[i];
    if (previous && current && current[0] < previous[0]) unordered++;
  }
  const byTime = new Map<number, number>();
  for (const [t, v] of finite) byTime.set(t, v);
  const timesMs = Float64Array.from(byTime.keys()).sort();
  const values = timesMs.map((t) => byTime.get(t) ?? Number.NaN);
  return {
    samples: { series, timesMs, values },
    dropped: points.length - finite.length,
    duplicates: finite.length - byTime.size,
    unordered,
  };
}
