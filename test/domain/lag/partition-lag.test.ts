import { createOffsetTable, recordOffset } from '../../../lib/domain/lag/offset-table.ts';
import { groupTopicLag, lagAt, readPosition } from '../../../lib/domain/lag/partition-lag.ts';
import { producedPerSecond } from '../../../lib/domain/lag/produced-rate.ts';

const range = { low: 40, end: 100 };

// committed, reset policy, end when first seen, position expected
test.each([
  ['a commit inside the log is the position', 70, 'earliest', undefined, 70],
  ['a commit at the end is the position', 100, 'earliest', undefined, 100],
  ['never committed reads from the low watermark by earliest', undefined, 'earliest', 90, 40],
  ['never committed reads from where the log ended when first seen by latest', undefined, 'latest', 90, 90],
  ['never committed and never seen before has no lag by latest', undefined, 'latest', undefined, 100],
  ['a first sight older than the log counts from its low watermark', undefined, 'latest', 3, 40],
  ['a commit beyond the end starts over by earliest', 5000, 'earliest', undefined, 40],
  ['a commit beyond the end starts over by latest', 5000, 'latest', undefined, 100],
  ['messages that retention took are not counted', 12, 'latest', undefined, 40],
] as const)('%s', (_, committed, reset, firstSeen, expected) => {
  expect(readPosition(committed, range, reset, firstSeen)).toBe(expected);
});

describe('lag', () => {
  const table = createOffsetTable();
  for (const [timeMs, offset] of [
    [0, 40],
    [60_000, 100],
  ] as const)
    recordOffset(table, timeMs, offset);

  test('in messages is what is unread, in seconds the age of the oldest of it', () => {
    expect(lagAt(70, range, table, 65_000)).toEqual({ messages: 30, seconds: 34.5 });
  });

  test('is zero in messages and seconds when all is read, however long the topic is idle', () => {
    expect(lagAt(100, range, table, 9e12)).toEqual({ messages: 0, seconds: 0 });
    expect(lagAt(101, range, createOffsetTable(), 0)).toEqual({ messages: 0, seconds: 0 });
  });

  test('says nothing in seconds while only one look was taken', () => {
    const once = createOffsetTable();
    recordOffset(once, 0, 100);
    expect(lagAt(70, range, once, 1000)).toEqual({ messages: 30 });
  });

  test('a backlog on a topic where nothing is produced grows by the clock and starts small', () => {
    const idle = createOffsetTable();
    recordOffset(idle, 0, 100);
    recordOffset(idle, 60_000, 100);
    expect(lagAt(70, range, idle, 60_000)).toEqual({ messages: 30, seconds: 60 });
    expect(lagAt(70, range, idle, 120_000)).toEqual({ messages: 30, seconds: 120 });
  });
});

describe('a topic of a group', () => {
  test('sums messages, takes the largest, and the oldest unread message of all', () => {
    const lags = [{ messages: 5, seconds: 2 }, { messages: 70 }, { messages: 0, seconds: 0 }];
    expect(groupTopicLag(lags)).toEqual({ sum: 75, max: 70, seconds: 2 });
  });

  test('has no seconds when no partition can tell', () => {
    expect(groupTopicLag([{ messages: 5 }])).toEqual({ sum: 5, max: 5 });
  });

  test('refuses a topic without partitions', () => {
    expect(() => groupTopicLag([])).toThrow(RangeError);
  });
});

describe('produced messages per second', () => {
  const table = createOffsetTable();
  recordOffset(table, 10_000, 500);

  test.each([
    ['is the offsets given out over the time between', 15_000, 600, 20],
    ['is zero for an idle partition', 15_000, 500, 0],
    ['is unknown when the offset went back', 15_000, 20, undefined],
    ['is unknown when no time has passed', 10_000, 600, undefined],
  ] as const)('%s', (_, timeMs, end, expected) => {
    expect(producedPerSecond(table, timeMs, end)).toBe(expected);
  });

  test('is unknown at the first look', () => {
    expect(producedPerSecond(createOffsetTable(), 0, 5)).toBeUndefined();
  });
});
