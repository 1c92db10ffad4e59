import type { AdfOptions } from '../../../../lib/domain/series/stationarity/adf.ts';
import { adf } from '../../../../lib/domain/series/stationarity/adf.ts';
import { expectClose, faultOf, published, statsmodels, walk } from '../fixture.ts';

const { realgdp, infl, austres } = published;

test.each([
  ['realgdp, c, lag 4', realgdp, 'c', 4, 0.97505319, 0.99399563],
  ['realgdp, ct, lag 4', realgdp, 'ct', 4, -1.8566374, 0.67682968],
  ['realgdp, n, lag 4', realgdp, 'n', 4, 3.5227498, undefined],
  ['infl, c, lag 1', infl, 'c', 1, -4.3346988, 0.00038661],
  ['infl, ct, lag 1', infl, 'ct', 1, -4.425093, 0.00199633],
  ['infl, n, lag 1', infl, 'n', 1, -2.4511596, 0.013747],
] as const)('ADF of %s (Stata 12 dfuller, in statsmodels tsa/tests/test_stattools.py)', (...row) => {
  const [, y, regression, lags, statistic, p] = row;
  const result = adf(y, { regression, lags });
  expect(Math.abs(result.statistic - statistic)).toBeLessThan(1e-5);
  if (p !== undefined) expect(Math.abs(result.p - p)).toBeLessThan(1e-5);
});

test('critical values of infl (Stata 12, three digits)', () => {
  const { critical } = adf(infl, { lags: 1 });
  expect(Math.abs(critical['1%'] + 3.476)).toBeLessThan(0.02);
  expect(Math.abs(critical['5%'] + 2.883)).toBeLessThan(0.01);
  expect(Math.abs(critical['10%'] + 2.573)).toBeLessThan(0.005);
});

test('statistic, p, lags and observations of every regression and rule (statsmodels 0.15.0 adfuller)', () => {
  expect(statsmodels.adf.length).toBe(72);
  for (const [name, regression, lags, statistic, p, used, observations] of statsmodels.adf) {
    const result = adf(published[name], { regression, lags } as AdfOptions);
    expect([name, regression, lags, result.lags, result.observations]).toEqual([
      name,
      regression,
      lags,
      used,
      observations,
    ]);
    expectClose(result.statistic, statistic, 1e-8);
    expectClose(result.p, p, 1e-8);
  }
});

test.each([
  [1, 0.8488036],
  [2, 0.7060733],
  [4, 0.3493465],
])(
  'ADF p of austres with %p lags from the table (R tseries adf.test; by default ⌊∛(n−1)⌋ = 4 lags)',
  (lags, p) => {
    expectClose(adf(austres, { regression: 'ct', lags, p: 'table' }).p, p, 5e-7);
  },
);

test('p at the ends of the table says so (R tseries adf.test gives 0.01 with a warning)', () => {
  const y = Float64Array.of(1, -1, 0, 2, -1, -2, 3);
  const low = adf(y, { regression: 'ct', lags: 1, p: 'table' });
  expectClose(low.statistic, -100.2895, 1e-6);
  expect(low).toMatchObject({ p: 0.01, beyond: 'below' });
  const rising = walk(200).map((value, i) => value + 1.05 ** i);
  expect(adf(rising, { regression: 'ct', lags: 0, p: 'table' })).toMatchObject({ p: 0.99, beyond: 'above' });
});

test('shift and scale change nothing where there is a constant', () => {
  const plain = adf(infl);
  const moved = adf(infl.map((value) => 1e9 + 1e-3 * value));
  expect(moved.lags).toBe(plain.lags);
  expectClose(moved.statistic, plain.statistic, 1e-3);
  expectClose(adf(infl.map((value) => 4096 * value)).statistic, plain.statistic, 1e-12);
});

test('gaps at the ends are dropped, gaps within are bridged', () => {
  const gappy = Float64Array.of(Number.NaN, ...infl, Number.NaN, Number.NaN);
  expect(adf(gappy)).toEqual(adf(infl));
  gappy[10] = Number.NaN;
  const bridged = infl.slice();
  bridged[9] = (infl[8]! + infl[10]!) / 2;
  expectClose(adf(gappy).statistic, adf(bridged).statistic, 1e-12);
});

test('of a hundred thousand values, no more lags are tried than allowed', () => {
  const { lags, observations } = adf(walk(100_000), { maxLags: 10 });
  expect(lags).toBeLessThanOrEqual(10);
  expect(observations).toBe(99_999 - lags);
});

test.each([
  ['an empty series', new Float64Array(0), {}, 'no_values'],
  ['gaps alone', new Float64Array(20).fill(Number.NaN), {}, 'no_values'],
  ['an infinite value', Float64Array.of(1, 2, Number.POSITIVE_INFINITY, 4), {}, 'not_finite'],
  ['a value too large to square', Float64Array.of(1, 2, 1e200, 4), {}, 'not_finite'],
  ['a constant series', new Float64Array(50).fill(7), {}, 'constant'],
  ['three values', Float64Array.of(1, 3, 2), {}, 'too_short'],
  ['more lags than the values allow', Float64Array.of(1, 3, 2, 5, 4, 4), { lags: 3 }, 'too_short'],
  ['a straight line', new Float64Array(50).map((_, i) => 3 * i), {}, 'collinear'],
  ['a wave', new Float64Array(200).map((_, i) => Math.sin(i / 4)), {}, 'collinear'],
  ['half a lag', infl, { lags: 0.5 }, 'bad_options'],
  ['too many lags to try', infl, { maxLags: 150 }, 'bad_options'],
  ['p of the table without a trend', infl, { p: 'table' }, 'bad_options'],
] as const)('refuses %s', (_, y, options, fault) => {
  expect(faultOf(() => adf(y, options))).toBe(fault);
});
