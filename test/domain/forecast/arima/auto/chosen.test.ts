import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { addWaves } from '../../../../../lib/domain/forecast/arima/auto/families.ts';
import {
  type AutoArima,
  type AutoArimaOptions,
  autoArima,
  autoArimaInTurns,
  evaluateArima,
  restoreAutoArima,
  type SeasonalPredictor,
} from '../../../../../lib/domain/forecast/arima/index.ts';
import type { Json } from '../../../../../lib/domain/forecast/forecaster.ts';
import { expectAllClose } from '../closeness.ts';
import { normals, seededUniform } from '../seeded-random.ts';

const fixture = join(__dirname, '../../../../fixtures/series/series.json');
const { airPassengers } = JSON.parse(readFileSync(fixture, 'utf8')) as { airPassengers: number[] };
const airline = Float64Array.from(airPassengers);

const periods = [12, 160];
const campaign = Float64Array.from({ length: 900 }, (_, t) => (t % 90 < 6 ? 1 : 0));
const own = (from: number, to: number) => [{ name: 'campaign', values: campaign.subarray(from, to) }];

/** A day of 12 steps, a week of 160 and a campaign now and then. */
function traffic(seed: number): Float64Array {
  const normal = normals(seededUniform(seed));
  let noise = 0;
  return Float64Array.from({ length: 500 }, (_, t) => {
    noise = 0.6 * noise + 8 * normal();
    const daily = 90 * Math.sin((2 * Math.PI * t) / 12) + 30 * Math.cos((4 * Math.PI * t) / 12);
    return 400 + daily + 60 * Math.sin((2 * Math.PI * t) / 160) + 50 * campaign[t]! + noise;
  });
}

/** The model's parameters at the whole series, its waves made anew from the first value on. */
function atWhole(y: Float64Array, { model, seasons }: AutoArima, isCampaign: boolean) {
  const period = model.spec.seasonal?.[3] ?? 1;
  const base = isCampaign ? { regressors: own(0, y.length) } : {};
  const values = model.parameters.map(({ value }) => value);
  return (horizon: number) => {
    const longer = { ...(isCampaign ? { regressors: own(0, y.length + horizon) } : {}) };
    const all = addWaves(longer, seasons, period, y.length + horizon).regressors ?? [];
    const future = all.map(({ name, values: x }) => ({ name, values: x.subarray(y.length) }));
    return evaluateArima(y, model.spec, values, addWaves(base, seasons, period, y.length)).forecast(horizon, {
      regressors: future,
    });
  };
}

describe('values that come in after the choice', () => {
  const y = traffic(1);
  const gappy = y.map((value, t) => (t < 17 || t % 61 === 30 || t > 455 ? Number.NaN : value));

  test.each<[string, Float64Array, boolean]>([
    ['of a whole series', y, false],
    ['of a series with gaps at its beginning, within and at its end', gappy, false],
    ['with a regressor of the user', y, true],
  ])('leave the model where the whole series would have: %s', (_, series, isCampaign) => {
    const n = 460;
    const options = isCampaign ? { periods, regressors: own(0, n) } : { periods };
    const auto = autoArima(series.subarray(0, n), options);
    expect(auto.seasons.length).toBeGreaterThan(0);
    for (let t = n; t < 500; t++) auto.update(y[t]!, isCampaign ? [campaign[t]!] : []);
    const whole = Float64Array.of(...series.subarray(0, n), ...y.subarray(n));
    const expected = atWhole(whole, auto, isCampaign)(90);
    const found = auto.forecast(90, isCampaign ? { regressors: own(500, 590) } : {});
    expectAllClose(found.mean, expected.mean, 1e-7, 'mean');
    expectAllClose(found.sd, expected.sd, 1e-7, 'sd');
  });

  test('may be gaps, whose regressors need not be known', () => {
    const auto = autoArima(y.subarray(0, 460), { periods, regressors: own(0, 460) });
    auto.update(Number.NaN);
    const { mean } = auto.forecast(5, { regressors: own(461, 466) });
    expect(mean.every(Number.isFinite)).toBe(true);
  });
});

describe('a search within a budget', () => {
  /** A clock that goes on by one each time it is read. */
  const counting = () => {
    let now = 0;
    return () => now++;
  };
  const options: AutoArimaOptions = { periods: [12], transform: 'log' };

  test('gives a model that forecasts, wherever it is cut off', () => {
    const whole = autoArima(airline, options);
    let last = 0;
    for (let timeBudgetMs = 0; timeBudgetMs < 40; timeBudgetMs += 3) {
      const auto = autoArima(airline, { ...options, timeBudgetMs, nowMs: counting() });
      expect(auto.tried).toBeGreaterThanOrEqual(last);
      last = auto.tried;
      if (auto.tried < whole.tried) expect(auto.complete).toBe(false);
      expect(auto.forecast(6).mean.every((value) => value > 300 && value < 700)).toBe(true);
    }
    expect(last).toBe(whole.tried);
  });

  test('with time enough finds what it finds without one', () => {
    const auto = autoArima(airline, { ...options, timeBudgetMs: 1e9, nowMs: counting() });
    expect(auto.complete).toBe(true);
    expect(auto.state()).toEqual(autoArima(airline, options).state());
  });

  test.each<[string, AutoArimaOptions]>([
    ['when the signal was aborted before it began', { signal: AbortSignal.abort() }],
    ['when it is told that there is no time', { expired: () => true }],
    ['when no time is given', { timeBudgetMs: 0, nowMs: () => 7 }],
  ])('tries few models %s', (_, limit) => {
    const auto = autoArima(traffic(2), { periods, ...limit });
    expect(auto.complete).toBe(false);
    expect(auto.tried).toBeLessThanOrEqual(2);
    expect(auto.forecast(20).mean.every(Number.isFinite)).toBe(true);
  });

  test('in turns pauses after each model, and hears of an abort in between', async () => {
    const abort = new AbortController();
    let pauses = 0;
    const auto = await autoArimaInTurns(traffic(2), { periods, signal: abort.signal }, async () => {
      pauses++;
      if (pauses === 9) abort.abort();
    });
    expect(auto.complete).toBe(false);
    expect(auto.tried).toBeLessThanOrEqual(11);
    expect(auto.forecast(20).mean.every(Number.isFinite)).toBe(true);
  });

  test('in turns hands on what its pause throws', async () => {
    const broken = async () => {
      throw new Error('stop');
    };
    await expect(autoArimaInTurns(airline, options, broken)).rejects.toThrow('stop');
  });
});

describe('the state of a choice', () => {
  const auto = autoArima(traffic(3).subarray(0, 460), { periods, regressors: own(0, 460) });
  const good = auto.state() as Record<string, Json>;

  test('is small, and gives itself back bit by bit', () => {
    const text = JSON.stringify(good);
    expect(text.length).toBeLessThan(10_000);
    const again: SeasonalPredictor = restoreAutoArima(JSON.parse(text) as Json);
    expect(again.state()).toEqual(good);
    expect(again.description).toBe(auto.description);
    expect(again.seasons).toEqual(auto.seasons);
    const future = { regressors: own(460, 560), level: 0.8 };
    expect(again.forecast(100, future)).toEqual(auto.forecast(100, future));
  });

  test('keeps the names of the user’s regressors', () => {
    const again = restoreAutoArima(good);
    expect(() => again.forecast(5)).toThrow(/campaign/);
    expect(() => again.update(400)).toThrow(/campaign/);
  });

  test.each([
    ['nothing', null],
    ['a text', 'auto-arima'],
    ['the state of a plain model', good.model ?? null],
    ['a later version', { ...good, version: 2 }],
    ['a model of another kind', { ...good, model: { kind: 'seasonal-naive' } }],
    ['a model that is damaged', { ...good, model: { ...(good.model as object), mean: 'AAAA' } }],
    ['no model', { ...good, model: null }],
  ])('refuses %s', (_, state) => {
    expect(() => restoreAutoArima(state as Json)).toThrow(RangeError);
  });
});

test('noise of three values or more gets a model that forecasts', () => {
  const normal = normals(seededUniform(7));
  for (let n = 3; n < 40; n++) {
    const y = Float64Array.from({ length: n }, () => normal());
    for (const seasons of [[], [4], [4, 12]]) {
      const { mean, sd } = autoArima(y, { periods: seasons }).forecast(5);
      expect([...mean, ...sd].every(Number.isFinite)).toBe(true);
    }
  }
});

test.each([
  ['kpss', 'strength'],
  ['adf', 'ocsb'],
  ['pp', 'ch'],
] as const)('differences may be told by %s, seasons by %s', (unitRoot, season) => {
  const auto = autoArima(airline, { periods: [12], transform: 'log', unitRoot, season });
  const [, d] = auto.model.spec.order;
  expect(d + (auto.model.spec.seasonal?.[1] ?? 0)).toBeGreaterThan(0);
  expect(auto.forecast(12).mean.every((value) => value > 350 && value < 800)).toBe(true);
});

test('counts are never forecast below zero where that is asked for', () => {
  const uniform = seededUniform(8);
  const counts = Float64Array.from({ length: 200 }, () => (uniform() < 0.15 ? 1 : 0));
  const { lower, mean } = autoArima(counts, { nonNegative: true }).forecast(20);
  expect([...lower, ...mean].every((value) => value >= 0)).toBe(true);
  expect(Math.min(...autoArima(counts).forecast(20).lower)).toBeLessThan(0);
});
