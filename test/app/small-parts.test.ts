import { createSteppedClock } from '../../app/clocks.ts';
import { parseDuration, parseWhole } from '../../app/durations.ts';
import { mergeClusters } from '../../app/merge-clusters.ts';
import { createMessageQueue } from '../../app/message-queue.ts';
import { createSteppedPace, createWallPace } from '../../app/pace.ts';
import { createProblemCounter } from '../../app/problem-counter.ts';
import { readSecret } from '../../app/secrets.ts';
import type { Cluster } from '../../lib/domain/cluster.ts';

describe('durations', () => {
  test.each([
    ['500ms', 500],
    ['2s', 2000],
    ['1.5m', 90_000],
    ['12h', 43_200_000],
    ['14d', 1_209_600_000],
  ])('%s is %d ms', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  test.each(['', '5', 's', '-1s', '0s', '1y', '1 s x'])('refuses %j and says what works', (text) => {
    expect(() => parseDuration(text)).toThrow(/give a number with ms, s, m, h or d, like 30s/);
  });

  test.each(['-1', '1.5', 'x', '65536', ' '])('refuses %j as a port', (text) => {
    expect(() => parseWhole(0, 65_535)(text)).toThrow(/give a whole number from 0 to 65535/);
  });
});

describe('clusters of several sources', () => {
  const base: Cluster = {
    id: 'local/local/kafka',
    name: 'kafka',
    account: 'local',
    region: 'local',
    type: 'self_managed',
    brokerIds: ['2'],
  };

  test('are one where their ids are, with the brokers and facts of all', () => {
    const known = { ...base, brokerIds: ['1', '2'], retentionSeconds: 60 };
    expect(mergeClusters([base, known, { ...base, id: 'a/r/b' }])).toEqual([
      { ...base, brokerIds: ['1', '2'], retentionSeconds: 60 },
      { ...base, id: 'a/r/b' },
    ]);
  });
});

describe('the stepped clock', () => {
  test('goes forward and refuses to go back', () => {
    const clock = createSteppedClock(10);
    clock.advanceTo(20);
    expect(clock.nowMs()).toBe(20);
    expect(() => clock.advanceTo(19)).toThrow(RangeError);
  });
});

describe('the pace', () => {
  const fast = { mode: 'simulation', startMs: 0, stepMs: 1000, speed: 1e9 } as const;

  test('moves the clock a step a cycle', async () => {
    const pace = createSteppedPace(fast);
    expect(await pace.next()).toBe(true);
    expect(await pace.next()).toBe(true);
    expect(pace.clock.nowMs()).toBe(2000);
  });

  test('stands still while paused and goes on when resumed', async () => {
    const pace = createSteppedPace(fast);
    pace.pause();
    let isDone = false;
    const next = pace.next().then((goesOn) => {
      isDone = true;
      return goesOn;
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(isDone).toBe(false);
    pace.resume();
    expect(await next).toBe(true);
  });

  test('stops for good at its end, and when told to', async () => {
    const pace = createSteppedPace({ ...fast, endMs: 1000 });
    expect(await pace.next()).toBe(true);
    const last = pace.next();
    pace.stop();
    expect(await last).toBe(false);
    expect(pace.clock.nowMs()).toBe(1000);
  });

  test('on the wall clock the first cycle starts at once and a stop ends the wait', async () => {
    const pace = createWallPace(3_600_000);
    expect(await pace.next()).toBe(true);
    const second = pace.next();
    pace.stop();
    expect(await second).toBe(false);
  });
});

describe('problems', () => {
  const problem = (where: string, count = 1) => ({ kind: 'malformed', where, message: 'bad line', count });

  test('are counted by kind and place, and told once', () => {
    const counter = createProblemCounter();
    expect(counter.add([problem('a'), problem('b', 5)])).toHaveLength(2);
    expect(counter.add([problem('a', 3)])).toEqual([]);
    expect(counter.list()).toEqual([problem('b', 5), problem('a', 4)]);
  });

  test('of too many places are counted together and none is lost', () => {
    const counter = createProblemCounter();
    counter.add(Array.from({ length: 1000 }, (_, i) => problem(`line ${i}`)));
    const list = counter.list();
    expect(list.length).toBeLessThan(250);
    expect(list.reduce((sum, { count }) => sum + count, 0)).toBe(1000);
  });
});

test('messages stay in the queue until they are dealt with', async () => {
  const queue = createMessageQueue();
  const finding = {
    rule: 'disk_high',
    entity: { cluster: 'a/r/b', broker: '1' },
    status: 'firing',
    severity: 'warning',
    sinceMs: 0,
    atMs: 1,
    evidence: { words: 'full', values: { value: 90 } },
  } as const;
  await queue.notifier.publish([finding, { ...finding, atMs: 2 }]);
  expect(queue.waiting()).toHaveLength(2);
  queue.remove(1);
  expect(queue.waiting()).toHaveLength(1);
});

describe('secrets', () => {
  test('come from the environment by name', () => {
    process.env.TIDEWATCH_TEST_SECRET = 'x';
    expect(readSecret('TIDEWATCH_TEST_SECRET', '--key-env')).toBe('x');
    delete process.env.TIDEWATCH_TEST_SECRET;
  });

  test('refuses a variable that is not set, naming it and the option', () => {
    expect(() => readSecret('TIDEWATCH_NOT_SET', '--key-env')).toThrow(
      '--key-env TIDEWATCH_NOT_SET: the environment variable is not set',
    );
  });
});
