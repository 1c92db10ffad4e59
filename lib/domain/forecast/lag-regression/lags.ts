/**
 * Which lags: `full`, all that the seasons give; `season`, those of the last values and the shortest season; `far`, none
 * shorter than a season; `parts`, quarters of the longest season; `near`, the last values alone.
 */
export type LagChoice = 'full' | 'season' | 'far' | 'parts' | 'near';

/**
 * Lags that a series with these seasons may be regressed on, ascending: the last values, and those around a season
 * ago and its multiples, where last days and last weeks show what is to come. For a day of 24 and a week of 168 `full`
 * is 1, 2, 22-26, 47-49, 143-145, 166-170; `season` 1-3, 23-26, 47-49; `far` 24-26, 47-49, 143-145, 166-170; for a year
 * of 52 alone `full` is 1-3, 51-53, 104, 105, and `parts` 13, 26, 39, 52.
 * @param periods season lengths in steps @param most longest lag allowed
 */
export function lagsOf(periods: readonly number[], choice: LagChoice, most: number): Int32Array {
  const [short, ...longer] = [...new Set(periods)].filter((m) => m >= 2).sort((a, b) => a - b);
  const lags = short === undefined ? [1, 2, 3, 4] : lagsByChoice[choice](short, longer);
  const kept = [...new Set(lags)].filter((lag) => lag >= 1 && lag <= most);
  return Int32Array.from(kept.length > 0 ? kept.sort((a, b) => a - b) : [1]);
}

const lagsByChoice = {
  full: (m: number, longer: readonly number[]) =>
    longer.length === 0
      ? [1, 2, 3, ...around(m, 1), 2 * m, 2 * m + 1]
      : [1, 2, ...around(m, 2), ...around(2 * m, 1), ...longer.flatMap((long) => aroundLong(m, long))],
  season: (m: number) => [1, 2, 3, m - 1, m, m + 1, m + 2, ...around(2 * m, 1)],
  far: (m: number, longer: readonly number[]) => [
    ...[m, m + 1, m + 2],
    ...around(2 * m, 1),
    ...longer.flatMap((long) => aroundLong(m, long)),
  ],
  parts: (m: number, longer: readonly number[]) =>
    [1, 2, 3, 4].map((quarter) => Math.round((quarter * Math.max(m, ...longer)) / 4)),
  near: () => [1, 2, 3, 4],
} satisfies { readonly [choice in LagChoice]: (m: number, longer: readonly number[]) => number[] };

/** A short season less than a long one ago, and a long one ago. */
function aroundLong(short: number, long: number): number[] {
  return [...around(long - short, 1), ...around(long, 2)];
}

function around(centre: number, reach: number): number[] {
  return Array.from({ length: 2 * reach + 1 }, (_, i) => centre - reach + i);
}
