import type { OffsetTable } from './offset-table.ts';

/**
 * Messages written per second to one partition between the newest look before `timeMs` and an end offset
 * seen at `timeMs`. Ask before the look is recorded.
 *
 * Offsets also count what is not a message (transaction markers) and go on over what compaction removes, so
 * the rate is that of offsets given out.
 * @returns `undefined` when there is no earlier look, or the offset went back: how much was written in
 *   between is not known then, and a guess would be a false peak
 */
export function producedPerSecond(table: OffsetTable, timeMs: number, endOffset: number): number | undefined {
  const beforeMs = table.timesMs.at(-1);
  const before = table.offsets.at(-1);
  if (beforeMs === undefined || before === undefined) return undefined;
  if (timeMs <= beforeMs || endOffset < before) return undefined;
  return ((endOffset - before) * 1000) / (timeMs - beforeMs);
}
