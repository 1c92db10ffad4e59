import {
  type FittedModel,
  type Forecaster,
  forecasters,
  type RatedModel,
} from '../../../lib/domain/forecast/index.ts';
import { normals, seededUniform } from './arima/seeded-random.ts';

const options = { stepMs: 3_600_000, startMs: 0, periods: [24] };

/** Hourly traffic, of ten days. */
function traffic(seed = 1, length = 240): Float64Array {
  const normal = normals(seededUniform(seed));
  return Float64Array.from(
    { length },
    (_, t) => 1000 + 300 * Math.sin((2 * Math.PI * t) / 24) + 20 * normal(),
  );
}

function fitted(forecaster: Forecaster, y: Float64Array, more = {}): FittedModel {
  const result = forecaster.fit(y, { ...options, ...more });
  if (result.kind !== 'fitted') throw new Error(`${forecaster.id} found ${result.got} values too few`);
  return result.model;
}

const ratingOf = (model: FittedModel | RatedModel) => ('backtest' in model ? model.backtest : undefined);

describe.each(forecasters.map((forecaster) => [forecaster.id, forecaster] as const))(
  '%s',
  (_, forecaster) => {
    test('expects the next value near to what comes, within bounds in order', () => {
      const y = traffic();
      const model = fitted(forecaster, y.subarray(0, 216));
      let hits = 0;
      for (const value of y.subarray(216)) {
        const { mean, lower, upper, sd } = model.next(0.95);
        expect(lower).toBeLessThanOrEqual(mean);
        expect(mean).toBeLessThanOrEqual(upper);
        expect(sd).toBeGreaterThan(0);
        expect(Math.abs(value - mean)).toBeLessThan(150);
        if (value >= lower && value <= upper) hits++;
        model.update(value);
      }
      expect(hits).toBeGreaterThanOrEqual(20);
    });

    test('forecasts a day better than its mean would', () => {
      const y = traffic(2);
      const { mean, lower, upper } = fitted(forecaster, y.subarray(0, 216)).forecast(24, 0.95);
      expect([mean.length, lower.length, upper.length]).toEqual([24, 24, 24]);
      const error = mean.reduce((sum, value, h) => sum + Math.abs(value - y[216 + h]!), 0) / 24;
      expect(error).toBeLessThan(60);
    });

    test('goes on from its state exactly as without', () => {
      const y = traffic(3);
      const model = fitted(forecaster, y.subarray(0, 216));
      const again = forecaster.restore(JSON.parse(JSON.stringify(model.state())));
      for (const value of [...y.subarray(216), Number.NaN, 900]) {
        expect(again.next(0.9)).toEqual(model.next(0.9));
        model.update(value);
        again.update(value);
      }
      expect(again.forecast(30, 0.9)).toEqual(model.forecast(30, 0.9));
      expect(again.description).toBe(model.description);
      expect(ratingOf(again)).toEqual(ratingOf(model));
      expect(again.notes).toEqual(model.notes);
      expect(JSON.stringify(model.state()).length).toBeLessThan(12_000);
    });

    test('stays within the range of the signal', () => {
      const y = traffic(4).map((value) => Math.max(0, value - 1000));
      const { mean, lower, upper } = fitted(forecaster, y, { range: { min: 0, max: 250 } }).forecast(
        48,
        0.99,
      );
      for (const path of [mean, lower, upper]) {
        expect(Math.min(...path)).toBeGreaterThanOrEqual(0);
        expect(Math.max(...path)).toBeLessThanOrEqual(250);
      }
    });

    test('takes gaps, constant stretches and a wild value in finite numbers', () => {
      const gappy = traffic(5, 150).map((value, t) => (t % 17 === 3 ? Number.NaN : value));
      const wild = traffic(6, 150).map((value, t) => (t === 100 ? 1e9 : value));
      for (const y of [gappy, wild, new Float64Array(100).fill(7), new Float64Array(100)]) {
        const { mean, lower, upper } = fitted(forecaster, y).forecast(24, 0.95);
        for (const path of [mean, lower, upper]) expect(path.every(Number.isFinite)).toBe(true);
      }
    });

    test('says how many values it wants when there are too few', () => {
      const result = forecaster.fit(new Float64Array(5).fill(1), options);
      expect(result).toMatchObject({ kind: 'too_short', got: 5 });
    });

    test('refuses a state of something else', () => {
      expect(() => forecaster.restore({ kind: 'something' })).toThrow(RangeError);
    });
  },
);
