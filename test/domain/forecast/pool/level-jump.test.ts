import { pool } from '../../../../lib/domain/forecast/pool/index.ts';
import { atNewestLevel } from '../../../../lib/domain/forecast/pool/level-jump.ts';
import { createRandom } from '../../../../lib/domain/numerics/seeded-random.ts';

const random = createRandom(5);
const walk = Float64Array.from({ length: 120 }, () => random() - 0.5);
for (let t = 1; t < walk.length; t++) walk[t] = walk[t - 1]! + walk[t]!;
const calm = walk.map((value) => 400 + value);
/** A fifth of it from the hundredth value on. */
const fallen = calm.map((value, t) => (t < 100 ? value : value / 5));

test('a jump that stays is found, and what lies before is scaled to the new level', () => {
  const { values, jumps } = atNewestLevel(fallen);
  expect(jumps.map(({ at }) => at)).toEqual([100]);
  expect(jumps[0]!.before / jumps[0]!.after).toBeCloseTo(5, 1);
  for (const value of values) expect(Math.abs(value - 80)).toBeLessThan(2);
  expect(values.subarray(100)).toEqual(fallen.subarray(100));
});

test('values that are not all positive are shifted', () => {
  const low = fallen.map((value) => value - 300);
  const { values } = atNewestLevel(low);
  for (const value of values) expect(Math.abs(value + 220)).toBeLessThan(6);
});

test('an outage that is over is two jumps, and the past looks as if it had not been', () => {
  const outage = calm.map((value, t) => (t >= 60 && t < 80 ? 0 : value));
  const { values, jumps } = atNewestLevel(outage);
  expect(jumps.map(({ at }) => at)).toEqual([60, 80]);
  for (const value of values) expect(Math.abs(value - 400)).toBeLessThan(6);
});

test.each([
  ['a walk', calm],
  ['a spike', calm.map((value, t) => (t === 90 ? 5000 : value))],
  ['a jump that is too new to tell', calm.map((value, t) => (t < 115 ? value : 900))],
  ['a day and a night', calm.map((value, t) => value + 300 * Math.sin((2 * Math.PI * t) / 24))],
  ['a constant', new Float64Array(100).fill(7)],
  ['little', Float64Array.of(1, 2, 300, 300)],
])('%s has no jump', (_, values) => {
  expect(atNewestLevel(values)).toEqual({ values, jumps: [] });
});

test('after a jump the pool forecasts at the new level, as narrow as steps are, and says so', () => {
  const result = pool.fit(fallen, { stepMs: 3_600_000, startMs: 0, periods: [], horizon: 6 });
  if (result.kind !== 'fitted') throw new Error('not fitted');
  const { mean, lower, upper } = result.model.forecast(6, 0.95);
  for (let h = 0; h < 6; h++) {
    expect(Math.abs(mean[h]! - 80)).toBeLessThan(2);
    expect(upper[h]! - lower[h]!).toBeLessThan(5);
  }
  expect(result.model.notes).toContainEqual(
    'a jump 20 hours ago, from 400 to 80: what lies before was taken as if at the new level',
  );
  expect(result.expectations!.length).toBeLessThanOrEqual(20);
});
