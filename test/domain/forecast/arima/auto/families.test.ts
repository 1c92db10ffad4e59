import { familiesFor } from '../../../../../lib/domain/forecast/arima/auto/families.ts';
import { holdOutError, holdOutFor } from '../../../../../lib/domain/forecast/arima/auto/hold-out.ts';
import { rate } from '../../../../../lib/domain/forecast/arima/auto/rate.ts';
import { type SearchSpace, stepwise } from '../../../../../lib/domain/forecast/arima/auto/stepwise.ts';
import { fitArima } from '../../../../../lib/domain/forecast/arima/index.ts';
import type { ArimaSpec } from '../../../../../lib/domain/forecast/arima/spec.ts';
import { normals, seededUniform } from '../seeded-random.ts';
import { simulatedSeries } from '../simulated-series.ts';

const arima: ArimaSpec = { order: [1, 0, 1], seasonal: [0, 1, 1, 4] };
const series = simulatedSeries(seededUniform(4), 120, arima, [0.6, 0.3, -0.5, 1]);

describe('the ways to treat the seasons of a series', () => {
  const plain = { period: 1, waves: [], movingOnly: false };

  test.each([
    ['no season', [], 1000, [plain]],
    ['a season that the series is too short for', [24], 50, [plain]],
    ['a short season', [12], 200, [{ period: 12, waves: [], movingOnly: false }]],
    [
      'a long season',
      [168],
      2000,
      [
        { period: 1, waves: [168], movingOnly: false },
        { period: 168, waves: [], movingOnly: true },
      ],
    ],
    ['a very long season', [1440], 20_000, [{ period: 1, waves: [1440], movingOnly: false }]],
    [
      'a day and a week of hours',
      [168, 24, 24],
      2000,
      [
        { period: 24, waves: [168], movingOnly: false },
        { period: 1, waves: [24, 168], movingOnly: false },
        { period: 168, waves: [], movingOnly: true },
      ],
    ],
    ['a week too long for the series', [24, 168], 300, [{ period: 24, waves: [], movingOnly: false }]],
    [
      'a day and a week of minutes',
      [1440, 10_080],
      30_000,
      [{ period: 1, waves: [1440, 10_080], movingOnly: false }],
    ],
  ])('of %s', (_, periods, n, expected) => {
    expect(familiesFor(periods, n)).toEqual(expected);
  });
});

describe('the stepwise search', () => {
  const space: SearchSpace = {
    d: 0,
    seasonalD: 1,
    period: 4,
    most: { p: 2, q: 2, P: 1, Q: 1 },
    mayDrift: true,
  };

  function run(within: SearchSpace, expired = () => false) {
    const seen: ArimaSpec[] = [];
    const search = stepwise(series, within, {}, expired, ({ spec }) => seen.push(spec));
    let yields = 0;
    for (;;) {
      const { done, value } = search.next();
      if (done) return { best: value, seen, yields };
      yields++;
    }
  }

  test('begins with the five models of Hyndman and Khandakar', () => {
    const { seen } = run(space);
    expect(seen.slice(0, 5)).toEqual([
      { order: [2, 0, 2], seasonal: [1, 1, 1, 4], trend: 'c' },
      { order: [0, 0, 0], seasonal: [0, 1, 0, 4], trend: 'c' },
      { order: [1, 0, 0], seasonal: [1, 1, 0, 4], trend: 'c' },
      { order: [0, 0, 1], seasonal: [0, 1, 1, 4], trend: 'c' },
      { order: [0, 0, 0], seasonal: [0, 1, 0, 4], trend: 'n' },
    ]);
  });

  test('fits no model twice and none beyond the orders it may use', () => {
    const { seen } = run(space);
    expect(new Set(seen.map((spec) => JSON.stringify(spec))).size).toBe(seen.length);
    for (const { order, seasonal = [0, 0, 0, 1] } of seen) {
      expect(Math.max(Number(order[0]), Number(order[2]))).toBeLessThanOrEqual(2);
      expect(Math.max(Number(seasonal[0]), Number(seasonal[2]))).toBeLessThanOrEqual(1);
    }
  });

  test('ends where no neighbour has a lower AICc', () => {
    const { best, seen } = run(space);
    const worths = seen.map((spec) => rate(series, spec, {}).aicc);
    expect(best?.aicc).toBe(Math.min(...worths));
  });

  test('tries every combination up to the sum of orders in full', () => {
    const { seen } = run({ ...space, full: 2 });
    const sum = ({ order, seasonal = [0, 0, 0, 1] }: ArimaSpec) =>
      Number(order[0]) + Number(order[2]) + Number(seasonal[0]) + Number(seasonal[2]);
    // 1 of sum 0, 4 of sum 1, 8 of sum 2 (six pairs, and p or q alone twice), with a constant and without.
    expect(seen).toHaveLength(2 * (1 + 4 + 8));
    expect(seen.every((spec) => sum(spec) <= 2)).toBe(true);
  });

  test('tries no constant where it would be a parabola', () => {
    const { seen } = run({ ...space, mayDrift: false });
    expect(seen.every(({ trend }) => trend === 'n')).toBe(true);
  });

  test('fits the first model even when there is no time, and then no other', () => {
    const { best, seen } = run({ ...space, most: { p: 1, q: 0, P: 0, Q: 1 } }, () => true);
    expect(seen).toHaveLength(1);
    expect(best?.spec).toEqual(seen[0]);
  });

  test('leaves out a lag that the seasonal part has too', () => {
    const { seen } = run({ ...space, period: 2, most: { p: 2, q: 2, P: 1, Q: 1 }, mayDrift: false, full: 4 });
    const isTwice = ({ order, seasonal = [0, 0, 0, 1] }: ArimaSpec) =>
      (Number(order[0]) >= 2 && Number(seasonal[0]) > 0) ||
      (Number(order[2]) >= 2 && Number(seasonal[2]) > 0);
    expect(seen.filter(isTwice)).toEqual([]);
    // All but (2, 1) of the six pairs of p and P, and of those of q and Q.
    expect(seen).toHaveLength(5 * 5);
  });
});

describe('what a specification is worth', () => {
  test('is nearly its exact AICc', () => {
    const { aicc } = rate(series, arima, {});
    const exact = fitArima(series, arima).aicc;
    expect(aicc).toBeGreaterThanOrEqual(exact - 1e-6);
    expect(aicc).toBeLessThan(exact + 0.05);
  });

  test('is nothing where the series cannot carry it', () => {
    expect(rate(series.subarray(0, 9), { order: [5, 0, 5] }, {}).aicc).toBe(Number.POSITIVE_INFINITY);
    expect(rate(series, { order: [1, 0, 0] }, { regressors: [] }).aicc).toBeLessThan(1e6);
  });

  test('is nothing next to a unit root, unless that is allowed', () => {
    const normal = normals(seededUniform(2));
    let level = 0;
    const walk = Float64Array.from({ length: 200 }, () => {
      level += 1 + 0.1 * normal();
      return level;
    });
    const near: ArimaSpec = { order: [1, 0, 0] };
    expect(rate(walk, near, {}).aicc).toBe(Number.POSITIVE_INFINITY);
    expect(rate(walk, near, {}, 'allowed').aicc).toBeLessThan(Number.POSITIVE_INFINITY);
  });
});

describe('the hold-out', () => {
  test('is three stretches of the shortest season, a third of the series at most', () => {
    expect(holdOutFor(2000, [24, 168])).toEqual({ length: 72, horizon: 24 });
    expect(holdOutFor(2000, [4])).toEqual({ length: 36, horizon: 12 });
    expect(holdOutFor(100, [24])).toEqual({ length: 30, horizon: 10 });
    expect(holdOutFor(9, [4])).toEqual({ length: 3, horizon: 1 });
  });

  test('has the error of forecasts from each of its origins', () => {
    const spec: ArimaSpec = { order: [0, 1, 0] };
    const y = Float64Array.of(...series.subarray(0, 94), 1, 2, 3, 4, 5, 6);
    const found = holdOutError(y, { spec, seasons: [], aicc: 0 }, {}, { length: 6, horizon: 2 });
    // A walk forecasts the last value: off by what came, a step and two after each origin.
    const origins = [y[93]!, 2, 4];
    const misses = origins.flatMap((last, i) => [2 * i + 1 - last, 2 * i + 2 - last]).map(Math.abs);
    expect(found).toBeCloseTo(misses.reduce((sum, miss) => sum + miss, 0) / 6, 10);
  });

  test('does not count gaps', () => {
    const spec: ArimaSpec = { order: [0, 1, 0] };
    const y = Float64Array.of(...series.subarray(0, 98), Number.NaN, series[97]! + 3);
    const found = holdOutError(y, { spec, seasons: [], aicc: 0 }, {}, { length: 2, horizon: 2 });
    expect(found).toBeCloseTo(3, 10);
  });

  test('takes regressors and waves from after the fit, in forecasts and in updates', () => {
    const step = Float64Array.from({ length: 100 }, (_, t) => (t % 7 < 3 ? 1 : 0));
    const normal = normals(seededUniform(3));
    let level = 0;
    const y = step.map((on, t) => {
      level += 0.1 * normal();
      return level + 50 * on + 20 * Math.sin((2 * Math.PI * t) / 12.5);
    });
    const candidate = {
      spec: { order: [0, 1, 0] } as const,
      seasons: [{ period: 12.5, harmonics: 1 }],
      aicc: 0,
    };
    const base = { regressors: [{ name: 'step', values: step }] };
    expect(holdOutError(y, candidate, base, { length: 30, horizon: 10 })).toBeLessThan(0.5);
  });

  test('of a candidate that cannot be fitted is infinite', () => {
    const candidate = { spec: { order: [5, 2, 5] } as const, seasons: [], aicc: 0 };
    expect(holdOutError(series.subarray(0, 12), candidate, {}, { length: 3, horizon: 1 })).toBe(
      Number.POSITIVE_INFINITY,
    );
  });
});
