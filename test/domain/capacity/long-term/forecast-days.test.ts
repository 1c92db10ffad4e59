import { reachOfDay } from '../../../../lib/domain/capacity/campaign.ts';
import { forecastDays, quantilePath } from '../../../../lib/domain/capacity/long-term/index.ts';
import { createRandom } from '../../../../lib/domain/numerics/seeded-random.ts';
import { at, day, t0 } from '../given.ts';

const week = [1, 1.02, 1.02, 1, 0.98, 0.8, 0.75];
const usual = (i: number) => week[i % 7] ?? 1;
const expected = { hasCampaigns: true, growth: 0 };

function daily(length: number, level: (day: number) => number, seed = 1): Float64Array {
  const random = createRandom(seed);
  return new Float64Array(length).map((_, i) => level(i) * usual(i) * Math.exp(0.04 * (random() - 0.5)));
}

function forecast(values: Float64Array, more = {}) {
  const result = forecastDays({ startMs: t0, values }, { horizon: 90, paths: 100, ...more });
  if (result.kind !== 'forecast') throw new Error(`got ${result.kind}`);
  return result;
}

test('growth and weekdays go on', () => {
  const level = (i: number) => 100 * Math.exp(0.0015 * i);
  const made = forecast(daily(365, level));
  const middle = quantilePath(made.paths(expected), 0.5);
  for (const h of [0, 5, 6, 44, 89])
    expect(at(middle, h) / (level(365 + h) * usual(365 + h))).toBeCloseTo(1, 1);
  expect(made.growthPerYear).toBeGreaterThan(0.5);
  expect(made.error).toBeLessThan(made.benchmarkError);
});

test('growth that has levelled off is not drawn on', () => {
  const level = (i: number) => 100 * (1 + 0.5 * (1 - Math.exp(-i / 60)));
  const middle = quantilePath(forecast(daily(365, level)).paths(expected), 0.5);
  expect(at(middle, 84) / (level(449) * usual(449))).toBeCloseTo(1, 1);
});

test('wild days do not bend the trend, but they may come again', () => {
  const values = daily(365, () => 100);
  for (const i of [40, 41, 150, 260, 261, 330]) values[i] = 900;
  const paths = forecast(values).paths(expected);
  expect(quantilePath(paths, 0.5)[30]).toBeLessThan(120);
  expect(paths.filter((path) => Math.max(...path) > 500).length).toBeGreaterThan(25);
});

test('a campaign past is measured, and one to come lifts its days, or not where it does not take place', () => {
  const on = (i: number) => [60, 150, 240, 330, 400].includes(i);
  const campaigns = [60, 150, 240, 330, 400].map((i) => ({
    name: 'sale',
    fromMs: t0 + i * day,
    toMs: t0 + (i + 1) * day,
  }));
  const values = daily(455, (i) => 100 * (on(i) ? 1.4 : 1)).subarray(0, 365);
  const made = forecast(values, { campaigns, exposure: reachOfDay });
  expect(made.campaigns).toHaveLength(4);
  for (const { effect, error } of made.campaigns)
    expect(Math.abs(effect - Math.log(1.4))).toBeLessThan(3 * error);
  const lift = (hasCampaigns: boolean) => at(quantilePath(made.paths({ hasCampaigns, growth: 0 }), 0.5), 35);
  expect(lift(true) / lift(false)).toBeCloseTo(1.4, 1);
});

test('what a campaign is said to do counts', () => {
  const campaigns = [{ name: 'new', fromMs: t0 + 380 * day, toMs: t0 + 381 * day, strength: 3 }];
  const made = forecast(
    daily(365, () => 100),
    { campaigns, exposure: reachOfDay },
  );
  const middle = quantilePath(made.paths(expected), 0.5);
  expect(at(middle, 15) / at(middle, 8)).toBeGreaterThan(2);
});

test('a scenario of more growth ends so much higher', () => {
  const made = forecast(daily(365, () => 100));
  const last = (growth: number) => at(quantilePath(made.paths({ hasCampaigns: false, growth }), 0.5), 89);
  expect(last(0.2) / last(0)).toBeCloseTo(1.2, 6);
  expect(last(-0.1) / last(0)).toBeCloseTo(0.9, 6);
});

test('after a jump the new level counts, and the jump is told', () => {
  const made = forecast(daily(365, (i) => (i >= 340 ? 180 : 100)));
  expect(made.shifts).toEqual([expect.objectContaining({ day: 340 })]);
  const middle = quantilePath(made.paths(expected), 0.5);
  expect(at(middle, 7) / (180 * usual(372))).toBeCloseTo(1, 1);
});

test('with gaps and zeros among them days are forecast all the same', () => {
  const values = daily(365, () => 100).map((value, i) =>
    i % 9 === 0 ? 0 : i % 5 === 0 ? Number.NaN : value,
  );
  const middle = quantilePath(forecast(values).paths(expected), 0.5);
  expect(at(middle, 10) / (100 * usual(375))).toBeCloseTo(1, 1);
});

test('a series that is mostly zero is forecast near zero, and its days of traffic may come again', () => {
  const values = daily(365, (i) => (i % 21 === 0 ? 100 : 0));
  const paths = forecast(values).paths(expected);
  expect(at(quantilePath(paths, 0.5), 40)).toBeLessThan(5);
  expect(paths.filter((path) => Math.max(...path) > 50).length).toBeGreaterThan(50);
  expect(paths.every((path) => path.every(Number.isFinite))).toBe(true);
});

test('of two weeks no trend is made, and the interval is wide', () => {
  const made = forecast(daily(14, () => 100));
  expect(made.origins).toBe(0);
  const paths = made.paths(expected);
  const middle = quantilePath(paths, 0.5);
  expect(at(middle, 70) / (100 * usual(84))).toBeCloseTo(1, 0);
  expect(at(quantilePath(paths, 0.975), 70) / at(middle, 70)).toBeGreaterThan(1.3);
});

test('the same seed draws the same futures', () => {
  const made = forecast(daily(60, () => 100));
  expect(made.paths(expected)[17]).toEqual(made.paths(expected)[17]);
});

test('zeros alone are nothing to forecast, and six days are too few', () => {
  const of = (values: Float64Array) => forecastDays({ startMs: t0, values }, { horizon: 10 }).kind;
  expect(of(new Float64Array(40))).toBe('zero');
  expect(of(daily(6, () => 100))).toBe('too_short');
  expect(of(new Float64Array(40).fill(Number.NaN))).toBe('too_short');
  expect(of(new Float64Array(0))).toBe('too_short');
});

test('intervals of 90 % hold about nine of ten days over many series', () => {
  let inside = 0;
  let days = 0;
  for (let seed = 1; seed <= 6; seed++) {
    const slope = 0.0004 * seed;
    const values = daily(455, (i) => 100 * Math.exp(slope * i), seed);
    const paths = forecast(values.subarray(0, 365), { paths: 80 }).paths(expected);
    const [lower, upper] = [quantilePath(paths, 0.05), quantilePath(paths, 0.95)];
    for (let h = 0; h < 90; h++) {
      days++;
      const value = at(values, 365 + h);
      if (value >= at(lower, h) && value <= at(upper, h)) inside++;
    }
  }
  expect(inside / days).toBeGreaterThan(0.85);
  expect(inside / days).toBeLessThan(0.995);
});
