import { readFileSync } from 'node:fs';
import { mstl, stl } from '../../../../lib/domain/series/stl/index.ts';
import { largestGap, made } from './made.ts';

test('gives the parts of R on hourly electricity demand, to 1e-9 relative (statsmodels asserts 1e-7)', () => {
  const lines = readFileSync('test/fixtures/stl/victoria.csv', 'utf8').trim().split('\n').slice(1);
  const rows = lines.map((line) => line.split(',').map(Number));
  const y = Float64Array.from(rows, (row) => row[0]!);
  const options = { seasonalDegree: 0, innerIterations: 2, outerIterations: 0 } as const;
  const { trend, seasonals, remainder } = mstl(y, [24, 168], options);
  for (const [i, [, ...expected]] of rows.entries())
    for (const [k, part] of [trend, ...seasonals, remainder].entries())
      expect(Math.abs(part[i]! - expected[k]!)).toBeLessThanOrEqual(1e-9 * Math.abs(expected[k]!));
});

test('the parts add up, and the order of the periods is that of the seasons', () => {
  const y = made(600, 24, 1).map((value, t) => value + 3 * Math.sin((2 * Math.PI * t) / 7));
  const one = mstl(y, [7, 24], { windows: [9, 'periodic'] });
  const other = mstl(y, [24, 7], { windows: ['periodic', 9] });
  expect(other.seasonals).toEqual([one.seasonals[1], one.seasonals[0]]);
  expect(other.remainder).toEqual(one.remainder);
  const [a, b] = one.seasonals;
  const sum = one.trend.map((value, i) => value + a![i]! + b![i]! + one.remainder[i]!);
  expect(largestGap(sum, y)).toBeLessThan(1e-12);
});

test('one season is STL with a window of 11', () => {
  const y = made(300, 12, 2);
  const { trend, seasonals } = mstl(y, [12], { robust: true });
  const expected = stl(y, 12, { robust: true, seasonal: 11 });
  expect(seasonals).toEqual([expected.seasonal]);
  expect(trend).toEqual(expected.trend);
});

test('under a Box-Cox power the parts are of the transformed series; 0 is the logarithm', () => {
  const y = made(240, 12, 3);
  const logs = mstl(y.map(Math.log), [12]);
  expect(largestGap(mstl(y, [12], { lambda: 0 }).seasonals[0]!, logs.seasonals[0]!)).toBe(0);
  const squares = mstl(
    y.map((value) => (value * value - 1) / 2),
    [12],
  );
  expect(largestGap(mstl(y, [12], { lambda: 2 }).trend, squares.trend)).toBeLessThan(1e-8);
});

test('gaps are NaN in the remainder alone', () => {
  const y = made(600, 24, 4);
  y.fill(Number.NaN, 200, 230);
  const { trend, seasonals, remainder } = mstl(y, [24, 168]);
  expect([...remainder].map(Number.isNaN)).toEqual([...y].map(Number.isNaN));
  expect([trend, ...seasonals].every((part) => part.every(Number.isFinite))).toBe(true);
});

test.each<[string, () => unknown, RegExp]>([
  ['no period', () => mstl(made(50, 7, 1), []), /got no period/],
  ['a period twice', () => mstl(made(50, 7, 1), [7, 7]), /got the periods 7, 7: give each one once/],
  ['two windows for one period', () => mstl(made(50, 7, 1), [7], { windows: [7, 9] }), /got 2 windows for 1/],
  [
    'a season longer than half the series',
    () => mstl(made(50, 7, 1), [7, 30]),
    /got 50 values for a period of 30/,
  ],
  [
    'zero under a logarithm',
    () => mstl(new Float64Array(50), [7], { lambda: 0 }),
    /got the value 0 at index 0/,
  ],
  ['a power of NaN', () => mstl(made(50, 7, 1), [7], { lambda: Number.NaN }), /got lambda NaN/],
  ['no iteration', () => mstl(made(50, 7, 1), [7], { iterations: 0 }), /got iterations 0/],
])('refuses %s', (_, run, message) => {
  expect(run).toThrow(RangeError);
  expect(run).toThrow(message);
});
