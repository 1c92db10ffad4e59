import type { KpssOptions } from '../../../../lib/domain/series/stationarity/kpss.ts';
import { kpss } from '../../../../lib/domain/series/stationarity/kpss.ts';
import { longRunVariance } from '../../../../lib/domain/series/stationarity/long-run-variance.ts';
import { createNoise, expectClose, faultOf, published, statsmodels } from '../fixture.ts';

const { realgdp, sunspots, nile, austres } = published;

test.each([
  ['c', 5.0169],
  ['ct', 1.1828],
] as const)(
  'KPSS %s of realgdp with 3 lags is %p (R tseries kpss.test, in statsmodels test_stattools.py)',
  (...row) => {
    const [regression, statistic] = row;
    const result = kpss(realgdp, { regression, lags: 3 });
    expect(Math.abs(result.statistic - statistic)).toBeLessThan(1e-3);
    expect(result).toMatchObject({ p: 0.01, beyond: 'below' });
  },
);

test('lags by Hobijn et al. are 9, 7 and 5, and 15 by the old rule (statsmodels test_stattools.py)', () => {
  expect([realgdp, sunspots, nile].map((y) => kpss(y).lags)).toEqual([9, 7, 5]);
  expect(kpss(realgdp, { lags: 'legacy' }).lags).toBe(15);
});

test('statistic, p and lags of both regressions and rules (statsmodels 0.15.0 kpss)', () => {
  expect(statsmodels.kpss.length).toBe(24);
  for (const [name, regression, lags, statistic, p, used] of statsmodels.kpss) {
    const result = kpss(published[name], { regression, lags } as KpssOptions);
    expect([name, regression, lags, result.lags]).toEqual([name, regression, lags, used]);
    expectClose(result.statistic, statistic, 1e-9);
    expectClose(result.p, p, 1e-9);
  }
});

test('KPSS of austres with short lags (R 4.2.2, tseries 0.10.53: 2.31220490598324, p 0.01, 3 lags)', () => {
  const { statistic, p, lags } = kpss(austres, { lags: 'short' });
  expectClose(statistic, 2.31220490598324, 1e-12);
  expect([p, lags]).toEqual([0.01, 3]);
});

test('p above the table says so, and a level of 1e15 costs no digits', () => {
  const next = createNoise();
  const noise = new Float64Array(300).map(() => Math.round(1000 * next()));
  const plain = kpss(noise);
  expect(plain).toMatchObject({ p: 0.1, beyond: 'above' });
  expectClose(kpss(noise.map((value) => 1e15 + value)).statistic, plain.statistic, 1e-9);
});

test('the long-run variance equals the weighted sum of autocovariances', () => {
  const next = createNoise(4);
  const x = new Float64Array(80).map(next);
  for (const lags of [0, 1, 7, 79]) {
    let wanted = 0;
    for (let i = 0; i < 80; i++)
      for (let j = 0; j < 80; j++) wanted += x[i]! * x[j]! * Math.max(0, 1 - Math.abs(i - j) / (lags + 1));
    expectClose(longRunVariance(x, lags), wanted / 80, 1e-12);
  }
});

test.each([
  ['an empty series', new Float64Array(0), {}, 'no_values'],
  ['a constant series', new Float64Array(50).fill(7), {}, 'constant'],
  ['two values', Float64Array.of(1, 3), {}, 'too_short'],
  ['an infinite value', Float64Array.of(1, 2, Number.NEGATIVE_INFINITY, 4), {}, 'not_finite'],
  [
    'an exact line about a line',
    new Float64Array(50).map((_, i) => 0.1 * i),
    { regression: 'ct' },
    'collinear',
  ],
  ['as many lags as values', nile, { lags: 100 }, 'bad_options'],
] as const)('refuses %s', (_, y, options, fault) => {
  expect(faultOf(() => kpss(y, options))).toBe(fault);
});
