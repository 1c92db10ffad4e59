import { createSimulatorSource } from '../../../../lib/adapters/sources/simulator/index.ts';
import { ConfigError } from '../../../../lib/ports/errors.ts';
import { metricSourceContract } from '../../../contracts/metric-source.ts';

const minute = 60_000;
const hour = 60 * minute;
const startMs = Date.UTC(2026, 0, 5);

function sourceAt(nowMs: number) {
  const clock = { now: nowMs, nowMs: () => clock.now };
  return { source: createSimulatorSource({ startMs, clock }), clock };
}

metricSourceContract('simulator', async () => ({
  source: sourceAt(startMs + 6 * hour).source,
  fromMs: startMs + 5.5 * hour,
  toMs: startMs + 6 * hour,
}));

const one = (keys: string) => new Set([`${keys.replace('{', '{cluster=local/local/orders,')}`]);

test('nothing is told of the time after now, however far the request reaches', async () => {
  const { source, clock } = sourceAt(startMs + 10 * minute);
  const keys = one('bytes_in{broker=1}');
  const { samples } = await source.read({ fromMs: startMs, toMs: startMs + hour, keys });
  expect(samples[0]?.timesMs).toHaveLength(10);
  clock.now += 5 * minute;
  const more = await source.read({ fromMs: startMs + 10 * minute, toMs: clock.now, keys });
  expect(more.samples[0]?.timesMs).toHaveLength(5);
});

test.each([
  ['bytes_in{broker=1}', (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length],
  ['disk_used{broker=2}', (values: number[]) => Math.max(...values)],
  ['group_members{group=billing}', (values: number[]) => Math.min(...values)],
])('a coarser step of %s is rolled up as the catalogue says', async (key, roll) => {
  const { source } = sourceAt(startMs + 5 * hour);
  const range = { fromMs: startMs, toMs: startMs + 5 * hour, keys: one(key) };
  const fine = (await source.read(range)).samples[0];
  const coarse = (await source.read({ ...range, stepMs: hour })).samples[0];
  expect([...(coarse?.timesMs ?? [])]).toEqual([0, 1, 2, 3, 4].map((at) => startMs + at * hour));
  for (let at = 0; at < 5; at++) {
    const values = [...(fine?.values.slice(at * 60, at * 60 + 60) ?? [])];
    expect(coarse?.values[at]).toBeCloseTo(roll(values), 6);
  }
});

test('a coarse step is told once, whole, by the window in which it begins, and not before it is over', async () => {
  const { source } = sourceAt(startMs + 3 * hour + 30 * minute);
  const times = async (from: number, to: number) => {
    const request = { fromMs: startMs + from * minute, toMs: startMs + to * minute, stepMs: hour };
    return (await source.read({ ...request, keys: one('bytes_in{broker=1}') })).samples.flatMap(
      ({ timesMs }) => [...timesMs],
    );
  };
  expect(await times(0, 90)).toEqual([startMs, startMs + hour]);
  expect(await times(90, 210)).toEqual([startMs + 2 * hour]);
});

test('a story shows in what is read after it, and in the state that discovery tells', async () => {
  const { source, clock } = sourceAt(startMs + hour);
  await source.read({ fromMs: startMs, toMs: clock.now });
  expect(source.playStory('maintenance', clock.now - minute).kind).toBe('refused');
  expect(source.playStory('maintenance', clock.now).kind).toBe('started');
  clock.now += 15 * minute;
  const { clusters } = await source.discover(clock.now);
  expect(clusters[0]?.state).toBe('MAINTENANCE');
  const request = { fromMs: startMs + hour, toMs: clock.now, keys: one('bytes_in{broker=1}') };
  expect((await source.read(request)).samples[0]?.timesMs).toHaveLength(7);
});

test('a series that is absent in the whole window has no entry', async () => {
  const { source, clock } = sourceAt(startMs + hour);
  source.playStory('broker_loss', clock.now);
  clock.now += 10 * minute;
  const { samples } = await source.read({ fromMs: startMs + hour, toMs: clock.now });
  const brokers = new Set(samples.map(({ series }) => series.entity.broker));
  expect(brokers).toEqual(new Set([undefined, '1', '3']));
});

test('every story has an id and a title', () => {
  const ids = sourceAt(startMs)
    .source.stories()
    .map(({ id }) => id);
  expect(ids).toEqual([
    'broker_loss',
    'disk_filling',
    'consumer_stall',
    'rebalance_storm',
    'hot_partition',
    'lost_traffic',
    'maintenance',
  ]);
});

test('refuses options that cannot be simulated, with each problem in its line', () => {
  const make = () =>
    createSimulatorSource({ startMs, clock: { nowMs: () => startMs }, brokers: 0, topics: [], groups: [] });
  expect(make).toThrow(ConfigError);
  expect(make).toThrow(
    'simulator: brokers is 0: give a whole number from 1 to 60\nsimulator: topics is empty',
  );
});
