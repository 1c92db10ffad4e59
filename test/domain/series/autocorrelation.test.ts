import { acf, pacf } from '../../../lib/domain/series/autocorrelation.ts';
import { expectClose, faultOf, published } from './fixture.ts';

test('autocorrelations of the Nile (statsmodels 0.15.0 acf(y, nlags=5))', () => {
  const wanted = [
    1, 0.4984081841330289, 0.38457690390487237, 0.3278604375225461, 0.23919116994148562, 0.22842198672084002,
  ];
  const got = acf(published.nile, 5);
  for (const [lag, value] of wanted.entries()) expectClose(got[lag]!, value, 1e-12);
});

test("partial autocorrelations of the Nile (statsmodels 0.15.0 pacf(y, nlags=5, method='ldb'))", () => {
  const wanted = [
    1, 0.49840818413302884, 0.1811710054375719, 0.1108969931164898, 0.006175636079215705, 0.06502492783813414,
  ];
  const got = pacf(published.nile, 5);
  for (const [lag, value] of wanted.entries()) expectClose(got[lag]!, value, 1e-12);
});

test('pairs with a gap are left out (R 4.2.2 acf(g, lag.max = 5, na.action = na.pass))', () => {
  const y = published.nile.slice();
  for (const i of [3, 4, 40, 70]) y[i] = Number.NaN;
  const wanted = [1, 0.464104126594575, 0.346373844032805, 0.297800991663305];
  const got = acf(y, 3);
  for (const [lag, value] of wanted.entries()) expectClose(got[lag]!, value, 1e-12);
});

test('shift and scale change nothing, even a shift to 1e12', () => {
  const y = published.nile;
  const moved = y.map((value) => 1e12 + 1000 * value);
  const [a, b] = [acf(y, 10), acf(moved, 10)];
  for (let lag = 0; lag <= 10; lag++) expectClose(b[lag]!, a[lag]!, 1e-9);
});

test('an exact alternation has partial autocorrelation −1 in the limit and no NaN before', () => {
  const got = pacf(
    Float64Array.from({ length: 50 }, (_, i) => i % 2),
    3,
  );
  expectClose(got[1]!, -0.98, 1e-12);
  expect(Number.isFinite(got[2]!)).toBe(true);
});

test.each([
  ['a constant series', new Float64Array(9).fill(2), 2, 'constant'],
  ['a series of gaps', new Float64Array(9).fill(Number.NaN), 2, 'no_values'],
  ['an empty series', new Float64Array(0), 0, 'no_values'],
  ['an infinite value', Float64Array.of(1, Number.POSITIVE_INFINITY, 2), 1, 'not_finite'],
  ['as many lags as values', Float64Array.of(1, 2, 4), 3, 'bad_options'],
  ['half a lag', Float64Array.of(1, 2, 4), 0.5, 'bad_options'],
])('refuses %s', (_, y, lags, fault) => {
  expect(faultOf(() => acf(y, lags))).toBe(fault);
  expect(faultOf(() => pacf(y, lags))).toBe(fault);
});
