import { levelShifts } from '../../../../lib/domain/capacity/long-term/level-shift.ts';
import { createRandom } from '../../../../lib/domain/numerics/seeded-random.ts';

const options = { least: 0.12 };

function noise(length: number, seed = 3): Float64Array {
  const random = createRandom(seed);
  return new Float64Array(length).map(() => 0.1 * (random() - 0.5));
}

test('a jump that stays is found on its day, with its size', () => {
  const y = noise(200).map((value, day) => value + (day >= 120 ? 0.5 : 0));
  const [shift, ...more] = levelShifts(y, options);
  expect(more).toEqual([]);
  expect(shift?.day).toBe(120);
  expect(shift?.by).toBeCloseTo(0.5, 1);
});

test('a jump eight days ago is found', () => {
  const y = noise(300).map((value, day) => value + (day >= 292 ? 0.6 : 0));
  expect(levelShifts(y, options)).toEqual([expect.objectContaining({ day: 292 })]);
});

test('two jumps are found in their order', () => {
  const y = noise(300).map((value, day) => value + (day >= 100 ? 0.4 : 0) - (day >= 220 ? 0.7 : 0));
  expect(levelShifts(y, options).map(({ day }) => day)).toEqual([100, 220]);
});

test.each([
  ['steady growth', (day: number) => day * 0.004],
  ['a campaign of five days', (day: number) => (day >= 150 && day < 155 ? 0.8 : 0)],
  ['nothing at all', () => 0],
])('%s is no jump', (_, level) => {
  expect(
    levelShifts(
      noise(300, 7).map((value, day) => value + level(day)),
      options,
    ),
  ).toEqual([]);
});

test('gaps around a jump do no harm, and few days have none', () => {
  const y = noise(200).map((value, day) =>
    day > 110 && day < 122 ? Number.NaN : value + (day >= 120 ? 0.5 : 0),
  );
  expect(levelShifts(y, options)).toHaveLength(1);
  expect(levelShifts(noise(9), options)).toEqual([]);
  expect(levelShifts(new Float64Array(60).fill(Number.NaN), options)).toEqual([]);
});
