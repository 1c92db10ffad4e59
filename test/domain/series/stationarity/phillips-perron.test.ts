import { phillipsPerron } from '../../../../lib/domain/series/stationarity/phillips-perron.ts';
import { expectClose, faultOf, published, walk } from '../fixture.ts';

const { austres, nile } = published;

// R 4.2.2, tseries 0.10.53: pp.test(y, type = "Z(alpha)" | "Z(t_alpha)", lshort = TRUE | FALSE)
test.each([
  ['austres', austres, 'alpha', 'short', -1.47583615208044, 0.978606622486622, 3],
  ['austres', austres, 'alpha', 'long', -2.56256402267017, 0.95145886855127, 11],
  ['austres', austres, 'tau', 'short', -0.88755552989199, 0.950464276744689, 3],
  ['austres', austres, 'tau', 'long', -1.15298119129212, 0.909346688860606, 11],
  ['nile', nile, 'alpha', 'short', -64.5006933551565, 0.01, 3],
  ['nile', nile, 'alpha', 'long', -76.2088431347853, 0.01, 11],
  ['nile', nile, 'tau', 'short', -6.69005090606351, 0.01, 3],
  ['nile', nile, 'tau', 'long', -7.05944732778242, 0.01, 11],
] as const)('Z of %s, %s is that of tseries', (_, y, kind, lags, statistic, p, used) => {
  const result = phillipsPerron(y, { statistic: kind, lags, p: 'table' });
  expectClose(result.statistic, statistic, 1e-10);
  expectClose(result.p, p, 1e-9);
  expect(result.lags).toBe(used);
});

test('p by MacKinnon agrees with the table within its own accuracy', () => {
  for (const statistic of ['tau', 'alpha'] as const) {
    const table = phillipsPerron(austres, { statistic, p: 'table' }).p;
    expect(Math.abs(phillipsPerron(austres, { statistic }).p - table)).toBeLessThan(0.03);
  }
});

test.each(['n', 'c', 'ct'] as const)(
  'a walk keeps its unit root and noise does not, about %s',
  (regression) => {
    const steps = walk(400, 9);
    const noise = steps.subarray(1).map((value, i) => value - steps[i]!);
    for (const statistic of ['tau', 'alpha'] as const) {
      expect(phillipsPerron(steps, { regression, statistic }).p).toBeGreaterThan(0.05);
      expect(phillipsPerron(noise, { regression, statistic }).p).toBeLessThan(0.001);
    }
  },
);

test('without lags and terms Z(t) is the Dickey–Fuller t statistic', () => {
  const y = walk(100, 2);
  let [top, bottom, rest] = [0, 0, 0];
  for (let t = 1; t < y.length; t++) {
    top += y[t - 1]! * (y[t]! - y[t - 1]!);
    bottom += y[t - 1]! ** 2;
  }
  for (let t = 1; t < y.length; t++) rest += (y[t]! - y[t - 1]! - (top / bottom) * y[t - 1]!) ** 2;
  const wanted = top / bottom / Math.sqrt(rest / 98 / bottom);
  expectClose(phillipsPerron(y, { regression: 'n', lags: 0 }).statistic, wanted, 1e-10);
});

test.each([
  ['a constant series', new Float64Array(50).fill(7), {}, 'constant'],
  ['four values', Float64Array.of(1, 3, 2, 4), {}, 'too_short'],
  ['a straight line', new Float64Array(50).map((_, i) => 3 * i), {}, 'collinear'],
  ['exact growth', new Float64Array(50).map((_, i) => 1.1 ** i), { regression: 'c' }, 'collinear'],
  ['an infinite value', Float64Array.of(1, 2, Number.POSITIVE_INFINITY, 4, 5, 6), {}, 'not_finite'],
  ['as many lags as differences', nile, { lags: 99 }, 'bad_options'],
  ['p of the table without a trend', nile, { regression: 'c', p: 'table' }, 'bad_options'],
] as const)('refuses %s', (_, y, options, fault) => {
  expect(faultOf(() => phillipsPerron(y, options))).toBe(fault);
});
