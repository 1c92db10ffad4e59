/**
 * When a partition's end offset was seen where: one sample a look, oldest first, times and offsets
 * ascending. A run of equal offsets (an idle partition) is kept as its first and last sample.
 */
export interface OffsetTable {
  readonly timesMs: number[];
  readonly offsets: number[];
}

/** Samples a table holds before the older half is thinned: at one a minute, six hours at full resolution. */
const capacity = 360;

export function createOffsetTable(): OffsetTable {
  return { timesMs: [], offsets: [] };
}

/**
 * Adds one look at a partition's end offset.
 * @returns `recorded`; `reset` when the offset went back (the topic was made anew, or the log was cut by an
 *   unclean election), which empties the table first; `stale` when the time is not after the newest sample,
 *   which changes nothing
 */
export function recordOffset(
  table: OffsetTable,
  timeMs: number,
  endOffset: number,
): 'recorded' | 'reset' | 'stale' {
  const { timesMs, offsets } = table;
  const newestMs = timesMs.at(-1);
  const newest = offsets.at(-1);
  if (newestMs !== undefined && timeMs <= newestMs) return 'stale';
  const isReset = newest !== undefined && endOffset < newest;
  if (isReset) clear(table);
  if (isThirdOfRun(offsets, endOffset)) timesMs[timesMs.length - 1] = timeMs;
  else append(table, timeMs, endOffset);
  return isReset ? 'reset' : 'recorded';
}

function clear({ timesMs, offsets }: OffsetTable): void {
  timesMs.length = 0;
  offsets.length = 0;
}

function isThirdOfRun(offsets: readonly number[], endOffset: number): boolean {
  return offsets.length >= 2 && offsets.at(-1) === endOffset && offsets.at(-2) === endOffset;
}

function append(table: OffsetTable, timeMs: number, endOffset: number): void {
  table.timesMs.push(timeMs);
  table.offsets.push(endOffset);
  if (table.timesMs.length > capacity) thin(table);
}

/** Drops every second sample of the older half: the table reaches further back, coarser where it is old. */
function thin({ timesMs, offsets }: OffsetTable): void {
  const half = timesMs.length >> 1;
  const kept = timesMs.map((_, i) => i >= half || i % 2 === 0);
  const keptTimes = timesMs.filter((_, i) => kept[i]);
  const keptOffsets = offsets.filter((_, i) => kept[i]);
  timesMs.splice(0, timesMs.length, ...keptTimes);
  offsets.splice(0, offsets.length, ...keptOffsets);
}

/** When a message was written, and how well that is known. */
export interface WriteTime {
  readonly atMs: number;
  /** `at_latest`: the message is older than the table and nothing was produced since, so it may be older still. */
  readonly how: 'interpolated' | 'extrapolated' | 'at_latest';
}

/**
 * The time at which the message at an offset was written, from the looks at the partition's end.
 *
 * Between two looks the messages are taken as evenly spread. In a run of equal end offsets the last look
 * counts: the next message came after it, so an idle topic gives no false age. Before the first look
 * the table's mean rate is carried on, never further back than the table is long.
 * @returns `undefined` when the table has fewer than two looks, or the offset has not been written yet
 */
export function writtenAt(table: OffsetTable, offset: number): WriteTime | undefined {
  const { timesMs, offsets } = table;
  const [firstMs, firstOffset] = [timesMs[0], offsets[0]];
  const newest = offsets.at(-1);
  if (firstMs === undefined || firstOffset === undefined || newest === undefined) return undefined;
  if (timesMs.length < 2 || offset >= newest) return undefined;
  if (offset < firstOffset) return before(table, firstOffset - offset, firstMs);
  return { atMs: between(table, lastAtOrBelow(offsets, offset), offset), how: 'interpolated' };
}

/** Index of the last sample whose end offset is not above `offset`. Binary search, the first one is not above. */
function lastAtOrBelow(offsets: readonly number[], offset: number): number {
  let low = 0;
  let high = offsets.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((offsets[middle] ?? Number.POSITIVE_INFINITY) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The middle of the message's share of the time between look `i` and the next. */
function between({ timesMs, offsets }: OffsetTable, i: number, offset: number): number {
  const startMs = timesMs[i] ?? 0;
  const endMs = timesMs[i + 1] ?? startMs;
  const from = offsets[i] ?? offset;
  const to = offsets[i + 1] ?? from + 1;
  return startMs + ((endMs - startMs) * (offset - from + 0.5)) / (to - from);
}

function before({ timesMs, offsets }: OffsetTable, missing: number, firstMs: number): WriteTime {
  const spanMs = (timesMs.at(-1) ?? firstMs) - firstMs;
  const produced = (offsets.at(-1) ?? 0) - (offsets[0] ?? 0);
  if (produced <= 0) return { atMs: firstMs, how: 'at_latest' };
  const backMs = Math.min(spanMs, (missing * spanMs) / produced);
  return { atMs: firstMs - backMs, how: 'extrapolated' };
}
