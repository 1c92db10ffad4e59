import type { FitOptions } from '../../../../lib/domain/forecast/forecaster.ts';
import { seasonalNaive } from '../../../../lib/domain/forecast/index.ts';
import { normal } from '../../../memory/noise.ts';

const hour = 3_600_000;
const hourly: FitOptions = { stepMs: hour, startMs: 0, periods: [24, 168] };

function fitted(y: Float64Array, options: FitOptions = hourly) {
  const result = seasonalNaive.fit(y, options);
  if (result.kind !== 'fitted') throw new Error(`got ${result.kind}`);
  return result;
}

function series(length: number, value: (t: number) => number): Float64Array {
  return Float64Array.from({ length }, (_, t) => value(t));
}

const daily = (t: number) => 100 + 50 * Math.sin((2 * Math.PI * t) / 24);
const weekly = (t: number) => daily(t) * (Math.floor(t / 24) % 7 >= 5 ? 0.5 : 1);

test('a season without noise is repeated exactly, to single precision', () => {
  const pattern = [5, 9, 2, 7];
  const { model } = fitted(
    series(40, (t) => pattern[t % 4] ?? 0),
    { stepMs: hour, startMs: 0, periods: [4] },
  );
  expect([...model.forecast(6, 0.9).mean]).toEqual([5, 9, 2, 7, 5, 9]);
  expect(model.next(0.9)).toEqual({ mean: 5, sd: 0, lower: 5, upper: 5, seasonal: 5 });
  expect(model.backtest).toEqual({ error: 0, naiveError: 0 });
});

test('a season that rises from day to day is continued by its drift', () => {
  const { model } = fitted(series(24 * 8, (t) => daily(t) + 0.5 * t));
  expect(model.description).toContain('drift 12 a season');
  const { mean } = model.forecast(48, 0.9);
  for (const [h, value] of mean.entries()) {
    const t = 24 * 8 + h;
    expect(value).toBeCloseTo(daily(t) + 0.5 * t, 0);
  }
});

test('a straight rise without a season is continued', () => {
  const { model } = fitted(series(24 * 14, (t) => 3 + 0.25 * t));
  expect(model.description).toContain('no season');
  expect(model.forecast(100, 0.9).mean[99]).toBeCloseTo(3 + 0.25 * (24 * 14 + 99), 0);
});

test('a constant is forecast to stay, with no width', () => {
  const { model } = fitted(series(100, () => 7));
  expect(model.forecast(3, 0.99)).toEqual({
    mean: Float64Array.of(7, 7, 7),
    lower: Float64Array.of(7, 7, 7),
    upper: Float64Array.of(7, 7, 7),
  });
});

test.each([
  ['a daily rhythm', daily, 'season 1 day'],
  ['weekends of their own', weekly, 'season 1 week'],
  ['a level with noise', () => 100, 'no season'],
] as const)('the season of %s is found', (_, shape, words) => {
  const noise = normal(1);
  const { model } = fitted(series(24 * 28, (t) => shape(t) + 3 * noise()));
  expect(model.description).toContain(words);
});

test('a past shorter than two days has no daily season', () => {
  const { model } = fitted(series(40, daily));
  expect(model.description).toContain('no season');
});

test('too few values are an answer and not a model', () => {
  const y = series(100, (t) => (t < 23 ? t : Number.NaN));
  expect(seasonalNaive.fit(y, hourly)).toEqual({ kind: 'too_short', got: 23, needed: 24 });
});

test('the back-test error is no worse than that of plain seasonal naive, and better on noise', () => {
  const noise = normal(2);
  const { backtest } = fitted(series(24 * 28, (t) => daily(t) + 5 * noise())).model;
  expect(backtest.error).toBeLessThan(0.9 * backtest.naiveError);
});

test('gaps in the past are bridged and the season is still found', () => {
  const noise = normal(3);
  const y = series(24 * 14, (t) => (t % 11 === 0 || (t > 100 && t < 130) ? Number.NaN : daily(t) + noise()));
  const { mean } = fitted(y).model.forecast(24, 0.9);
  for (const [h, value] of mean.entries()) expect(Math.abs(value - daily(24 * 14 + h))).toBeLessThan(5);
});

test('what is expected belongs to the last values, the last to the last', () => {
  const noise = normal(4);
  const y = series(24 * 28, (t) => daily(t) + noise());
  const { expectations = [] } = fitted(y);
  expect(expectations.length).toBe(400);
  const misses = expectations.map(({ mean }, i) =>
    Math.abs(mean - (y[y.length - expectations.length + i] ?? 0)),
  );
  expect(misses.reduce((a, b) => a + b, 0) / misses.length).toBeLessThan(1.5);
});

test('forecasts stay within the physical range', () => {
  const noise = normal(5);
  const y = series(24 * 14, (t) => Math.min(100, 90 + 0.03 * t + noise()));
  const { mean, upper } = fitted(y, { ...hourly, range: { min: 0, max: 100 } }).model.forecast(2000, 0.95);
  expect(Math.max(...mean, ...upper)).toBeLessThanOrEqual(100);
});
