import { arima } from '../../../../lib/domain/forecast/arima/forecaster.ts';
import type { FittedModel, Forecaster } from '../../../../lib/domain/forecast/forecaster.ts';
import { createMstl, mstl } from '../../../../lib/domain/forecast/mstl/index.ts';
import { createRandom } from '../../../../lib/domain/numerics/seeded-random.ts';

const options = { stepMs: 3_600_000, startMs: 0, periods: [24, 168] };

/** Twenty-five days with a day, a week and an AR(1). The peer's figures below are of the same series. */
function traffic(): Float64Array {
  const random = createRandom(7);
  let wander = 0;
  return Float64Array.from({ length: 600 }, (_, t) => {
    wander = 0.8 * wander + 0.1 * (random() - 0.5);
    const day = 0.3 * Math.sin((2 * Math.PI * t) / 24);
    return 1000 * Math.exp(day + 0.1 * Math.sin((2 * Math.PI * t) / 168) + wander);
  });
}

/** The last value for ever. */
const naive: Forecaster = {
  id: 'naive',
  fit: (y) => ({ kind: 'fitted', model: naiveModel(y.findLast(Number.isFinite) ?? 0) }),
  restore: (state) => naiveModel(Number(state)),
};

function naiveModel(start: number): FittedModel {
  let last = start;
  const flat = (horizon: number) => new Float64Array(horizon).fill(last);
  return {
    forecasterId: 'naive',
    description: 'naive',
    next: () => ({ mean: last, sd: 0, lower: last, upper: last }),
    update: (value) => {
      last = Number.isFinite(value) ? value : last;
    },
    forecast: (horizon) => ({ mean: flat(horizon), lower: flat(horizon), upper: flat(horizon) }),
    state: () => last,
  };
}

function fitted(forecaster: Forecaster, y: Float64Array, more = {}): FittedModel {
  const result = forecaster.fit(y, { ...options, ...more });
  if (result.kind !== 'fitted') throw new Error(`${result.got} values were too few`);
  return result.model;
}

const everySixth = (path: Float64Array) => path.filter((_, h) => h % 6 === 0);

// statsforecast 2.1.1: MSTL(season_length=[24, 168], trend_forecaster=…) on the logarithm, steps 1, 7 … 43 ahead.
test.each([
  [
    'Naive',
    naive,
    [925.459315, 1313.706949, 962.054916, 683.910767, 902.588139, 1310.486006, 880.32228, 652.636404],
    1e-6,
  ],
  [
    'AutoARIMA',
    arima,
    [922.51983, 1295.151752, 944.651546, 670.551926, 884.482945, 1283.947148, 862.433073, 639.357364],
    0.02,
  ],
] as const)('forecasts are those of statsforecast with %s on the rest', (_, inner, expected, tolerance) => {
  const { mean } = fitted(createMstl({ inner }), traffic()).forecast(48, 0.95);
  for (const [i, value] of everySixth(mean).entries())
    expect(Math.abs(value / (expected[i] ?? Number.NaN) - 1)).toBeLessThan(tolerance);
});

test('seasons follow what comes', () => {
  const model = fitted(createMstl({ inner: naive, scale: 'level' }), traffic());
  const before = model.forecast(24, 0.95).mean;
  // For ten days the last hour of each day is half as much again.
  for (let day = 0; day < 10; day++) {
    const { mean } = model.forecast(24, 0.95);
    for (let hour = 0; hour < 24; hour++) model.update((mean[hour] ?? 0) * (hour === 23 ? 1.5 : 1));
  }
  const after = model.forecast(24, 0.95).mean;
  const share = (path: Float64Array) => (path[23] ?? 0) / (path[12] ?? 1);
  expect(share(after)).toBeGreaterThan(1.15 * share(before));
});

test('values that are not positive are taken on the level', () => {
  const model = fitted(
    createMstl({ inner: naive }),
    traffic().map((value) => value - 1000),
  );
  expect(model.description).toContain('on the level');
});

test('gaps are bridged, and bounds kept', () => {
  const y = traffic().map((value, t) => (t % 50 < 5 ? Number.NaN : value));
  const { lower, upper } = fitted(mstl, y, { range: { min: 700, max: 1200 } }).forecast(48, 0.99);
  expect(Math.min(...lower)).toBeGreaterThanOrEqual(700);
  expect(Math.max(...upper)).toBeLessThanOrEqual(1200);
});

test('a past shorter than two of any season is too short, and no season at all is the inner model alone', () => {
  expect(mstl.fit(traffic().subarray(0, 40), options)).toEqual({ kind: 'too_short', got: 40, needed: 48 });
  const { mean } = fitted(createMstl({ inner: naive }), traffic(), { periods: [] }).forecast(3, 0.9);
  expect(mean[2]).toBeCloseTo(traffic().at(-1) ?? 0, 6);
});

test('refuses a state with a season that is none', () => {
  const state = fitted(createMstl({ inner: naive }), traffic()).state() as object;
  expect(() => createMstl({ inner: naive }).restore({ ...state, seasons: ['AAAAAA=='] })).toThrow(
    /numbers that are no season for the state's seasons/,
  );
});
