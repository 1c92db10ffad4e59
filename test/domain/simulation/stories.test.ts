import { stories } from '../../../lib/domain/simulation/index.ts';
import { column, columnsOf, day, hour, mean, minute, monday, simulationOf } from './given.ts';

/** Monday, 10:00 UTC: a working day. */
const start = monday + 10 * hour;

/** A simulation with a story from `start` on, and a reader of its series from some minutes after the start. */
function played(id: string, atMs = start) {
  const simulation = simulationOf({ campaigns: 'none' });
  expect(simulation.timeline.play(id, atMs, monday).kind).toBe('started');
  return {
    simulation,
    read: (signal: string, pieces: readonly string[], fromMinute: number, toMinute: number) =>
      column(simulation, signal, pieces, atMs + fromMinute * minute, atMs + toMinute * minute),
  };
}

/** The values, each run of one value once. */
const turns = (values: Float64Array) => [...values].filter((value, i) => value !== values[i - 1]);
const isAbsent = (values: Float64Array) => values.every(Number.isNaN);
const isPresent = (values: Float64Array) => !values.some(Number.isNaN);

describe('broker_loss', () => {
  const { read, simulation } = played('broker_loss');

  test("takes the broker's series away for 25 minutes, and brings them back", () => {
    expect(isPresent(read('bytes_in', ['broker=2'], -10, 0))).toBe(true);
    expect(isAbsent(read('bytes_in', ['broker=2'], 0, 25))).toBe(true);
    expect(isAbsent(read('disk_used', ['broker=2'], 0, 25))).toBe(true);
    expect(isPresent(read('bytes_in', ['broker=2'], 25, 60))).toBe(true);
    expect(turns(read('brokers_online', [], -5, 60))).toEqual([3, 2, 3]);
  });

  test('leaves partitions under-replicated on the survivors until it has caught up', () => {
    const urp = read('under_replicated_partitions', ['broker=1'], 0, 25);
    expect(Math.min(...urp)).toBeGreaterThan(0);
    expect(read('under_replicated_partitions', ['broker=1'], 25, 26)[0]).toBeGreaterThan(0);
    expect(Math.max(...read('under_replicated_partitions', ['broker=1'], 40, 90))).toBe(0);
    expect(Math.max(...read('under_min_isr_partitions', ['broker=1'], 0, 90))).toBe(0);
    expect(Math.max(...read('offline_partitions', [], 0, 90))).toBe(0);
  });

  test('moves its leaders and traffic to the survivors, and home again', () => {
    const leaders = (at: number) =>
      columnsOf(simulation, 'leader_count', [], start + at * minute, start + (at + 1) * minute).map(
        (v) => v[0],
      );
    expect(leaders(-1)).toEqual([19, 19, 19]);
    expect((leaders(5)[0] ?? 0) + (leaders(5)[2] ?? 0)).toBe(57);
    expect(leaders(60)).toEqual([19, 19, 19]);
    const traffic = (from: number) => mean(read('bytes_in', ['broker=1'], from, from + 10));
    expect(traffic(5)).toBeGreaterThan(1.2 * traffic(-10));
    expect(mean(read('topic_bytes_in', ['topic=orders'], 0, 25))).toBeGreaterThan(0);
    expect(mean(read('cpu_user', ['broker=1'], 5, 25))).toBeGreaterThan(
      1.05 * mean(read('cpu_user', ['broker=1'], -20, 0)),
    );
  });
});

test('disk_filling raises every disk above 85 % within its 36 hours, never over the top, and retention mends it', () => {
  const { read } = played('disk_filling');
  const later = read('disk_used', ['broker=1'], 0, 3 * 24 * 60);
  const disk = later.slice(0, 37 * 60);
  expect(disk[0]).toBeLessThan(60);
  expect(Math.max(...disk)).toBeGreaterThan(85);
  expect(Math.max(...disk)).toBeLessThan(96);
  expect(Math.max(...later.slice(60 * 60))).toBeLessThan(60);
});

describe('consumer_stall', () => {
  const { read, simulation } = played('consumer_stall');

  test('stops what the group reads: bytes out fall, and lag grows at the rate of what is produced', () => {
    expect(mean(read('bytes_out', ['broker=1'], 5, 40))).toBeLessThan(
      0.9 * mean(read('bytes_out', ['broker=1'], -30, 0)),
    );
    const lag = read('lag_sum', ['group=billing', 'topic=orders'], 9, 40);
    const produced = read('topic_messages_in', ['topic=orders'], 10, 40).reduce(
      (sum, rate) => sum + 60 * rate,
      0,
    );
    expect(((lag[30] ?? 0) - (lag[0] ?? 0)) / produced).toBeCloseTo(1, 4);
  });

  test('makes the lag in time follow the clock, and the members leave after five minutes', () => {
    const seconds = read('lag_seconds', ['group=billing', 'topic=orders'], 39, 40)[0] ?? 0;
    expect(seconds).toBeGreaterThan(0.8 * 40 * 60);
    expect(seconds).toBeLessThan(1.1 * 40 * 60);
    expect(turns(read('group_members', ['group=billing'], 0, 60))).toEqual([6, 0, 6]);
    expect(read('group_state', ['group=billing'], 30, 31)[0]).toBe(1);
  });

  test('catches up at a limited speed, and leaves the other groups alone', () => {
    expect(read('lag_sum', ['group=billing', 'topic=orders'], 42, 43)[0]).toBeGreaterThan(20_000);
    expect(mean(read('bytes_out', ['broker=1'], 41, 46))).toBeGreaterThan(
      mean(read('bytes_out', ['broker=1'], -10, 0)),
    );
    expect(Math.max(...read('lag_seconds', ['group=billing', 'topic=orders'], 170, 230))).toBeLessThan(60);
    const others = columnsOf(simulation, 'lag_seconds', ['group=analytics'], start, start + 2 * hour);
    for (const values of others) expect(Math.max(...values)).toBeLessThan(60);
  });
});

test('rebalance_storm makes lag vanish, first for four minutes in five, then wholly; then the group recovers', () => {
  const { read } = played('rebalance_storm');
  const lag = read('lag_seconds', ['group=fulfilment', 'topic=orders'], 0, 60);
  expect([...lag].flatMap((value, at) => (Number.isNaN(value) ? [] : [at]))).toEqual([4, 9, 14, 59]);
  expect(lag[14]).toBeGreaterThan(2 * (lag[4] ?? 0));
  expect(Math.max(...read('group_state', ['group=fulfilment'], 0, 60))).toBe(4);
  expect(Math.min(...read('group_members', ['group=fulfilment'], 0, 60))).toBeLessThan(6);
  const after = read('lag_seconds', ['group=fulfilment', 'topic=orders'], 240, 300);
  expect(isPresent(after)).toBe(true);
  expect(Math.max(...after)).toBeLessThan(60);
});

test('hot_partition piles lag up on one partition alone while the topic has its usual traffic', () => {
  const { read, simulation } = played('hot_partition');
  const partitions = columnsOf(simulation, 'partition_lag', [], start + 24 * minute, start + 25 * minute);
  const lags = partitions.map((values) => values[0] ?? 0).sort((a, b) => b - a);
  expect(lags[0]).toBeGreaterThan(100 * (lags[1] ?? 0));
  expect(read('lag_max', ['group=billing', 'topic=orders'], 24, 25)[0]).toBe(lags[0]);
  const traffic = (from: number) => mean(read('topic_messages_in', ['topic=orders'], from, from + 15));
  expect(traffic(0) / traffic(-15)).toBeCloseTo(1, 0);
  expect(Math.max(...read('lag_seconds', ['group=billing', 'topic=orders'], 12 * 60, 13 * 60))).toBeLessThan(
    60,
  );
});

test('lost_traffic leaves topics and brokers nearly silent for 35 minutes', () => {
  const { read } = played('lost_traffic');
  for (const [signal, piece] of [
    ['topic_messages_in', 'topic=orders'],
    ['topic_bytes_in', 'topic=audit'],
    ['bytes_in', 'broker=3'],
  ] as const) {
    const before = mean(read(signal, [piece], -30, 0));
    expect(mean(read(signal, [piece], 0, 35))).toBeLessThan(0.05 * before);
    expect(mean(read(signal, [piece], 35, 65))).toBeGreaterThan(0.8 * before);
  }
});

test('maintenance says so, and takes the brokers away one at a time for eight minutes each', () => {
  const { simulation, read } = played('maintenance');
  const online = read('brokers_online', [], 0, 65);
  expect(Math.min(...online)).toBe(2);
  expect(online.filter((count) => count === 2)).toHaveLength(24);
  for (const broker of ['broker=1', 'broker=2', 'broker=3']) {
    expect(read('bytes_in', [broker], 0, 65).filter(Number.isNaN)).toHaveLength(8);
  }
  const { timeline } = simulation;
  expect([-1, 0, 64, 65].map((at) => timeline.clusterStateAt(start + at * minute))).toEqual([
    'ACTIVE',
    'MAINTENANCE',
    'MAINTENANCE',
    'ACTIVE',
  ]);
  expect(Math.max(...read('under_replicated_partitions', ['broker=1'], 80, 120))).toBe(0);
});

describe('days after a story', () => {
  const coarse = () => simulationOf({ campaigns: 'none', stepMs: 5 * minute });
  const from = start + 5 * day;
  const signals = ['bytes_in', 'disk_used', 'lag_seconds', 'leader_count', 'group_members'];
  const means = (simulation: ReturnType<typeof coarse>) =>
    signals.flatMap((signal) => columnsOf(simulation, signal, [], from, from + hour).map(mean));
  const usual = means(coarse());

  test.each(stories.map((story) => story.id))('%s is over: every series is back to its usual', (id) => {
    const simulation = coarse();
    simulation.timeline.play(id, start, monday);
    for (const [i, value] of means(simulation).entries()) {
      expect(value / (usual[i] ?? Number.NaN)).toBeCloseTo(1, 2);
    }
  });
});

describe('the timeline', () => {
  const play = (id: string, atMs: number, nextMs = monday) => {
    const simulation = simulationOf();
    simulation.timeline.play('broker_loss', start, monday);
    return simulation.timeline.play(id, atMs, nextMs);
  };

  test.each([
    ['an unknown story', 'meteor', start, monday, 'there is no story meteor: choose broker_loss'],
    [
      'a story that is still running',
      'broker_loss',
      start + minute,
      monday,
      'broker_loss runs until 2026-01-05T10:25',
    ],
    ['a second story that takes brokers', 'maintenance', start - minute, monday, 'broker_loss runs until'],
    [
      'a time that has been read',
      'lost_traffic',
      start,
      start + minute,
      'which has been read already: start it at',
    ],
    ['a time that is none', 'lost_traffic', Number.NaN, monday, 'the time NaN is none'],
  ])('refuses %s', (_, id, atMs, nextMs, reason) => {
    expect(play(id, atMs, nextMs)).toEqual({ kind: 'refused', reason: expect.stringContaining(reason) });
  });

  test('takes the same story again once it is over, and stories of other parts beside it', () => {
    expect(play('broker_loss', start + 25 * minute).kind).toBe('started');
    expect(play('lost_traffic', start).kind).toBe('started');
  });

  test.each([
    ['broker_loss', { brokers: 1 }, 'one broker'],
    ['consumer_stall', { groups: [] }, 'no consumer group'],
    ['hot_partition', { groups: [] }, 'no topic that a group reads has 8 partitions'],
  ])('refuses %s where the cluster has not what it takes', (id, changes, reason) => {
    const { timeline } = simulationOf(changes);
    expect(timeline.play(id, start, monday)).toEqual({
      kind: 'refused',
      reason: expect.stringContaining(reason),
    });
  });
});
