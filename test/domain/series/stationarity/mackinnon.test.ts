import { alphaP, tauCritical, tauP } from '../../../../lib/domain/series/stationarity/mackinnon.ts';
import { expectClose } from '../fixture.ts';

// About `n` the published coefficients leave a step of 0.0038.
test.each([
  ['n', -1.04],
  ['c', -1.61],
  ['ct', -2.89],
  ['ctt', -3.21],
] as const)('both sides of the t distribution about %s meet', (deterministic, star) => {
  expect(Math.abs(tauP(star, deterministic) - tauP(star + 1e-9, deterministic))).toBeLessThan(0.004);
});

test.each([
  ['n', -2.9],
  ['c', -8.9],
  ['ct', -15],
] as const)('both sides of the distribution of n·(ρ − 1) about %s meet', (deterministic, star) => {
  expect(Math.abs(alphaP(star, deterministic) - alphaP(star + 1e-9, deterministic))).toBeLessThan(0.002);
});

test.each(['n', 'c', 'ct', 'ctt'] as const)(
  'p at the critical values about %s is their level',
  (deterministic) => {
    const critical = tauCritical(deterministic, Number.POSITIVE_INFINITY);
    expectClose(tauP(critical['1%'], deterministic), 0.01, 0.001);
    expectClose(tauP(critical['5%'], deterministic), 0.05, 0.002);
    expectClose(tauP(critical['10%'], deterministic), 0.1, 0.002);
  },
);

// Fuller (1976), table 8.5.1: the 5 % points of n(ρ − 1) for many values.
test.each([
  ['n', -8.1],
  ['c', -14.1],
  ['ct', -21.8],
] as const)('n·(ρ − 1) about %s is below %p with probability 0.05', (deterministic, statistic) => {
  expectClose(alphaP(statistic, deterministic), 0.05, 0.003);
});

test('p is 0 and 1 beyond the range of the approximation, and rises within', () => {
  expect([tauP(-30, 'c'), tauP(5, 'c')]).toEqual([0, 1]);
  let last = 0;
  for (let statistic = -18; statistic < 2.7; statistic += 0.1) {
    const p = tauP(statistic, 'c');
    expect(p).toBeGreaterThanOrEqual(last - 0.001);
    last = p;
  }
});
