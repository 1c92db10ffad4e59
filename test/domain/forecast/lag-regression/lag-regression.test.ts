import { bridgedSeries, fitVariant } from '../../../../lib/domain/forecast/lag-regression/fit.ts';
import {
  createHistory,
  pushValue,
  valueAgo,
} from '../../../../lib/domain/forecast/lag-regression/history.ts';
import { createLagRegression, lagRegression } from '../../../../lib/domain/forecast/lag-regression/index.ts';
import { lagsOf } from '../../../../lib/domain/forecast/lag-regression/lags.ts';
import { seasonMeans } from '../../../../lib/domain/forecast/lag-regression/season-means.ts';
import { lagVariants } from '../../../../lib/domain/forecast/lag-regression/variant.ts';
import { fromScale, scaleFor, toScale } from '../../../../lib/domain/forecast/value-scale.ts';
import { normals, seededUniform } from '../arima/seeded-random.ts';

const options = { stepMs: 3_600_000, startMs: 0, periods: [24, 168] };

/** Hours with a daily wave and quiet weekends. */
function hours(length: number, noise = 10, seed = 1): Float64Array {
  const normal = normals(seededUniform(seed));
  return Float64Array.from({ length }, (_, t) => {
    const weekend = Math.floor(t / 24) % 7 >= 5 ? 0.5 : 1;
    return weekend * (500 + 200 * Math.sin((2 * Math.PI * t) / 24)) + noise * normal();
  });
}

describe('lags', () => {
  test('of hours lie around the day, two days, six days and the week', () => {
    expect([...lagsOf([24, 168], 'full', 1000)]).toEqual([
      1, 2, 22, 23, 24, 25, 26, 47, 48, 49, 143, 144, 145, 166, 167, 168, 169, 170,
    ]);
  });

  test('of weeks lie around the year and its double, and quarters of it', () => {
    expect([...lagsOf([52], 'full', 1000)]).toEqual([1, 2, 3, 51, 52, 53, 104, 105]);
    expect([...lagsOf([52], 'parts', 1000)]).toEqual([13, 26, 39, 52]);
  });

  test('without a season are the last values, and never longer than allowed', () => {
    expect([...lagsOf([], 'full', 1000)]).toEqual([1, 2, 3, 4]);
    expect([...lagsOf([24, 168], 'full', 30)]).toEqual([1, 2, 22, 23, 24, 25, 26]);
    expect([...lagsOf([24, 168], 'far', 10)]).toEqual([1]);
  });
});

describe('means of a season', () => {
  test('of the long season keep to the short one where the weeks differ by noise alone', () => {
    const normal = normals(seededUniform(3));
    const x = Float64Array.from({ length: 672 }, (_, t) => Math.sin((2 * Math.PI * t) / 24) + 0.3 * normal());
    const means = seasonMeans(x, 672, [24, 168], 'long', new Float64Array(672));
    const worst = Math.max(...means.map((mean, s) => Math.abs(mean - Math.sin((2 * Math.PI * s) / 24))));
    expect(means).toHaveLength(168);
    expect(worst).toBeLessThan(0.3);
  });

  test('of the long season show a quiet weekend', () => {
    const x = hours(672, 1);
    const means = seasonMeans(x, 672, [24, 168], 'long', new Float64Array(672));
    expect(means[6 * 24]! / means[0]!).toBeCloseTo(0.5, 1);
  });

  test('are one median where no season fits twice', () => {
    expect([...seasonMeans(Float64Array.of(1, 5, 3), 3, [24], 'long', new Float64Array(3))]).toEqual([3]);
  });
});

describe('scales', () => {
  test.each(['level', 'log', 'root'] as const)('%s gives back what it took', (kind) => {
    const scale = scaleFor(kind, Float64Array.of(0, 3, 40))!;
    for (const value of [0, 3, 40]) expect(fromScale(scale, toScale(scale, value))).toBeCloseTo(value, 9);
  });

  test('of ratios and roots are not there for negative values', () => {
    expect(scaleFor('log', Float64Array.of(-1, 3))).toBeUndefined();
    expect(scaleFor('root', Float64Array.of(-1, 3))).toBeUndefined();
    expect(scaleFor('level', Float64Array.of(-1, 3))).toEqual({ kind: 'level', shift: 0 });
  });
});

describe('lag regression', () => {
  test.each(Object.values(lagVariants).map((variant) => [variant.id, variant] as const))(
    '%s goes on from its state exactly, with gaps and a week of learning',
    (_, variant) => {
      const y = hours(504);
      const forecaster = createLagRegression(variant);
      const result = forecaster.fit(y.subarray(0, 400), options);
      if (result.kind !== 'fitted') throw new Error('not fitted');
      const again = forecaster.restore(JSON.parse(JSON.stringify(result.model.state())));
      for (const [t, value] of y.subarray(400).entries()) {
        const seen = t % 13 === 5 ? Number.NaN : value;
        result.model.update(seen);
        again.update(seen);
      }
      expect(again.forecast(48, 0.8)).toEqual(result.model.forecast(48, 0.8));
      expect(again.next(0.9)).toEqual(result.model.next(0.9));
    },
  );

  test('forecasts the weekend that a day ago does not know of', () => {
    const y = hours(24 * 33);
    const cut = 24 * 26;
    const result = lagRegression.fit(y.subarray(0, cut), options);
    if (result.kind !== 'fitted') throw new Error('not fitted');
    const { mean } = result.model.forecast(168, 0.95);
    const error = mean.reduce((sum, value, h) => sum + Math.abs(value - y[cut + h]!), 0) / 168;
    expect(error).toBeLessThan(25);
  });

  test('learns a change of its rhythm from what comes', () => {
    const before = hours(600, 5);
    const result = lagRegression.fit(before, { ...options, periods: [24] });
    if (result.kind !== 'fitted') throw new Error('not fitted');
    const still = lagRegression.restore(result.model.state());
    const changed = (t: number) => 400 + 150 * Math.sin((2 * Math.PI * t) / 12);
    for (let t = 600; t < 900; t++) {
      still.update(changed(t));
      result.model.update(changed(t));
    }
    const { mean } = still.forecast(24, 0.95);
    const error = mean.reduce((sum, value, h) => sum + Math.abs(value - changed(900 + h)), 0) / 24;
    expect(error).toBeLessThan(10);
  });

  test('widens its interval the further it looks, and holds about the share it states', () => {
    const y = hours(1100, 20, 7);
    const result = fitVariant(y.subarray(0, 700), options, lagVariants.fullLevel);
    if (result.kind !== 'fitted') throw new Error('not fitted');
    const { lower, upper } = result.model.forecast(48, 0.9);
    expect(upper[40]! - lower[40]!).toBeGreaterThan(upper[0]! - lower[0]!);
    let hits = 0;
    for (const value of y.subarray(700)) {
      const next = result.model.next(0.9);
      if (value >= next.lower && value <= next.upper) hits++;
      result.model.update(value);
    }
    expect(hits / 400).toBeGreaterThan(0.82);
    expect(hits / 400).toBeLessThan(0.96);
  });

  test('of the logarithm takes the level where values are negative', () => {
    const result = lagRegression.fit(
      hours(400).map((value) => value - 600),
      options,
    );
    expect(result).toMatchObject({ kind: 'fitted' });
    if (result.kind === 'fitted') expect(result.model.description).toContain('level');
  });

  test('refuses a state with a history shorter than its lags', () => {
    const result = lagRegression.fit(hours(400), options);
    if (result.kind !== 'fitted') throw new Error('not fitted');
    const state = result.model.state() as { readonly [key: string]: never };
    const short = createHistory(Float64Array.of(1, 2), 2);
    const history = { kind: 'history', version: 1, offset: short.offset, values: 'AAAAAA==', count: 2 };
    expect(() => lagRegression.restore({ ...state, history })).toThrow(/history/);
  });
});

test('a history gives back its last values, and the oldest it keeps for those before', () => {
  const history = createHistory(Float64Array.of(1, 2, 3, 4, 5), 3);
  pushValue(history, 6);
  expect([1, 2, 3, 9].map((lag) => valueAgo(history, lag))).toEqual([6, 5, 4, 4]);
  expect(history.count).toBe(6);
});

test('a series is bridged from its first value on', () => {
  const { first, values, got } = bridgedSeries(Float64Array.of(Number.NaN, 1, Number.NaN, 3));
  expect({ first, values: [...values], got }).toEqual({ first: 1, values: [1, 2, 3], got: 2 });
});
