import { resample } from '../series/resample.ts';
import type { Rollup } from '../series/roll-up.ts';
import type { Samples } from '../series/samples.ts';

/** How far back lag is looked at: long enough to see the rhythm of a group that reads every hour or two. */
export const lagSpanMs = 6 * 3_600_000;
const minuteMs = 60_000;

/** The series that tell of a group on a topic; all but the lag itself may be missing. */
export interface LagSeries {
  /** Messages unread, over all partitions. */
  readonly lag: Samples;
  /** Messages unread of the worst partition. */
  readonly worst?: Samples | undefined;
  /** Age of the oldest unread message, in seconds. */
  readonly seconds?: Samples | undefined;
  /** Messages a second that arrive in the topic. */
  readonly arriving?: Samples | undefined;
  /** Messages a second that the group's committed offsets moved on by. */
  readonly reading?: Samples | undefined;
  /** Messages that its committed offsets went back by. */
  readonly rewound?: Samples | undefined;
}

/** The series on one grid, oldest first, up to the newest point of lag; NaN where a step has no point. */
export interface LagWindow {
  readonly stepMs: number;
  /** End of the newest step, exclusive. */
  readonly endMs: number;
  readonly lag: Float64Array;
  readonly worst: Float64Array;
  readonly seconds: Float64Array;
  /** Messages of the whole step. */
  readonly arrived: Float64Array;
  readonly read: Float64Array;
  readonly rewound: Float64Array;
}

/** The window of a group on a topic, or `undefined` when lag has no point that is finite and before `nowMs`. */
export function lagWindowOf(series: LagSeries, nowMs: number): LagWindow | undefined {
  const newestMs = series.lag.timesMs.findLast((timeMs) => timeMs <= nowMs);
  if (newestMs === undefined) return undefined;
  const stepMs = Math.max(minuteMs, Math.round(usualStep(series.lag.timesMs) / minuteMs) * minuteMs);
  const endMs = (Math.floor(newestMs / stepMs) + 1) * stepMs;
  const firstMs = series.lag.timesMs[0] ?? newestMs;
  const fromMs = Math.max(endMs - lagSpanMs, Math.floor(firstMs / stepMs) * stepMs);
  const steps = Math.max(1, Math.ceil((endMs - fromMs) / stepMs));
  const grid = { fromMs: endMs - steps * stepMs, toMs: endMs, stepMs };
  const onGrid = (samples: Samples | undefined, rollup: Rollup) =>
    samples ? resample(samples, { ...grid, rollup }) : new Float64Array(steps).fill(Number.NaN);
  const amounts = (samples: Samples | undefined) =>
    carried(onGrid(samples, 'average'), samples, stepMs).map((rate) => (rate * stepMs) / 1000);
  return {
    stepMs,
    endMs,
    lag: onGrid(series.lag, 'last'),
    worst: onGrid(series.worst, 'last'),
    seconds: onGrid(series.seconds, 'last'),
    arrived: amounts(series.arriving),
    read: amounts(series.reading),
    rewound: onGrid(series.rewound, 'sum'),
  };
}

/** A rate measured more rarely than lag holds until it is measured anew. */
function carried(rates: Float64Array, samples: Samples | undefined, stepMs: number): Float64Array {
  const steps = samples ? Math.ceil(usualStep(samples.timesMs) / stepMs) : 0;
  let newest = Number.NaN;
  let age = 0;
  return rates.map((rate) => {
    age = Number.isNaN(rate) ? age + 1 : 0;
    if (age === 0) newest = rate;
    return age < steps ? newest : rate;
  });
}

/** The median distance of points in ms; a minute when there are fewer than two. */
function usualStep(timesMs: Float64Array): number {
  const steps = Float64Array.from(timesMs.subarray(1), (timeMs, i) => timeMs - (timesMs[i] ?? timeMs));
  return steps.sort()[(steps.length - 1) >> 1] ?? minuteMs;
}
