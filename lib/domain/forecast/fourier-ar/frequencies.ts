/** Harmonics of the shortest season, and of longer ones, where the past allows: a day and a week as hours see them. */
const mostOfShortest = 11;
const mostOfLonger = 60;
/** Times that the past must hold a season. */
const timesNeeded = 2;
/** Columns a value of the past, at most. */
const columnsPerValue = 1 / 4;

/**
 * Angular frequencies, in radians a step, of the harmonics that a past of n values can tell apart: 11 of the shortest
 * season, then 60 of each longer one, less those that are there already. Lower harmonics first.
 * @param periods season lengths in steps, at least 2; need not be whole
 */
export function frequenciesOf(periods: readonly number[], n: number): Float64Array {
  const turns: number[] = [];
  const room = Math.floor((n * columnsPerValue - 1) / 2);
  const seasons = [...new Set(periods)].filter((m) => m >= 2 && timesNeeded * m <= n).sort((a, b) => a - b);
  for (const [i, season] of seasons.entries()) {
    const most = i === 0 ? mostOfShortest : mostOfLonger;
    for (let k = 1; k <= most && 2 * k < season && turns.length < room; k++) {
      const turn = k / season;
      // Nearer than half a turn over the whole past, two waves look alike.
      if (turns.every((one) => Math.abs(one - turn) * n > 0.5)) turns.push(turn);
    }
  }
  return Float64Array.from(turns, (turn) => 2 * Math.PI * turn);
}
