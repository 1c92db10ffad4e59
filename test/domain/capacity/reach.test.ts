import { fastReach, reachOf } from '../../../lib/domain/capacity/reach.ts';
import { createRandom } from '../../../lib/domain/numerics/seeded-random.ts';
import { day, hour, t0 } from './given.ts';

const rising = (slope: number) => new Float64Array(60).map((_, h) => 50 + slope * (h + 1));
const input = { limit: 85, startMs: t0, nowMs: t0, hour: 0, horizon: 30, level: 0.9 };

test('the fastest, the middle and the slowest futures say when, and how many of them do', () => {
  const paths = Array.from({ length: 100 }, (_, i) => rising(0.5 + i / 20));
  const reach = reachOf({ ...input, paths });
  expect(reach.earliestMs).toBeLessThan(reach.likelyMs ?? 0);
  expect(reach.likelyMs).toBe(11 * day);
  expect(reach.latestMs).toBeGreaterThan(reach.likelyMs ?? 0);
  expect(reach.chance).toBe(0.86);
});

test('what few futures reach has no likely time', () => {
  const paths = Array.from({ length: 100 }, (_, i) => rising(i < 8 ? 2 : 0));
  expect(reachOf({ ...input, paths })).toEqual({ earliestMs: 17 * day, chance: 0.08, isFast: false });
});

test('the hour of the day counts, and what is over already is now', () => {
  const paths = [new Float64Array(60).fill(90)];
  expect(reachOf({ ...input, paths, hour: 19, nowMs: t0 + hour }).likelyMs).toBe(18 * hour);
  expect(reachOf({ ...input, paths, hour: 3, nowMs: t0 + 20 * hour }).likelyMs).toBe(0);
});

test('a disk that fills within days is seen by its last two days', () => {
  const random = createRandom(1);
  const values = new Float64Array(48).map((_, i) => 50 + 0.5 * i + 0.2 * random());
  const reach = fastReach(values, 85);
  expect((reach?.likelyMs ?? 0) / hour).toBeCloseTo((85 - 73.6) / 0.5, 0);
  expect(reach?.earliestMs).toBeLessThan(reach?.likelyMs ?? 0);
  expect(reach?.isFast).toBe(true);
});

test.each([
  ['a daily swing', (i: number) => 50 + 5 * Math.sin((2 * Math.PI * i) / 24)],
  ['a fall', (i: number) => 80 - i],
  ['a rise that takes a month', (i: number) => 50 + 0.03 * i],
  ['gaps alone', () => Number.NaN],
])('%s is no fast rise', (_, value) => {
  expect(
    fastReach(
      new Float64Array(48).map((__, i) => value(i)),
      85,
    ),
  ).toBeUndefined();
});
