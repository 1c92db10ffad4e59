import { cauchyCombination } from '../../../../lib/domain/anomaly/decisions/combine.ts';
import { createRandom } from '../../../../lib/domain/numerics/seeded-random.ts';

test('one p-value is itself, and equal ones are one', () => {
  for (const p of [1e-14, 1e-9, 1e-4, 0.03, 0.5, 0.9]) {
    expect(cauchyCombination([p]) / p).toBeCloseTo(1, 6);
    expect(cauchyCombination([p, p, p]) / p).toBeCloseTo(1, 6);
  }
});

test('a rare one beside an ordinary one counts half, however rare', () => {
  for (const p of [1e-12, 1e-6, 1e-4]) expect(cauchyCombination([p, 0.4]) / (2 * p)).toBeCloseTo(1, 2);
});

test('a nought and a one are numbers', () => {
  for (const p of [cauchyCombination([0, 0.5]), cauchyCombination([1, 1]), cauchyCombination([0, 1])])
    expect(p >= 0 && p <= 1).toBe(true);
});

test('is small as often as it says, for p-values that have nothing to do with each other and for those that are one', () => {
  const random = createRandom(2);
  const shareBelow = (draw: () => readonly number[]) =>
    Array.from({ length: 20_000 }, () => cauchyCombination(draw())).filter((p) => p < 0.01).length / 20_000;
  expect(shareBelow(() => [random(), random(), random()])).toBeCloseTo(0.01, 2);
  const twins = shareBelow(() => {
    const p = random();
    return [p, p, random()];
  });
  expect(twins).toBeGreaterThan(0.006);
  expect(twins).toBeLessThan(0.015);
});
