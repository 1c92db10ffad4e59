import { createSimulation } from '../../../lib/domain/simulation/index.ts';
import { growth } from '../../../lib/domain/simulation/rhythm.ts';
import { column, columnsOf, day, hour, mean, minute, monday, simulationOf, specOf } from './given.ts';

const all = (simulation: ReturnType<typeof simulationOf>, fromMs: number, toMs: number) =>
  simulation.columns(
    simulation.series.map((_, i) => i),
    fromMs,
    toMs,
  );

test('the same seed, start and stories give the same numbers', () => {
  const [one, two] = [simulationOf({ seed: 5 }), simulationOf({ seed: 5 })];
  for (const simulation of [one, two]) simulation.timeline.play('broker_loss', monday + hour, monday);
  const read = (simulation: typeof one) => all(simulation, monday, monday + 3 * hour).map(String);
  expect(read(one)).toEqual(read(two));
});

test('another seed gives other numbers', () => {
  const read = (seed: number) =>
    column(simulationOf({ seed }), 'bytes_in', ['broker=1'], monday, monday + hour);
  expect(read(5)).not.toEqual(read(6));
});

test('values do not depend on the windows in which they are read, nor on their order', () => {
  const whole = simulationOf();
  const parts = simulationOf();
  for (const simulation of [whole, parts]) {
    simulation.timeline.play('consumer_stall', monday + 4 * hour, monday);
    simulation.timeline.play('maintenance', monday + 26 * hour, monday);
  }
  const expected = all(whole, monday, monday + 33 * hour);
  const order = [27, 3, 32, 4, 26, 0, 5, 31];
  for (const at of order) {
    const fromMs = monday + at * hour;
    const from = at * 60;
    const got = all(parts, fromMs, fromMs + hour);
    expect(got.map(String)).toEqual(expected.map((values) => String(values.slice(from, from + 60))));
  }
});

test('a window over old and new steps is the same as its two halves', () => {
  const [one, two] = [simulationOf(), simulationOf()];
  all(one, monday, monday + day);
  const across = column(one, 'lag_sum', ['group=fraud'], monday + 6 * hour, monday + day + hour);
  expect(across).toEqual(column(two, 'lag_sum', ['group=fraud'], monday + 6 * hour, monday + day + hour));
});

test('there is nothing before the start, and steps in between times are those after them', () => {
  const before = column(simulationOf(), 'bytes_in', ['broker=1'], monday - 2 * minute, monday + minute);
  expect([...before].map(Number.isNaN)).toEqual([true, true, false]);
  const from = monday + 90_000;
  expect(column(simulationOf(), 'bytes_in', ['broker=1'], from, from + minute)).toEqual(
    column(simulationOf(), 'bytes_in', ['broker=1'], monday + 2 * minute, monday + 3 * minute),
  );
});

test('a finer step keeps the same physics', () => {
  const fine = simulationOf({ stepMs: 10_000 });
  const coarse = simulationOf();
  const traffic = (simulation: typeof fine) =>
    mean(column(simulation, 'topic_bytes_in', ['topic=clicks'], monday + 2 * hour, monday + 5 * hour));
  expect(traffic(fine) / traffic(coarse)).toBeCloseTo(1, 1);
});

test('the default cluster has 100 to 140 series, each key once', () => {
  const keys = simulationOf().series.map((series) => series.key);
  expect(keys.length).toBeGreaterThanOrEqual(100);
  expect(keys.length).toBeLessThanOrEqual(140);
  expect(new Set(keys).size).toBe(keys.length);
});

test('traffic has a day and a week: noon above night, work days above Sunday', () => {
  const orders = column(
    simulationOf({ campaigns: 'none', stepMs: 5 * minute }),
    'topic_bytes_in',
    ['topic=orders'],
    monday,
    monday + 7 * day,
  );
  const at = (weekday: number, hourOfDay: number) => {
    const from = (weekday * 24 + hourOfDay) * 12;
    return mean(orders.slice(from, from + 12));
  };
  expect(at(1, 11)).toBeGreaterThan(3 * at(1, 2));
  expect(at(1, 11)).toBeGreaterThan(1.4 * at(6, 11));
});

test('traffic grows slowly and levels off at a quarter more', () => {
  const grown = [0, 56, 365, 3650].map((days) => growth(days * day));
  expect(grown[0]).toBe(1);
  expect(grown[1]).toBeGreaterThan(1.05);
  expect(grown[2]).toBeGreaterThan(grown[1] ?? 0);
  expect(grown[3]).toBeCloseTo(1.25, 6);
});

test('a campaign lifts traffic for its hours only', () => {
  const campaigns = { firstAfterDays: 2, everyDays: 10, startHour: 9, hours: 4, lift: 1.5 };
  const lifted = simulationOf({ campaigns, stepMs: 5 * minute });
  const plain = simulationOf({ campaigns: 'none', stepMs: 5 * minute });
  const read = (simulation: typeof plain, fromMs: number) =>
    mean(column(simulation, 'topic_bytes_in', ['topic=orders'], fromMs, fromMs + 2 * hour));
  const lift = (fromMs: number) => read(lifted, fromMs) / read(plain, fromMs);
  expect(lift(monday + 2 * day + 10 * hour)).toBeCloseTo(1.5, 2);
  expect(lift(monday + 2 * day + 14 * hour)).toBeCloseTo(1, 6);
  expect(lift(monday + day + 10 * hour)).toBeCloseTo(1, 6);
});

/** Published thresholds of MSK and the margin within which a healthy cluster stays. */
const healthy: readonly [signal: string, least: number, most: number][] = [
  ['disk_used', 0, 70],
  ['heap_after_gc', 0, 50],
  ['request_handler_idle', 0.5, 1],
  ['network_processor_idle', 0.5, 1],
  ['lag_seconds', 0, 60],
  ['lag_sum', 0, 20_000],
  ['lag_max', 0, 5000],
  ['under_replicated_partitions', 0, 0],
  ['under_min_isr_partitions', 0, 0],
  ['offline_partitions', 0, 0],
  ['active_controllers', 1, 1],
  ['brokers_online', 3, 3],
  ['partition_count', 1, 999],
  ['group_state', 0, 0],
];

test.each([1, 2])('with seed %i no published threshold is near in two weeks with a campaign', (seed) => {
  const simulation = simulationOf({ seed, stepMs: 5 * minute });
  const columns = all(simulation, monday, monday + 14 * day);
  const valuesOf = (signal: string) => columns.filter((_, i) => simulation.series[i]?.signal === signal);
  for (const [signal, least, most] of healthy) {
    for (const values of valuesOf(signal)) {
      expect([signal, Math.min(...values) >= least, Math.max(...values) <= most]).toEqual([
        signal,
        true,
        true,
      ]);
    }
  }
  const system = valuesOf('cpu_system');
  for (const [i, user] of valuesOf('cpu_user').entries()) {
    expect(Math.max(...user.map((value, at) => value + (system[i]?.[at] ?? 0)))).toBeLessThan(50);
  }
});

test('any number of brokers can be simulated, and the disks of each fill alike', () => {
  for (const brokers of [1, 2, 5]) {
    const simulation = simulationOf({ brokers });
    const fills = columnsOf(simulation, 'disk_used', [], monday, monday + minute).map(
      (values) => values[0] ?? 0,
    );
    expect(fills).toHaveLength(brokers);
    expect(Math.min(...fills)).toBeGreaterThan(20);
    expect(Math.max(...fills)).toBeLessThan(60);
  }
});

test('refuses a specification that cannot be simulated, with all that is wrong with it', () => {
  const wrong = specOf({
    brokers: 0,
    stepMs: 7,
    groups: [{ name: 'billing', topics: ['nowhere'], members: 0 }],
  });
  expect(() => createSimulation(wrong)).toThrow(RangeError);
  expect(() => createSimulation(wrong)).toThrow(
    [
      'brokers is 0: give a whole number from 1 to 60',
      'stepMs is 7: give a divisor of an hour from 10000 to 300000',
      'members of group billing is 0: give a whole number from 1 to 1000',
      'group billing reads topic nowhere: there are orders, clicks, payments, inventory, shipments, audit',
    ].join('\n'),
  );
});
