import { planCapacity } from '../../../lib/domain/capacity/plan.ts';
import type { CapacityPlan, PlanInput, PlanOptions } from '../../../lib/domain/capacity/plan-types.ts';
import {
  bytesIn,
  cluster,
  day,
  firstDays,
  highestOf,
  hour,
  onBrokers,
  t0,
  traffic,
  yearlyCampaigns,
} from './given.ts';

const quick = { paths: 60 };
const now = (days: number) => t0 + days * day;

function planned(input: PlanInput, options: PlanOptions = {}): CapacityPlan {
  const result = planCapacity(input, { ...quick, ...options });
  if (result.kind !== 'plan') throw new Error(`got ${result.kind}: ${result.reason}`);
  return result;
}

const peakOf = ({ ingestion }: CapacityPlan) =>
  ingestion.scenarios[0]?.peak ?? { lower: 0, middle: 0, upper: 0 };
const year = traffic();
const plain = { cluster, samples: [bytesIn(year)], nowMs: now(365) };
const usual = planned(plain);

test('of a year with a week, growth and four campaigns the next quarter peaks within 10 %, and nearly always within the interval', () => {
  const inside = [1, 2, 3].filter((seed) => {
    const growth = 0.2 + 0.15 * seed;
    const all = traffic({ seed, days: 455, growth, noise: 0.02, campaigns: yearlyCampaigns });
    const input = { cluster, samples: [bytesIn(firstDays(all, 365))], nowMs: now(365) };
    const { lower, middle, upper } = peakOf(planned(input, { campaigns: yearlyCampaigns, paths: 100 }));
    const truth = highestOf(all, 365, 455);
    expect(Math.abs(middle / truth - 1)).toBeLessThan(0.1);
    return truth > lower && truth < upper;
  });
  expect(inside.length).toBeGreaterThanOrEqual(2);
});

test('campaigns are measured within their interval, and scenarios differ by them and by growth', () => {
  const all = traffic({ campaigns: yearlyCampaigns });
  const plan = planned({ ...plain, samples: [bytesIn(all)] }, { campaigns: yearlyCampaigns });
  const past = plan.ingestion.campaigns.filter(({ isPast }) => isPast);
  expect(past).toHaveLength(4);
  for (const { lift, plusMinus } of past) expect(Math.abs(lift - 0.33)).toBeLessThan(1.5 * plusMinus);
  const of = (id: string) => plan.ingestion.scenarios.find((one) => one.id === id)?.peak.middle ?? Number.NaN;
  expect(of('no_campaigns')).toBeLessThan(0.9 * of('expected'));
  expect(of('less_growth')).toBeLessThan(of('expected'));
  expect(of('more_growth')).toBeGreaterThan(of('expected'));
});

test('the size holds the upper peak, costs what is said, and stands beside that of today', () => {
  const { sizing, ingestion } = usual;
  expect(sizing.demand.ingressPeak).toBe(ingestion.scenarios[0]?.peak.upper);
  expect(sizing.best).toMatchObject({ type: 'kafka.m7g.large', brokers: 3, holds: true });
  expect(sizing.today).toMatchObject({ type: 'kafka.m7g.large', brokers: 3, storageGib: 1000 });
  expect(sizing.today?.usdPerMonth).toBeCloseTo(3 * 720 * 0.204 + 300, 6);
});

test('a cluster that is too small is told so, with the day on which its throughput ends', () => {
  const busy = { ...plain, samples: [bytesIn(traffic({ growth: 1, meanBytes: 1.35e7 }))] };
  const { limits, sizing } = planned(busy);
  const volume = limits.find(({ id }) => id === 'storage_throughput');
  expect(sizing.today?.holds).toBe(false);
  expect(sizing.best?.usdPerMonth).toBeGreaterThan(sizing.today?.usdPerMonth ?? 0);
  expect((volume?.reach.likelyMs ?? 0) / day).toBeGreaterThan(5);
  expect((volume?.reach.likelyMs ?? 0) / day).toBeLessThan(80);
  expect(volume?.reach.earliestMs).toBeLessThan(volume?.reach.likelyMs ?? 0);
});

test('disk, partitions, processors and connections are judged where they are measured and limited', () => {
  const timesMs = year.timesMs.subarray(200 * 24);
  const series = (signal: string, value: (i: number) => number) =>
    bytesIn({ timesMs, values: timesMs.map((_, i) => value(i)) }, '1', signal);
  const samples = [
    ...plain.samples,
    series('disk_used', (i) => 50 + (25 * i) / timesMs.length),
    series('partition_count', () => 900),
    series('cpu_user', () => 20),
    series('cpu_system', () => 10),
    series('client_connections', () => 1500),
  ];
  const { limits } = planned({ ...plain, cluster: { ...cluster, iamAuth: true }, samples });
  const of = (id: string) => limits.find((one) => one.id === id);
  expect(of('disk')).toMatchObject({ limit: 85, now: expect.closeTo(75, 0) });
  // A quarter of its space in 165 days: 10 % more take 66.
  expect((of('disk')?.reach.likelyMs ?? 0) / day).toBeGreaterThan(45);
  expect((of('disk')?.reach.likelyMs ?? 0) / day).toBeLessThan(85);
  expect(of('partitions')).toMatchObject({ limit: 1000, now: 900 });
  expect(of('connections')).toMatchObject({ limit: 3000, now: 1500 });
  expect(of('cpu')).toMatchObject({ limit: 60, now: 30 });
});

test('a limit that the last week has met is reached now', () => {
  const hot = bytesIn({ timesMs: year.timesMs, values: year.timesMs.map(() => 71) }, '1', 'cpu_user');
  const { limits } = planned({ ...plain, samples: [...plain.samples, hot] }, { horizonDays: 14 });
  expect(limits.find(({ id }) => id === 'cpu')?.reach).toMatchObject({
    earliestMs: 0,
    likelyMs: 0,
    chance: 1,
  });
});

test('after a jump the size is for the new level, and a note says so', () => {
  const jumped = year.values.map((value, i) => (i >= 345 * 24 ? 2 * value : value));
  const plan = planned({ ...plain, samples: [bytesIn({ timesMs: year.timesMs, values: jumped })] });
  expect(peakOf(plan).middle / peakOf(usual).middle).toBeCloseTo(2, 0);
  expect(plan.notes.join('\n')).toMatch(/the level rose by (9|10)\d % on 2026-07-15 and stayed/);
});

test('gaps, a change of resolution and outages are told', () => {
  const keep = (i: number) => !(i > 2400 && i < 2600) && (i < 5000 || i % 2 === 0);
  const at = Array.from(year.timesMs.keys()).filter(keep);
  const samples = [
    bytesIn({
      timesMs: Float64Array.from(at, (i) => year.timesMs[i] ?? 0),
      values: Float64Array.from(at, (i) => (i >= 3600 && i < 3648 ? 0 : (year.values[i] ?? 0))),
    }),
  ];
  const notes = planned({ ...plain, samples }).notes.join('\n');
  expect(notes).toMatch(/days without any point/);
  expect(notes).toMatch(/2 days on which nothing came in: taken for outages/);
});

test('5 minutes and then hours are the same traffic as hours', () => {
  const fine = Array.from({ length: 60 * 288 }, (_, i) => t0 + i * 300_000);
  const timesMs = Float64Array.from([...fine, ...year.timesMs.subarray(60 * 24)]);
  const values = timesMs.map((timeMs) => year.values[Math.floor((timeMs - t0) / hour)] ?? 0);
  const mixed = planned({ ...plain, samples: [bytesIn({ timesMs, values })] });
  expect(peakOf(mixed).middle).toBeCloseTo(peakOf(usual).middle, -3);
  expect(mixed.notes.join()).toContain('points are 5 min and 1 h apart');
});

test('daily values are planned with a factor for the highest hour, and a note', () => {
  const timesMs = Float64Array.from({ length: 365 }, (_, i) => t0 + i * day);
  const daily = [bytesIn({ timesMs, values: timesMs.map(() => 1e6) })];
  const plan = planned({ ...plain, samples: daily }, { peakFactor: 3, horizonDays: 30 });
  expect(peakOf(plan).middle / 3e6).toBeCloseTo(1, 1);
  expect(plan.notes.join()).toContain("taken to be 3 times the day's mean");
});

test('refuses a quarter from a week, and says how much is needed and what would do', () => {
  const week = { ...plain, samples: onBrokers(firstDays(year, 7)), nowMs: now(7) };
  expect(planCapacity(week, quick)).toEqual({
    kind: 'too_short',
    got: 7,
    needed: 30,
    reason:
      '7 whole days of history are too few for 90 days ahead: 30 are needed, and 180 for growth to be known well; wait, or ask for 21 days ahead or fewer',
  });
  expect(planned(week, { horizonDays: 21 }).notes.join()).toContain('intervals are wide by assumption');
});

test('a past that ended days ago is planned from its end, and a note says so', () => {
  const { notes, ingestion } = planned({ ...plain, nowMs: now(375) }, { horizonDays: 14 });
  expect(notes.join()).toContain('nothing is known of the last 10 days');
  expect(ingestion.peak.startMs).toBe(now(365));
});

test('a day that is not over counts for nothing', () => {
  const plan = planned({
    ...plain,
    samples: onBrokers({ timesMs: year.timesMs.subarray(0, -20), values: year.values.subarray(0, -20) }),
    nowMs: now(365) - 20 * hour,
  });
  expect(plan.history.days).toBe(364);
});

test('a cluster without traffic needs the least there is, and a note says so', () => {
  const values = new Float64Array(year.values.length);
  const plan = planned({ ...plain, samples: [bytesIn({ timesMs: year.timesMs, values })] });
  expect(peakOf(plan)).toEqual({ lower: 0, middle: 0, upper: 0 });
  expect(plan.sizing.best).toMatchObject({ brokers: 3, type: 'kafka.m7g.large' });
  expect(plan.notes[0]).toContain('nothing came in on any of the 365 days');
});

test('refuses a cluster of which nothing says what comes in', () => {
  expect(planCapacity({ ...plain, samples: [] }, quick)).toMatchObject({ kind: 'no_ingestion' });
  const disk = [bytesIn(year, '1', 'disk_used')];
  expect(planCapacity({ ...plain, samples: disk }, quick)).toMatchObject({ kind: 'no_ingestion' });
});

test('a broker that joined late is not missing before, and one that stops reporting is stood for', () => {
  const [one, two] = onBrokers(year);
  if (one === undefined || two === undefined) throw new Error('no brokers');
  const late = { ...two, timesMs: two.timesMs.subarray(24 * 100), values: two.values.subarray(24 * 100) };
  const { past } = planned({ ...plain, samples: [one, late] }, { horizonDays: 14 }).ingestion;
  const [before = 0, after = 0] = [past.mean.values[98], past.mean.values[105]];
  expect(after / before).toBeCloseTo(2, 0);
});
