import { heteroskedasticity, jarqueBera, ljungBox } from '../../../lib/domain/series/diagnostics.ts';
import { difference } from '../../../lib/domain/series/differencing.ts';
import { createNoise, expectClose, faultOf, published } from './fixture.ts';

const residuals = difference(published.nile, { d: 1 });

test('Ljung-Box (statsmodels 0.15.0 acorr_ljungbox(e, lags=[7], model_df=1))', () => {
  const { statistic, p, lags } = ljungBox(residuals, { lags: 7, fitted: 1 });
  expectClose(statistic, 19.74744539010474, 1e-12);
  expectClose(p, 0.003071007247110135, 1e-12);
  expect(lags).toBe(7);
});

test('Jarque-Bera (statsmodels 0.15.0 stats.stattools.jarque_bera(e))', () => {
  const { statistic, p, skewness, kurtosis } = jarqueBera(residuals);
  expectClose(statistic, 0.9509164581597597, 1e-12);
  expectClose(p, 0.6216001559276458, 1e-12);
  expectClose(skewness, 0.21915941064219865, 1e-12);
  expectClose(kurtosis, 2.804036194959426, 1e-12);
});

test('a break in variance, with gaps and without (statsmodels 0.15.0 breakvar_heteroskedasticity_test(e))', () => {
  const whole = heteroskedasticity(residuals);
  expectClose(whole.statistic, 0.6576213906788302, 1e-12);
  expectClose(whole.p, 0.23386299504859848, 1e-12);
  const gaps = residuals.slice();
  for (const i of [2, 50, 98]) gaps[i] = Number.NaN;
  const { statistic, p } = heteroskedasticity(gaps);
  expectClose(statistic, 0.6962621766287098, 1e-12);
  expectClose(p, 0.3109296927142731, 1e-12);
});

test('noise passes, and a wave, an outlier and a growing spread fail', () => {
  const next = createNoise(3);
  // Twelve uniform numbers add up to nearly a normal one.
  const noise = new Float64Array(600).map(() => Array.from({ length: 12 }, next).reduce((a, b) => a + b));
  expect(ljungBox(noise).p).toBeGreaterThan(0.01);
  expect(jarqueBera(noise).p).toBeGreaterThan(0.01);
  expect(heteroskedasticity(noise).p).toBeGreaterThan(0.01);
  expect(ljungBox(noise.map((value, i) => value + Math.sin(i / 3))).p).toBeLessThan(1e-6);
  expect(jarqueBera(noise.map((value, i) => (i === 9 ? 9 : value))).p).toBeLessThan(1e-6);
  expect(heteroskedasticity(noise.map((value, i) => value * (1 + i / 300))).p).toBeLessThan(1e-6);
});

test('gaps are left out, and lags stay within the values', () => {
  const gaps = residuals.slice();
  gaps[5] = Number.NaN;
  expect(ljungBox(gaps).p).toBeGreaterThan(0);
  expect(ljungBox(Float64Array.of(1, 2, 1, 3)).lags).toBe(1);
});

test.each([
  ['constant residuals', new Float64Array(30), 'constant'],
  ['gaps alone', new Float64Array(30).fill(Number.NaN), 'no_values'],
  ['an infinite residual', Float64Array.of(1, 2, Number.NEGATIVE_INFINITY, 3, 4, 5), 'not_finite'],
  ['one residual', Float64Array.of(1), 'too_short'],
])('refuses %s', (_, values, fault) => {
  for (const test of [ljungBox, jarqueBera, heteroskedasticity])
    expect(faultOf(() => test(values))).toBe(fault);
});

test('refuses a model of as many parameters as lags, and as many lags as residuals', () => {
  expect(faultOf(() => ljungBox(residuals, { lags: 3, fitted: 3 }))).toBe('bad_options');
  expect(faultOf(() => ljungBox(residuals, { lags: 99 }))).toBe('bad_options');
});
