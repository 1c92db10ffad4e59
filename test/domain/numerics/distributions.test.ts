import { normalQuantile, normalReach } from '../../../lib/domain/numerics/normal-quantile.ts';
import { studentTwoSided } from '../../../lib/domain/numerics/student-t.ts';

test.each([
  [0.5, 0],
  [0.975, 1.959963984540054],
  [0.95, 1.6448536269514722],
  [0.001, -3.090232306167813],
  [1e-12, -7.034483825301132],
  [1e-300, -37.0470962993612],
])('the normal quantile of %p is %p (CPython 3 statistics.NormalDist.inv_cdf)', (p, x) => {
  expect(Math.abs(normalQuantile(p) - x)).toBeLessThan(1e-12 * Math.max(1, Math.abs(x)));
});

test('refuses a probability outside 0 and 1', () => {
  for (const p of [0, 1, -1, Number.NaN]) expect(() => normalQuantile(p)).toThrow(RangeError);
});

test('95 % of a normal variable lie within 1.96 standard deviations', () => {
  expect(normalReach(0.95)).toBeCloseTo(1.959963984540054, 12);
});

test.each([
  [12.706204736432095, 1, 0.05],
  [2.7764451051977987, 4, 0.05],
  [8.610301581379176, 4, 0.001],
  [2.2281388519649385, 10, 0.05],
  [4.586893858702636, 10, 0.001],
  [0, 5, 1],
  [2, 2, 0.18350341907227397],
])(
  '|t| beyond %p with %p degrees of freedom has probability %p (critical values of t tables, and 1 − t/√(2+t²))',
  (t, degrees, p) => {
    expect(Math.abs(studentTwoSided(t, degrees) / p - 1)).toBeLessThan(1e-9);
    expect(studentTwoSided(-t, degrees)).toBe(studentTwoSided(t, degrees));
  },
);

test('far tails stay positive and ordered', () => {
  expect(studentTwoSided(1e6, 4)).toBeGreaterThan(0);
  expect(studentTwoSided(1e6, 4)).toBeLessThan(studentTwoSided(1e5, 4));
  expect(studentTwoSided(Number.POSITIVE_INFINITY, 4)).toBe(0);
  expect(studentTwoSided(Number.NaN, 4)).toBeNaN();
});
