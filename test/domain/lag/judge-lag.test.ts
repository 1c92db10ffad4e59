import { judgeLag } from '../../../lib/domain/lag/judge-lag.ts';
import type { GroupLag, LagState } from '../../../lib/domain/lag/lag-state.ts';
import {
  type Consumer,
  cloudwatch,
  type Kind,
  kafka,
  minute,
  type Seen,
  t0,
  watch,
  windowOf,
} from './consumer.ts';

const allowed = { messages: 1000, seconds: 60 };
const hours = (count: number) => count * 60;

function judgedAs(seen: Seen, kinds: readonly Kind[] = cloudwatch, members?: number): GroupLag {
  const found = judgeLag(windowOf(seen, kinds), allowed, members);
  if (found === undefined) throw new Error('nothing is said of the group');
  return found;
}
const judged = (consumer: Consumer, kinds?: readonly Kind[], members?: number) =>
  judgedAs(watch(consumer), kinds, members);

/** Nothing is read in the last minutes. */
const stopping = (lasted: number, minutes = hours(3)): Consumer => ({
  minutes,
  read: (now) => (now >= minutes - lasted ? 0 : 5000),
});

type Case = readonly [what: string, state: LagState, consumer: Consumer];

/** These are told apart by lag alone. */
const byLagAlone: readonly Case[] = [
  ['reads all that arrives', 'ok', { minutes: hours(3) }],
  ['never gets any message', 'ok', { minutes: hours(6), arrive: () => 0 }],
  [
    'leaves a marker unread for ever',
    'ok',
    { minutes: hours(3), arrive: (now) => (now === 0 ? 1 : 0), read: () => 0 },
  ],
  ['pauses for nine minutes', 'ok', stopping(9)],
  [
    'catches up after a pause',
    'ok',
    { minutes: hours(3), read: (now) => (now >= 120 && now < 150 ? 0 : 1300) },
  ],
  ['reads once an hour', 'ok', { minutes: hours(6), read: (now) => (now % 60 < 5 ? 40_000 : 0) }],
  [
    'reads once an hour, and never all',
    'ok',
    {
      minutes: hours(6),
      arrive: (now) => (now === 0 ? 30_000 : 1000),
      read: (now) => (now % 60 < 5 ? 12_000 : 0),
    },
  ],
  [
    'keeps a lag that does not grow',
    'ok',
    { minutes: hours(3), arrive: (now) => (now === 0 ? 9000 : 1000), read: (now) => (now === 0 ? 0 : 1000) },
  ],
  [
    'has begun to catch up after it read too slowly for an hour',
    'ok',
    { minutes: hours(3), read: (now) => (now < 100 ? 5000 : now < 177 ? 800 : 1200) },
  ],
  [
    'reads more slowly than messages arrive',
    'behind',
    { minutes: hours(3), read: (now) => (now >= 120 ? 800 : 5000) },
  ],
];

describe.each([
  ['lag alone', ['lag']],
  ['lag and its age', ['lag', 'worst', 'seconds']],
  ['lag and what arrives', ['lag', 'arriving']],
  ['all that CloudWatch tells', cloudwatch],
  ['all that Kafka tells', kafka],
] as readonly (readonly [string, readonly Kind[]])[])('by %s', (_, kinds) => {
  test.each(byLagAlone)('a group that %s is %p', (__, state, consumer) => {
    expect(judged(consumer, kinds).state).toBe(state);
  });
});

describe.each([
  ['lag and its age', ['lag', 'worst', 'seconds']],
  ['lag and what arrives', ['lag', 'arriving']],
  ['all that CloudWatch tells', cloudwatch],
  ['all that Kafka tells', kafka],
] as readonly (readonly [string, readonly Kind[]])[])('by %s', (_, kinds) => {
  test('a group that reads nothing has stopped, since its messages are older than is allowed', () => {
    expect(judged(stopping(15), kinds)).toMatchObject({
      state: 'stopped',
      sinceMs: t0 - 14 * minute,
      messages: 15 * 6000,
      isWaiting: true,
    });
  });

  test('a group with an idle topic and unread messages has stopped', () => {
    const idle = { minutes: hours(3), arrive: (now: number) => (now === 30 ? 2000 : 0), read: () => 0 };
    expect(judged(idle, kinds)).toMatchObject({ state: 'stopped', messages: 12_000 });
  });

  test('a group that has gone back to what it had read has rewound, until that is made good', () => {
    const back = (at: number, speed: number): Consumer => ({
      minutes: hours(3),
      back: (now) => (now === at ? 60_000 : 0),
      read: (now) => (now >= at ? speed : 5000),
    });
    const found = judged(back(170, 1500), kinds);
    expect(found).toMatchObject({ state: 'rewound', sinceMs: t0 - 10 * minute });
    expect(found.rewoundBy).toBeGreaterThan(300_000);
    expect(judged(back(120, 5000), kinds).state).toBe('ok');
  });
});

describe('whether the members are there', () => {
  test.each([
    [6, 'stalled'],
    [0, 'stopped'],
    [undefined, 'stopped'],
  ])('a group of %p members that reads nothing has %s', (members, state) => {
    expect(judged(stopping(15), cloudwatch, members).state).toBe(state);
  });
});

describe('a part of the partitions', () => {
  const stuck: Consumer = {
    minutes: hours(3),
    read: (now, partition) => (partition === 2 && now >= 160 ? 0 : 5000),
    inFlight: 0.02,
  };
  const hot: Consumer = {
    minutes: hours(3),
    arrive: (now, partition) => (partition === 2 && now >= 150 ? 40_000 : 600),
    read: () => 1500,
  };

  test.each([
    ['the age', ['lag', 'worst', 'seconds']],
    ['all that CloudWatch tells', cloudwatch],
    ['all that Kafka tells', kafka],
  ] as readonly (readonly [string, readonly Kind[]])[])(
    'one that is not read is stalled, by %s',
    (_, kinds) => {
      const found = judged(stuck, kinds, 6);
      expect(found).toMatchObject({ state: 'stalled', isPartial: true, sinceMs: t0 - 20 * minute });
      expect(found.worstShare).toBeGreaterThan(0.8);
    },
  );

  test.each([
    ['all that CloudWatch tells', cloudwatch],
    ['all that Kafka tells', kafka],
  ])('one that gets too much is hot and not stuck, by %s', (_, kinds) => {
    expect(judged(hot, kinds, 6)).toMatchObject({ state: 'behind', isPartial: true });
  });

  test('one whose lag grows by less than half of what arrives, but far more than its share, is hot', () => {
    const wide: Consumer = {
      minutes: hours(3),
      partitions: 24,
      arrive: (now, partition) => (partition === 2 && now >= 150 ? 10_000 : 600),
      read: () => 700,
      inFlight: 0.02,
    };
    expect(judged(wide)).toMatchObject({ state: 'behind', isPartial: true });
    const few = {
      ...wide,
      read: (now: number, partition: number) => (partition === 2 && now >= 150 ? 0 : 9000),
    };
    const usual = {
      ...few,
      arrive: (_: number, partition: number) => (partition === 2 ? 10_000 : 600),
      inFlight: 0.1,
    };
    expect(judged(usual)).toMatchObject({ state: 'stalled', isPartial: true });
  });
});

describe('going back', () => {
  const seen = (lag: readonly number[]): Seen => {
    const all = [...Array(100).fill(900), ...lag];
    return { lag: all, worst: [], seconds: [], arriving: all.map(() => 1), reading: [], rewound: [] };
  };
  const kinds: readonly Kind[] = ['lag', 'arriving'];

  test('is told once a second point has confirmed it', () => {
    expect(judgedAs(seen([900, 5000]), kinds).state).toBe('ok');
    expect(judgedAs(seen([900, 5000, 5000]), kinds)).toMatchObject({ state: 'rewound', rewoundBy: 3920 });
  });

  test('is told though it happened while no lag was told', () => {
    const gap = Array(40).fill(Number.NaN);
    expect(judgedAs(seen([...gap, 9000, 9000]), kinds)).toMatchObject({
      state: 'rewound',
      sinceMs: t0 - 42 * minute,
    });
    // Forty minutes in which nothing was read, and 2,460 messages came.
    expect(judgedAs(seen([...gap, 3300, 3300]), kinds).state).not.toBe('rewound');
  });

  test('is made good by as little as is allowed, even where there always was some lag', () => {
    expect(judgedAs(seen([100, 1600, 900, 900, 1100]), kinds).state).toBe('ok');
    expect(judgedAs(seen([100, 1600, 1500, 1500, 1400]), kinds).state).toBe('rewound');
  });
});

describe('what is allowed', () => {
  test.each([
    ['fewer messages', { messages: 100_000, seconds: 60 }],
    ['younger messages', { messages: 1000, seconds: 3600 }],
  ])('%s than that are no trouble', (_, more) => {
    expect(judgeLag(windowOf(watch(stopping(15))), more)).toMatchObject({ state: 'ok', isWaiting: false });
  });
});

describe('numbers', () => {
  test('tell what arrives, what is read, and when all will be', () => {
    const catching: Consumer = { minutes: hours(3), read: (now) => (now >= 140 && now < 150 ? 0 : 1200) };
    const found = judged(catching);
    expect(found).toMatchObject({ state: 'ok', isWaiting: true });
    expect(found.arriving).toBeCloseTo(100, 6);
    expect(found.reading).toBeCloseTo(120, 6);
    // 60,000 were unread and 20 a second have been made good for half an hour.
    expect(found.messages).toBe(60_000 - 30 * 60 * 20);
    expect(found.catchUpSeconds).toBeCloseTo(found.messages / 20, 6);
  });

  test('tell the time to catch up since lag has begun to fall', () => {
    const found = judged({ minutes: hours(3), read: (now) => (now >= 140 && now < 176 ? 0 : 2000) });
    expect(found.state).toBe('ok');
    expect(found.catchUpSeconds).toBeCloseTo(found.messages / 100, 6);
  });

  test('tell no time to catch up when lag grows', () => {
    expect(judged(stopping(15)).catchUpSeconds).toBeUndefined();
  });

  test('estimate the age by what arrives where no source tells it', () => {
    const found = judged(stopping(15), ['lag', 'arriving']);
    expect(found.seconds).toBeCloseTo(15 * 60, 6);
  });
});

test('what retention takes from a group that reads nothing is no reading where commits are told', () => {
  const seen = watch(stopping(120));
  // Every eight minutes the oldest messages go, more than have arrived since.
  const cut = {
    ...seen,
    lag: seen.lag.map((one, i) => one - 50_000 * Math.max(0, Math.floor((i - 100) / 8))),
  };
  expect(judgedAs(cut, kafka).state).toBe('stopped');
});

describe('bad input', () => {
  const stopped = watch(stopping(20));
  const holes = (every: number, values: readonly number[]) =>
    values.map((v, i) => (i % every === 0 ? Number.NaN : v));
  const punched = (every: number): Seen => ({
    ...stopped,
    lag: holes(every, stopped.lag),
    seconds: holes(every + 1, stopped.seconds),
    arriving: holes(every + 2, stopped.arriving),
  });

  test.each([2, 3, 7])('a gap in every %pth minute hides no stop', (every) => {
    expect(judgedAs(punched(every)).state).toBe('stopped');
  });

  test('a long gap is no reading and no rewind', () => {
    const gap = (from: number, to: number, values: readonly number[]) =>
      values.map((v, i) => (i >= from && i < to ? Number.NaN : v));
    const steady = watch({
      minutes: hours(3),
      read: (now) => (now < 100 ? 5000 : 1000),
      arrive: (now) => (now === 99 ? 9000 : 1000),
    });
    const blind = { ...steady, lag: gap(60, 150, steady.lag), arriving: gap(60, 150, steady.arriving) };
    expect(judgedAs(blind).state).toBe('ok');
  });

  test('mostly missing points prove no stop', () => {
    const lag = stopped.lag.map((v, i) => (i < 160 || i > 177 ? v : Number.NaN));
    expect(judgedAs({ ...stopped, lag }).state).toBe('ok');
  });

  test.each([
    ['one point', 1],
    ['two points', 2],
  ])('of a group with %s nothing is said yet', (_, minutes) => {
    const window = windowOf(watch({ minutes, read: () => 0 }));
    expect(judgeLag(window, allowed)).toBeUndefined();
  });

  test('a group that begins today with all of its topic unread is well while it reads', () => {
    const begins: Consumer = { minutes: 25, arrive: (now) => (now === 0 ? 900_000 : 1000), read: () => 4000 };
    expect(judged(begins)).toMatchObject({ state: 'ok', isWaiting: true });
    expect(judged({ ...begins, read: () => 0 }).state).toBe('stopped');
  });

  test('a topic made anew, whose lag falls to nothing, is no trouble', () => {
    const lag = stopped.lag.map((v, i) => (i >= 175 ? 0 : v));
    expect(judgedAs({ ...stopped, lag, worst: lag, seconds: lag }).state).toBe('ok');
  });

  test('a burst counted in the minute before is no rewind', () => {
    const burst = watch({ minutes: hours(2), arrive: (now) => (now === 110 ? 50_000 : 1000) });
    const arriving = [...burst.arriving.slice(1), 100];
    expect(judgedAs({ ...burst, arriving }, ['lag', 'arriving']).state).toBe('ok');
  });

  test.each([1e-3, 1, 1e3, 1e6])('it is the same at %p times the traffic', (scale) => {
    const seen = watch(stopping(15));
    const scaled = (values: readonly number[]) => values.map((v) => v * scale);
    const window = windowOf({
      ...seen,
      lag: scaled(seen.lag),
      worst: scaled(seen.worst),
      arriving: scaled(seen.arriving),
    });
    expect(judgeLag(window, { messages: 1000 * scale, seconds: 60 })?.state).toBe('stopped');
  });

  test('a topic of one partition is no skewed one', () => {
    const found = judged({ ...stopping(15), partitions: 1 }, ['lag', 'worst', 'seconds']);
    expect(found.state).toBe('stopped');
    expect(found).not.toHaveProperty('worstShare');
    expect(found).not.toHaveProperty('isPartial');
  });
});
