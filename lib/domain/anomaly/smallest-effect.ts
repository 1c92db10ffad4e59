import type { Unit } from '../catalogue/signal.ts';
import type { Expectation } from '../forecast/forecaster.ts';

/** Differences below these change nobody's day, whatever their p-value. */
const smallest: Readonly<Record<Unit, number>> = {
  percent: 2,
  fraction: 0.02,
  count: 1,
  bytes: 1_000_000,
  bytes_per_second: 10_000,
  messages: 100,
  messages_per_second: 10,
  per_second: 1,
  milliseconds: 5,
  seconds: 5,
  credits: 5,
  state: 0.5,
};

/** Share of the expected value below which a difference is no anomaly. */
const smallestShare = 0.05;

/**
 * Whether a point differs enough to be worth a word: outside the interval, by 5 % of what was expected and by
 * an amount that matters in its unit. It must differ as much from what the season alone expects, and on the same
 * side: after a disturbance that has led the expectation away, the return to what is usual is no news.
 */
export function isNoteworthy(
  { observed, expected }: { readonly observed: number; readonly expected: Expectation },
  unit: Unit,
): boolean {
  const { mean, lower, upper, seasonal = mean } = expected;
  const isFrom = (centre: number) =>
    (observed < lower + centre - mean || observed > upper + centre - mean) &&
    Math.abs(observed - centre) >= Math.max(smallest[unit], smallestShare * Math.abs(centre));
  return isFrom(mean) && isFrom(seasonal) && observed > mean === observed > seasonal;
}
