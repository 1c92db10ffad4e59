import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  ArimaError,
  autoArima,
  autoArimaInTurns,
  fitArima,
  restoreAutoArima,
} from '../../../../lib/domain/forecast/arima/index.ts';
import { normals, seededUniform } from './seeded-random.ts';

const fixture = join(__dirname, '../../../fixtures/series/series.json');
const { airPassengers } = JSON.parse(readFileSync(fixture, 'utf8')) as { airPassengers: number[] };
const airline = Float64Array.from(airPassengers);

/** Users connected to a server a minute: R's WWWusage (Makridakis, Wheelwright and Hyndman, 1998). */
const usage = Float64Array.of(
  ...[88, 84, 85, 85, 84, 85, 83, 85, 88, 89, 91, 99, 104, 112, 126, 138, 146, 151, 150, 148, 147, 149, 143],
  ...[132, 131, 139, 147, 150, 148, 145, 140, 134, 131, 131, 129, 126, 126, 132, 137, 140, 142, 150, 159],
  ...[167, 170, 171, 172, 172, 174, 175, 172, 172, 174, 174, 169, 165, 156, 142, 131, 121, 112, 104, 102],
  ...[99, 99, 95, 88, 84, 84, 87, 89, 88, 85, 86, 89, 91, 91, 94, 101, 110, 121, 135, 145, 149, 156, 165],
  ...[171, 175, 177, 182, 193, 204, 208, 210, 215, 222, 228, 226, 222, 220],
);

/** Traffic with a day and a week of so many steps. */
function traffic(length: number, day: number, week: number, seed = 1): Float64Array {
  const normal = normals(seededUniform(seed));
  let noise = 0;
  return Float64Array.from({ length }, (_, t) => {
    noise = 0.7 * noise + 30 * normal();
    const daily = 300 * Math.sin((2 * Math.PI * t) / day) + 100 * Math.cos((4 * Math.PI * t) / day);
    return 1000 + daily + 80 * Math.sin((2 * Math.PI * t) / week) + noise;
  });
}

function faultOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof ArimaError) return error.fault;
    throw error;
  }
  return 'none';
}

describe('orders that others publish', () => {
  test('airline passengers: (2,1,1)(0,1,0)12, as R’s auto.arima and pmdarima', () => {
    const { order, seasonal } = autoArima(airline, { periods: [12] }).model.spec;
    expect([order, seasonal]).toEqual([
      [2, 1, 1],
      [0, 1, 0, 12],
    ]);
  });

  test('their logarithms: the airline model', () => {
    const { order, seasonal } = autoArima(airline, { periods: [12], transform: 'log' }).model.spec;
    expect([order, seasonal]).toEqual([
      [0, 1, 1],
      [0, 1, 1, 12],
    ]);
  });

  test('users of a server: (1,1,1) step by step, (3,1,0) by the full search', () => {
    expect(autoArima(usage).model.spec.order).toEqual([1, 1, 1]);
    expect(autoArima(usage, { stepwise: false }).model.spec.order).toEqual([3, 1, 0]);
  });

  test('the model is the exact fit of its orders', () => {
    const { model } = autoArima(usage);
    const refitted = fitArima(usage, model.spec);
    expect(model.logLikelihood).toBe(refitted.logLikelihood);
    expect(model.converged).toBe(true);
  });
});

describe('several seasons', () => {
  test.each([
    [[24, 168], 24 * 7 * 5],
    [[288, 2016], 2016 * 3],
    [[1440], 1440 * 4],
  ] as const)('%j of steps are forecast better than by the value a season ago', (periods, length) => {
    const [day, week = 7 * day] = periods;
    const y = traffic(length, day, week);
    const seen = y.subarray(0, length - day);
    const auto = autoArima(seen, { periods });
    const { mean } = auto.forecast(day);
    const error = (other: (h: number) => number) =>
      mean.reduce((sum, _, h) => sum + Math.abs(y[length - day + h]! - other(h)), 0) / day;
    expect(error((h) => mean[h]!)).toBeLessThan(0.85 * error((h) => y[length - 2 * day + h]!));
    expect(auto.complete).toBe(true);
  });

  test('the ways to treat them are compared on the end of the series, the best first', () => {
    const { compared, description } = autoArima(traffic(700, 24, 168), { periods: [24, 168] });
    expect(compared.length).toBe(3);
    const errors = compared.map(({ error }) => error);
    expect(errors).toEqual([...errors].sort((a, b) => a - b));
    expect(description).toMatch(/24/);
  });

  test('waves go on in phase while values come in', () => {
    const y = traffic(4200, 288, 2016, 2);
    const auto = autoArima(y.subarray(0, 4100), { periods: [288] });
    expect(auto.seasons.length).toBeGreaterThan(0);
    for (const value of y.subarray(4100)) auto.update(value);
    const { mean } = auto.forecast(288);
    const expected = Float64Array.from({ length: 288 }, (_, h) => {
      const angle = (2 * Math.PI * (4200 + h)) / 288;
      return 300 * Math.sin(angle) + 100 * Math.cos(2 * angle);
    });
    const level = mean.reduce((sum, value) => sum + value, 0) / 288;
    const off = mean.reduce((sum, value, h) => sum + Math.abs(value - level - expected[h]!), 0) / 288;
    expect(off).toBeLessThan(40);
  });
});

describe('a search that has no time', () => {
  test('gives the best so far when its budget is spent', () => {
    let now = 0;
    const nowMs = () => {
      now += 10;
      return now;
    };
    const auto = autoArima(airline, { periods: [12], timeBudgetMs: 0, nowMs });
    expect(auto.complete).toBe(false);
    expect(auto.tried).toBeLessThan(3);
    expect(auto.forecast(12).mean.every(Number.isFinite)).toBe(true);
  });

  test('gives the best so far when it is aborted in between', async () => {
    const abort = new AbortController();
    let turns = 0;
    const auto = await autoArimaInTurns(airline, { periods: [12], signal: abort.signal }, async () => {
      turns++;
      if (turns === 4) abort.abort();
    });
    expect(auto.complete).toBe(false);
    expect(auto.tried).toBe(4);
    expect(auto.forecast(3).mean.every(Number.isFinite)).toBe(true);
  });

  test('in turns it finds what it finds at once', async () => {
    const options = { periods: [12], transform: 'log' } as const;
    const inTurns = await autoArimaInTurns(airline, options, async () => undefined);
    expect(inTurns.state()).toEqual(autoArima(airline, options).state());
  });

  test('refuses a budget without a clock', () => {
    expect(faultOf(() => autoArima(airline, { timeBudgetMs: 100 }))).toBe('bad_options');
  });
});

test('a state goes on as the model does, under 10 kB', () => {
  const y = traffic(900, 24, 168, 3);
  const auto = autoArima(y.subarray(0, 880), { periods: [24, 168] });
  const text = JSON.stringify(auto.state());
  expect(text.length).toBeLessThan(10_000);
  const again = restoreAutoArima(JSON.parse(text));
  for (const value of [...y.subarray(880), Number.NaN]) {
    auto.update(value);
    again.update(value);
  }
  expect(again.forecast(30)).toEqual(auto.forecast(30));
  expect(() => restoreAutoArima({ kind: 'arima' })).toThrow(RangeError);
});

test('regressors of the user count, and their future is asked for', () => {
  const normal = normals(seededUniform(4));
  const campaign = Float64Array.from({ length: 300 }, (_, t) => (t % 50 < 5 ? 1 : 0));
  const y = campaign.map((on) => 100 + 40 * on + 5 * normal());
  const auto = autoArima(y.subarray(0, 250), {
    regressors: [{ name: 'campaign', values: campaign.subarray(0, 250) }],
  });
  const future = [{ name: 'campaign', values: campaign.subarray(250) }];
  const { mean } = auto.forecast(50, { regressors: future });
  expect(mean[0]! - mean[20]!).toBeGreaterThan(30);
  expect(faultOf(() => auto.forecast(50))).toBe('bad_regressors');
  expect(faultOf(() => auto.update(100))).toBe('bad_regressors');
});

test.each([
  ['no values', new Float64Array(50).fill(Number.NaN), 'no_values'],
  ['an infinite value', Float64Array.of(1, 2, Number.POSITIVE_INFINITY, 4), 'not_finite'],
  ['a constant', new Float64Array(50).fill(3), 'constant'],
  ['one value', Float64Array.of(1), 'too_short'],
])('refuses %s', (_, y, fault) => {
  expect(faultOf(() => autoArima(y, { periods: [12] }))).toBe(fault);
});

test('gaps do not stop the search', () => {
  const y = airline.map((value, t) => (t % 13 === 5 ? Number.NaN : value));
  const auto = autoArima(y, { periods: [12], transform: 'log' });
  expect(auto.model.spec.seasonal?.[1]).toBe(1);
  expect(auto.forecast(12).mean.every((value) => value > 300 && value < 800)).toBe(true);
});
