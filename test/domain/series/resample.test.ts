import fc from 'fast-check';
import { downsample, resample, slice } from '../../../lib/domain/series/resample.ts';
import type { Rollup } from '../../../lib/domain/series/roll-up.ts';
import { type Samples, samplesOf } from '../../../lib/domain/series/samples.ts';
import { createSeries } from '../../../lib/domain/series/series.ts';

const series = createSeries('bytes_in', { cluster: 'a/b/c', broker: '1' });

function given(points: readonly (readonly [number, number])[]): Samples {
  return samplesOf(series, points).samples;
}

const five = given([
  [0, 1],
  [20, 5],
  [40, 3],
  [60, 10],
  [180, 7],
]);

test.each<[Rollup, number[]]>([
  ['average', [3, 10, Number.NaN, 7]],
  ['max', [5, 10, Number.NaN, 7]],
  ['min', [1, 10, Number.NaN, 7]],
  ['sum', [9, 10, Number.NaN, 7]],
  ['last', [3, 10, Number.NaN, 7]],
])('%s of each step, and NaN where a step has no points', (rollup, expected) => {
  expect([...resample(five, { fromMs: 0, toMs: 240, stepMs: 60, rollup })]).toEqual(expected);
});

test('points before the start and from the end on do not count', () => {
  expect([...resample(five, { fromMs: 20, toMs: 60, stepMs: 20 })]).toEqual([5, 3]);
});

test('a last step cut short by the end holds only the points before the end', () => {
  expect([...resample(five, { fromMs: 0, toMs: 30, stepMs: 60, rollup: 'sum' })]).toEqual([6]);
});

test('steps count from the start given, wherever the epoch falls', () => {
  expect([...resample(five, { fromMs: 10, toMs: 70, stepMs: 30 })]).toEqual([5, 6.5]);
});

test('samples coarser than the step leave NaN between them', () => {
  expect([...resample(five, { fromMs: 60, toMs: 200, stepMs: 40 })]).toEqual([10, Number.NaN, Number.NaN, 7]);
});

test('no samples give only NaN, and an empty range gives nothing', () => {
  expect([...resample(given([]), { fromMs: 0, toMs: 120, stepMs: 60 })]).toEqual([Number.NaN, Number.NaN]);
  expect(resample(five, { fromMs: 60, toMs: 60, stepMs: 60 })).toHaveLength(0);
});

test.each([0, -1, Number.NaN])('refuses a step of %p', (stepMs) => {
  expect(() => resample(five, { fromMs: 0, toMs: 60, stepMs })).toThrow(RangeError);
  expect(() => downsample(five, stepMs, 'sum')).toThrow(RangeError);
});

test('refuses an end before the start', () => {
  expect(() => resample(five, { fromMs: 60, toMs: 0, stepMs: 60 })).toThrow('toMs 0 is before fromMs 60');
});

test('downsampling aligns to the epoch and leaves empty steps out', () => {
  const { timesMs, values } = downsample(five, 50, 'max');
  expect([...timesMs]).toEqual([0, 50, 150]);
  expect([...values]).toEqual([5, 10, 7]);
});

test('a slice takes its start and leaves its end', () => {
  expect([...slice(five, 20, 60).timesMs]).toEqual([20, 40]);
  expect([...slice(five, 500, 100).timesMs]).toEqual([]);
});

test('no message is lost or counted twice: the sums of all steps are the sum of all points', () => {
  const points = fc.array(fc.tuple(fc.integer({ min: 0, max: 999 }), fc.integer({ min: -50, max: 50 })));
  fc.assert(
    fc.property(points, fc.integer({ min: 1, max: 300 }), (loose, stepMs) => {
      const samples = given(loose);
      const total = samples.values.reduce((sum, value) => sum + value, 0);
      const steps = resample(samples, { fromMs: 0, toMs: 1000, stepMs, rollup: 'sum' });
      expect(steps.reduce((sum, value) => sum + (Number.isNaN(value) ? 0 : value), 0)).toBe(total);
      expect(downsample(samples, stepMs, 'sum').values.reduce((sum, value) => sum + value, 0)).toBe(total);
    }),
  );
});
