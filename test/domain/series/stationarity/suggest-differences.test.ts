import {
  suggestDifferences,
  suggestSeasonalDifferences,
} from '../../../../lib/domain/series/stationarity/suggest-differences.ts';
import { createNoise, faultOf, published, walk } from '../fixture.ts';

const { austres, airPassengers } = published;
const logs = airPassengers.map(Math.log);

// R 4.2.2, forecast 8.20: ndiffs(y, test = …), nsdiffs(y, test = …)
test.each(['kpss', 'adf', 'pp'] as const)(
  'the airline passengers and their logarithms need d = 1 by %s',
  (test) => {
    expect(suggestDifferences(airPassengers, { test }).differences).toBe(1);
    expect(suggestDifferences(logs, { test }).differences).toBe(1);
  },
);

test.each([
  ['kpss', 2, {}],
  ['pp', 1, {}],
  ['adf', 1, { lags: 1 }],
] as const)('austres needs, by %s, d = %p', (test, d, options) => {
  expect(suggestDifferences(austres, { test, ...options }).differences).toBe(d);
});

test.each([
  ['strength', 1],
  ['ocsb', 1],
  ['ch', 0],
] as const)('the airline passengers need, by %s, D = %p', (test, D) => {
  expect(suggestSeasonalDifferences(airPassengers, 12, { test }).differences).toBe(D);
});

test('tells the test at each difference, and why it stopped', () => {
  const { steps, stopped } = suggestDifferences(logs);
  expect(steps.map(({ more }) => more)).toEqual([true, false]);
  expect(stopped).toBe('stationary');
  expect(suggestDifferences(logs, { max: 0 })).toEqual({ differences: 0, steps: [], stopped: 'maximum' });
});

test('noise needs none, a walk one, a walk of walks two', () => {
  const next = createNoise(2);
  const noise = new Float64Array(300).map(next);
  const once = walk(300, 3);
  let level = 0;
  const twice = once.map((value) => (level += value));
  for (const test of ['kpss', 'adf', 'pp'] as const) {
    const found = [noise, once, twice].map((y) => suggestDifferences(y, { test }).differences);
    expect(found).toEqual([0, 1, 2]);
  }
});

test('a line needs one difference, after which nothing is left to test', () => {
  for (const slope of [3, 0.1, 1e-9]) {
    const line = new Float64Array(120).map((_, i) => 5 + slope * i);
    expect(suggestDifferences(line)).toMatchObject({ differences: 1, stopped: 'constant' });
  }
});

test('a constant or short series needs none, and says why', () => {
  expect(suggestDifferences(new Float64Array(30).fill(4))).toMatchObject({
    differences: 0,
    stopped: 'constant',
  });
  expect(suggestDifferences(Float64Array.of(1, 5), { test: 'adf' })).toMatchObject({ stopped: 'too_short' });
  for (const test of ['strength', 'ocsb', 'ch'] as const)
    expect(suggestSeasonalDifferences(logs.slice(0, 20), 12, { test })).toEqual({
      differences: 0,
      steps: [],
      stopped: 'too_short',
    });
});

test('a season that repeats exactly is strong', () => {
  const y = new Float64Array(96).map((_, i) => i % 12);
  expect(suggestSeasonalDifferences(y, 12, { max: 2 })).toMatchObject({
    differences: 1,
    stopped: 'constant',
  });
});

test('gaps are bridged', () => {
  const gappy = airPassengers.slice();
  for (const i of [0, 17, 60, 61, 143]) gappy[i] = Number.NaN;
  expect(suggestDifferences(gappy).differences).toBe(1);
  expect(suggestSeasonalDifferences(gappy, 12).differences).toBe(1);
});

test.each([
  ['gaps alone', () => suggestDifferences(new Float64Array(9).fill(Number.NaN)), 'no_values'],
  ['an infinite value', () => suggestDifferences(Float64Array.of(1, Number.POSITIVE_INFINITY)), 'not_finite'],
  ['alpha outside the table', () => suggestDifferences(logs, { alpha: 0.2 }), 'bad_options'],
  ['seven differences', () => suggestDifferences(logs, { max: 7 }), 'bad_options'],
  ['period 1', () => suggestSeasonalDifferences(logs, 1), 'bad_options'],
])('refuses %s', (_, call, fault) => {
  expect(faultOf(call)).toBe(fault);
});
