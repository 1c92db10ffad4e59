import { studentTwoSided } from '../../../lib/domain/numerics/student-t.ts';
import { studentReach } from '../../../lib/domain/numerics/student-t-quantile.ts';

/** SciPy 1.17.1, `stats.t.isf(p / 2, degrees)`. */
const reference = [
  [0.5, 1, 1],
  [0.01, 1, 63.65674116287158],
  [0.05, 2, 4.302652729749464],
  [0.05, 3, 3.1824463052837086],
  [1e-8, 3, 604.1648958186104],
  [0.9, 4.5, 0.1329100721020202],
  [0.05, 30, 2.042272456301238],
  [1e-6, 10, 10.516489956914905],
  [1e-4, 287, 3.945970224905854],
  [3.4e-6, 14396, 4.646868185740012],
  [1e-15, 50, 11.55395395437212],
  [1e-100, 1000, 23.976078868702352],
] as const;

test.each(reference)(
  'probability %d with %d degrees of freedom lies beyond %d',
  (probability, degrees, t) => {
    expect(Math.abs(studentReach(probability, degrees) / t - 1)).toBeLessThan(1e-9);
  },
);

test('it undoes the tail', () => {
  for (const degrees of [1, 2, 2.5, 7, 1000])
    for (const t of [1e-3, 0.5, 2, 9])
      expect(studentReach(studentTwoSided(t, degrees), degrees)).toBeCloseTo(t, 8);
});

test('refuses probabilities and degrees of freedom that are none', () => {
  for (const probability of [0, 1, -0.1, Number.NaN])
    expect(() => studentReach(probability, 5)).toThrow('between 0 and 1');
  expect(() => studentReach(0.1, 0.5)).toThrow('at least 1');
});
