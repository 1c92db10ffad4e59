import { type Periods, valuesByPeriod } from '../../../lib/domain/rules/periods.ts';
import { createSeries } from '../../../lib/domain/series/series.ts';
import { minute, t0, whole } from './bench.ts';

const series = createSeries('disk', whole);
const NaN_ = Number.NaN;

function points(...given: readonly (readonly [minutes: number, value: number])[]) {
  return {
    series,
    timesMs: Float64Array.from(given, ([at]) => t0 + at * minute),
    values: Float64Array.from(given, ([, value]) => value),
  };
}

const two: Periods = { endMs: t0 + 4 * minute, periodMs: 2 * minute, count: 2 };

test.each([
  ['Average', [1.5, 3]],
  ['Maximum', [2, 4]],
  ['Minimum', [1, 2]],
  ['Sum', [3, 6]],
] as const)('%s of the points of each period', (statistic, expected) => {
  expect([...valuesByPeriod(points([0, 1], [1, 2], [2, 4], [3, 2]), statistic, two)]).toEqual(expected);
});

test('a sum counts one value a minute however often the source measures', () => {
  const often = points([0, 10], [0.25, 20], [0.5, 30], [0.75, 40], [1, 25], [1.5, 25]);
  expect([...valuesByPeriod(often, 'Sum', two)]).toEqual([50, NaN_]);
});

test('points outside the window and series without points give nothing', () => {
  expect([
    ...valuesByPeriod(points([-2, 9], [-1, 9], [4, 9], [5, 9]), 'Maximum', { ...two, count: 1 }),
  ]).toEqual([NaN_]);
  expect([...valuesByPeriod(undefined, 'Maximum', two)]).toEqual([NaN_, NaN_]);
});

test('points farther apart than a period stand until the next one is due, and no longer', () => {
  const periods = { endMs: t0 + 15 * minute, periodMs: minute, count: 15 };
  const values = valuesByPeriod(points([-5, 1], [0, 2], [5, 3]), 'Maximum', periods);
  expect([...values]).toEqual([2, 2, 2, 2, 2, 3, 3, 3, 3, 3, NaN_, NaN_, NaN_, NaN_, NaN_]);
});

test('a period in the second half of which a series only begins has no value, one begun earlier has', () => {
  const long = { endMs: 600_000, periodMs: 300_000, count: 2 };
  const at = (...seconds: number[]) => ({
    series: points([0, 1]).series,
    timesMs: Float64Array.from(seconds, (s) => s * 1000),
    values: new Float64Array(seconds.length).fill(7),
  });
  expect([...valuesByPeriod(at(240, 300, 360), 'Average', long)]).toEqual([NaN_, 7]);
  expect([...valuesByPeriod(at(540, 570), 'Average', long)]).toEqual([NaN_, NaN_]);
  expect([...valuesByPeriod(at(60, 120, 310), 'Average', long)]).toEqual([7, 7]);
  expect([...valuesByPeriod(at(-60, 200, 290, 590), 'Average', long)]).toEqual([7, 7]);
});
