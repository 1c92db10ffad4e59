import { chiSquaredUpper } from '../../../lib/domain/numerics/chi-squared.ts';
import { fLower, fUpper } from '../../../lib/domain/numerics/f-distribution.ts';
import { logGamma } from '../../../lib/domain/numerics/gamma.ts';
import { normalCdf, normalTwoSided } from '../../../lib/domain/numerics/normal-distribution.ts';

function expectRelative(got: number, wanted: number, tolerance = 1e-11): void {
  expect(Math.abs(got - wanted)).toBeLessThanOrEqual(tolerance * Math.abs(wanted));
}

test.each([
  [0.1, 2.252712651734206],
  [0.5, 0.5723649429247],
  [2.5, 0.2846828704729192],
  [30, 71.257038967168],
  [100.5, 361.43554046777757],
  [1e5, 1051287.7089736569],
])('ln Γ(%p) is %p (scipy 1.17.1 special.gammaln)', (x, value) => {
  expectRelative(logGamma(x), value, 1e-13);
});

test.each([
  [-10, 7.61985302416047e-24],
  [-2.5, 0.006209665325776132],
  [-0.3, 0.3820885778110474],
  [0, 0.5],
  [1e-8, 0.5000000039894228],
  [1.7, 0.955434537241457],
  [6, 0.9999999990134123],
])('a normal variable is below %p with probability %p (scipy 1.17.1 stats.norm.cdf)', (x, p) => {
  expectRelative(normalCdf(x), p);
  expectRelative(normalTwoSided(x), 2 * Math.min(p, 1 - p), 1e-6);
});

test.each([
  [0.01, 1, 0.920344325445942],
  [3.84, 1, 0.05004352124870519],
  [10, 10, 0.44049328506521257],
  [100, 50, 3.454931382984871e-5],
  [1200, 1000, 1.2255942330622893e-5],
  [99000, 100000, 0.9875216843619172],
  [50, 2, 1.3887943864964e-11],
  [1e-5, 3, 0.9999999915895835],
])('chi-squared exceeds %p with %p degrees with probability %p (scipy 1.17.1 stats.chi2.sf)', (x, d, p) => {
  expectRelative(chiSquaredUpper(x, d), p, 1e-10);
});

test.each([
  [1, 5, 5, 0.5],
  [0.3, 4, 9, 0.8707930338838644],
  [2.5, 40, 40, 0.0023150698920780684],
  [1.05, 3333, 3333, 0.0795352124982791],
  [10, 1, 200, 0.001809132830318887],
  [1.02, 33333, 33333, 0.03532762124281733],
])('F exceeds %p with %p and %p degrees with probability %p (scipy 1.17.1 stats.f.sf)', (x, a, b, p) => {
  expectRelative(fUpper(x, a, b), p, 1e-9);
  expectRelative(fLower(x, a, b), 1 - p, 1e-9);
});

test('tails reach 0 and 1 and pass NaN on', () => {
  expect(chiSquaredUpper(0, 3)).toBe(1);
  expect(chiSquaredUpper(Number.POSITIVE_INFINITY, 3)).toBe(0);
  expect(fUpper(0, 2, 3)).toBe(1);
  expect(fLower(0, 2, 3)).toBe(0);
  expect(normalCdf(Number.NEGATIVE_INFINITY)).toBe(0);
  expect(normalCdf(Number.POSITIVE_INFINITY)).toBe(1);
  for (const p of [chiSquaredUpper(Number.NaN, 1), fUpper(Number.NaN, 1, 1), normalCdf(Number.NaN)])
    expect(p).toBeNaN();
});
