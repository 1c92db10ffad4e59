import type { FitOptions } from '../../../../lib/domain/forecast/forecaster.ts';
import { pool } from '../../../../lib/domain/forecast/pool/index.ts';
import { normals, seededUniform } from '../arima/seeded-random.ts';

const options: FitOptions = { stepMs: 3_600_000, startMs: 0, periods: [24, 168], horizon: 24 };

/** Hours with a daily wave, quiet weekends and noise relative to the value. */
function hours(length: number, noise = 0.05, seed = 1): Float64Array {
  const normal = normals(seededUniform(seed));
  return Float64Array.from({ length }, (_, t) => {
    const weekend = Math.floor(t / 24) % 7 >= 5 ? 0.5 : 1;
    return weekend * (500 + 200 * Math.sin((2 * Math.PI * t) / 24)) * (1 + noise * normal());
  });
}

function fitted(y: Float64Array, more: Partial<FitOptions> = {}) {
  const result = pool.fit(y, { ...options, ...more });
  if (result.kind !== 'fitted') throw new Error(`${result.got} values are too few`);
  return result;
}

const four = hours(24 * 22);
const ofFour = fitted(four.subarray(0, 24 * 21));

describe('the pool', () => {
  test('forecasts a day with three quarters of the error of what was a day ago, and rates itself', () => {
    const { model } = ofFour;
    const { mean } = model.forecast(24, 0.95);
    const actual = four.subarray(24 * 21);
    const error = mean.reduce((sum, value, h) => sum + Math.abs(value - actual[h]!), 0);
    const naive = actual.reduce((sum, value, h) => sum + Math.abs(value - four[24 * 20 + h]!), 0);
    expect(error).toBeLessThan(0.75 * naive);
    expect(model.backtest.error).toBeLessThan(1.05 * model.backtest.naiveError);
  });

  test('keeps its decision: what each contender lost and how much it says', () => {
    const { kept, origins, horizon, contenders, loss } = ofFour.model.decision;
    expect({ kept, origins, horizon }).toEqual({ kept: 'mix', origins: 12, horizon: 24 });
    expect(loss).toBeLessThan(1.05);
    expect(contenders.map(({ id }) => id)).toContain('seasonal-naive');
    const weights = contenders.reduce((sum, { weight }) => sum + weight, 0);
    expect(weights).toBeGreaterThan(0.85);
    expect(weights).toBeLessThan(1.01);
    const losses = contenders.flatMap(({ loss: one }) => one ?? []);
    expect(losses).toEqual(losses.toSorted((a, b) => a - b));
    expect(ofFour.model.description).toMatch(/^pool: [a-z0-9-]+ \d+ %/);
  });

  test('comes back from its state with decision, rating and notes, in less than 20 kB', () => {
    const y = four.map((value, t) => (t % 50 === 7 ? Number.NaN : value));
    const { model } = fitted(y);
    const text = JSON.stringify(model.state());
    const again = pool.restore(JSON.parse(text));
    expect(again.decision).toEqual(model.decision);
    expect(again.backtest).toEqual(model.backtest);
    expect(again.notes).toEqual(['11 of 528 values are missing and were bridged']);
    for (const value of [400, Number.NaN, 500]) {
      again.update(value);
      model.update(value);
    }
    expect(again.forecast(60, 0.8)).toEqual(model.forecast(60, 0.8));
    expect(text.length).toBeLessThan(20_000);
  });

  test('holds about the share of a day that its interval states, over many days', () => {
    const y = hours(24 * 33, 0.1, 3);
    let hits = 0;
    let all = 0;
    for (let day = 14; day < 33; day += 6) {
      const { lower, upper } = fitted(y.subarray(0, 24 * day)).model.forecast(24, 0.9);
      for (let h = 0; h < 24; h++) {
        const value = y[24 * day + h]!;
        if (value >= lower[h]! && value <= upper[h]!) hits++;
        all++;
      }
    }
    expect(hits / all).toBeGreaterThan(0.82);
    expect(hits / all).toBeLessThan(0.98);
  });

  test('tells detectors what it expected of the last values, each before it came', () => {
    const { expectations = [] } = ofFour;
    expect(expectations).toHaveLength(168);
    const last = four.subarray(24 * 21 - 168, 24 * 21);
    const inside = expectations.filter(({ lower, upper }, i) => last[i]! >= lower && last[i]! <= upper);
    expect(inside.length / 168).toBeGreaterThan(0.85);
    for (const { mean, sd } of expectations) expect(Number.isFinite(mean) && sd > 0).toBe(true);
  });

  test('looks further than it tried, with intervals that do not shrink', () => {
    const { lower, upper, mean } = ofFour.model.forecast(24 * 7, 0.95);
    expect([...mean, ...lower, ...upper].every(Number.isFinite)).toBe(true);
    const width = (day: number) =>
      upper
        .subarray(24 * day, 24 * day + 24)
        .reduce((sum, value, h) => sum + value - lower[24 * day + h]!, 0);
    expect(width(4)).toBeGreaterThanOrEqual(0.9 * width(0));
  });

  test('of two weeks, one week and a day and a half forecasts in finite numbers', () => {
    for (const length of [336, 168, 36]) {
      const { mean, lower, upper } = fitted(four.subarray(0, length)).model.forecast(48, 0.95);
      for (const path of [mean, lower, upper]) expect(path.every(Number.isFinite)).toBe(true);
    }
  });

  test('of too few values to try anything on stays with seasonal naive', () => {
    const { model } = fitted(four.subarray(0, 30));
    expect(model.decision).toMatchObject({ kept: 'seasonal-naive' });
    expect(model.decision.origins).toBeLessThan(3);
  });

  test('of a constant, of zeros and of values about zero forecasts in finite numbers', () => {
    const normal = normals(seededUniform(9));
    const about = Float64Array.from({ length: 400 }, () => normal());
    for (const y of [new Float64Array(400).fill(5), new Float64Array(400), about]) {
      const { mean, lower, upper } = fitted(y).model.forecast(24, 0.95);
      for (const path of [mean, lower, upper]) expect(path.every(Number.isFinite)).toBe(true);
      expect(Math.max(...upper) - Math.min(...lower)).toBeLessThan(20);
    }
  });

  test('is the same of values a thousand times as large', () => {
    const y = four.subarray(0, 336);
    const one = fitted(y).model.forecast(24, 0.95).mean;
    const large = fitted(y.map((value) => 1024 * value)).model.forecast(24, 0.95).mean;
    for (const [h, value] of large.entries()) expect(value / 1024 / one[h]!).toBeCloseTo(1, 5);
  });

  test('out of time says what it did not try, and forecasts with what it has', () => {
    const { model } = fitted(four, { expired: () => true });
    expect(model.notes?.some((note) => note.startsWith('no time was left'))).toBe(true);
    expect(model.forecast(24, 0.95).mean.every(Number.isFinite)).toBe(true);
  });

  test('refuses a state with a part that no pool has', () => {
    const state = JSON.parse(JSON.stringify(ofFour.model.state()));
    state.parts[0][0] = 'oracle';
    expect(() => pool.restore(state)).toThrow(/oracle/);
    expect(() => pool.restore({ ...state, parts: [] })).toThrow(RangeError);
  });
});
