import { createOffsetTable, recordOffset, writtenAt } from '../../../lib/domain/lag/offset-table.ts';

function tableOf(...looks: readonly (readonly [timeMs: number, offset: number])[]) {
  const table = createOffsetTable();
  for (const [timeMs, offset] of looks) recordOffset(table, timeMs, offset);
  return table;
}

describe('recording', () => {
  test('keeps a run of equal offsets as its first and last look', () => {
    const table = tableOf([0, 5], [1000, 5], [2000, 5], [3000, 5], [4000, 9]);
    expect(table).toEqual({ timesMs: [0, 3000, 4000], offsets: [5, 5, 9] });
  });

  test('an offset that goes back empties the table and says so', () => {
    const table = tableOf([0, 500], [1000, 600]);
    expect(recordOffset(table, 2000, 3)).toBe('reset');
    expect(table).toEqual({ timesMs: [2000], offsets: [3] });
  });

  test('refuses a look that is not newer than the newest', () => {
    const table = tableOf([1000, 5]);
    expect(recordOffset(table, 1000, 6)).toBe('stale');
    expect(recordOffset(table, 999, 6)).toBe('stale');
    expect(table).toEqual({ timesMs: [1000], offsets: [5] });
  });

  test('stays small for ever, keeps its order, and reaches back further than its newest looks', () => {
    const table = createOffsetTable();
    for (let i = 0; i < 10_000; i++) recordOffset(table, i * 1000, i * 7);
    expect(table.timesMs.length).toBeLessThanOrEqual(360);
    expect(table.offsets).toHaveLength(table.timesMs.length);
    for (let i = 1; i < table.timesMs.length; i++) {
      expect(table.timesMs[i]).toBeGreaterThan(table.timesMs[i - 1] ?? 0);
      expect(table.offsets[i]).toBe((table.timesMs[i] ?? 0) * 0.007);
    }
    expect(table.timesMs[0]).toBe(0);
  });
});

describe('time of writing', () => {
  const minute = 60_000;
  const busy = [
    [0, 100],
    [minute, 160],
    [2 * minute, 280],
  ] as const;
  const pause = [
    [0, 100],
    [minute, 160],
    [5 * minute, 160],
    [6 * minute, 161],
  ] as const;
  const flat = [
    [minute, 160],
    [9 * minute, 160],
  ] as const;

  // One row a rule: looks, offset asked, minutes expected, how it is known.
  test.each([
    ['inside the first minute, in the middle of its second', busy, 130, 30.5 / 60, 'interpolated'],
    ['inside the faster second minute', busy, 220, 1 + 60.5 / 120, 'interpolated'],
    ['the very first message after a look', busy, 160, 1 + 0.5 / 120, 'interpolated'],
    ['the message that ends a pause was written after it, not before', pause, 160, 5.5, 'interpolated'],
    ['older than the table: its mean rate of 90 a minute carried on', busy, 55, -0.5, 'extrapolated'],
    ['older than a table in which nothing was produced', flat, 10, 1, 'at_latest'],
  ] as const)('%s', (_, looks, offset, minutes, how) => {
    const written = writtenAt(tableOf(...looks), offset);
    expect(written?.how).toBe(how);
    expect((written?.atMs ?? Number.NaN) / minute).toBeCloseTo(minutes, 2);
  });

  test('carrying the rate on stops at the length of the table', () => {
    expect(writtenAt(tableOf([0, 1_000_000], [minute, 1_000_001]), 5)).toEqual({
      atMs: -minute,
      how: 'extrapolated',
    });
  });

  test('is unknown for one look, for none, and for what is not written yet', () => {
    expect(writtenAt(createOffsetTable(), 0)).toBeUndefined();
    expect(writtenAt(tableOf([0, 10]), 5)).toBeUndefined();
    expect(writtenAt(tableOf([0, 10], [1, 20]), 20)).toBeUndefined();
    expect(writtenAt(tableOf([0, 10], [1, 20]), 99)).toBeUndefined();
  });

  test('never goes back in time as the offset goes up', () => {
    const table = tableOf([0, 3], [10, 3], [20, 9], [35, 9], [40, 9], [41, 400], [90, 401]);
    let previous = Number.NEGATIVE_INFINITY;
    for (let offset = 0; offset < 401; offset++) {
      const atMs = writtenAt(table, offset)?.atMs ?? Number.NaN;
      expect(atMs).toBeGreaterThanOrEqual(previous);
      previous = atMs;
    }
  });

  test('offsets beyond 2^40 lose nothing', () => {
    const base = 2 ** 40;
    const written = writtenAt(tableOf([0, base], [1000, base + 1000]), base + 500);
    expect(written).toEqual({ atMs: 500.5, how: 'interpolated' });
  });
});
