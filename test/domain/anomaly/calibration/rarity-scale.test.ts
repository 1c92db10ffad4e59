import { RarityScale } from '../../../../lib/domain/anomaly/calibration/rarity-scale.ts';

function scaleOf(values: Iterable<number>) {
  const scale = new RarityScale(1000);
  for (const value of values) scale.push(value);
  return scale;
}

test('rarity within the past is by rank', () => {
  const scale = scaleOf(Array.from({ length: 999 }, (_, i) => i + 1));
  expect(scale.rarity(901, 0)).toBeCloseTo(1, 1);
  expect(scale.rarity(1, 0)).toBeCloseTo(0, 6);
});

test('beyond 99 % each decade is as long as that from 90 % to 99 %', () => {
  const scale = scaleOf(Array.from({ length: 999 }, (_, i) => i + 1));
  const [edge, slope] = [990, 90];
  expect(scale.rarity(edge + slope, 0)).toBeCloseTo(3, 0);
  expect(scale.rarity(edge + 3 * slope, 0)).toBeCloseTo(5, 0);
  expect(scale.rarity(edge + 1e6, 0)).toBe(12);
});

test('a least slope keeps small differences small after a past without any', () => {
  const scale = scaleOf(Array.from({ length: 100 }, () => 1));
  expect(scale.rarity(1.5, 1)).toBeCloseTo(2.5, 6);
  expect(scale.rarity(1.5, 0)).toBe(12);
});

test('nothing is rare while it learns', () => {
  const scale = scaleOf([1, 2, 3]);
  expect(scale.isLearning).toBe(true);
  expect(scale.rarity(1e9, 0)).toBe(0);
});
