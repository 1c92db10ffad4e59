import { align, axisRange, lineColumns } from '../../../app/web/chart/align.ts';
import { anomaly, chart, forecast, line, minute } from './lines.ts';

/** The columns of the nth line, by name. */
const columnsOf = (data: readonly (readonly unknown[])[], n: number) =>
  Object.fromEntries(lineColumns.map((name, i) => [name, data[1 + n * lineColumns.length + i]]));

test('lines measured at different times share one axis, and what was not measured is no gap', () => {
  const other = line({ key: 'other', t: [5 * minute, 7 * minute], v: [1, 2] });
  const { data } = align(chart([line(), other]));
  expect(data[0]).toEqual([0, 300, 420, 600]);
  expect(columnsOf(data, 0).value).toEqual([1000, 2000, undefined, 3000]);
  expect(columnsOf(data, 1).value).toEqual([undefined, 1, 2, undefined]);
});

test('a gap stays a gap', () => {
  const { data } = align(chart([line({ v: [1000, null, 3000] })]));
  expect(columnsOf(data, 0).value).toEqual([1000, null, 3000]);
});

test('a gap lasts until the line is measured again, for its band too', () => {
  const band = { t: [0, 10 * minute], lower: [1, 1], upper: [2, 2] };
  const own = line({ t: [0, minute, 10 * minute], v: [7, null, 8], band });
  const { data } = align(chart([own, line({ key: 'other' })]));
  expect(data[0]).toEqual([0, 60, 300, 600]);
  expect(columnsOf(data, 0).value).toEqual([7, null, null, 8]);
  expect(columnsOf(data, 0).lower).toEqual([1, null, null, 1]);
});

test('a forecast grows out of the newest point, and its past steps are left out', () => {
  const own = line({ forecast: forecast([10 * minute, 15 * minute], [9, 4000]) });
  const { data } = align(chart([own]));
  const { ahead, aheadLower, aheadUpper } = columnsOf(data, 0);
  expect(data[0]).toEqual([0, 300, 600, 900]);
  expect(ahead).toEqual([undefined, undefined, 3000, 4000]);
  expect(aheadLower).toEqual([undefined, undefined, 3000, 2000]);
  expect(aheadUpper).toEqual([undefined, undefined, 3000, 8000]);
});

test('a forecast that is all past is not drawn', () => {
  const { data } = align(chart([line({ forecast: forecast([5 * minute], [9]) })]));
  expect(columnsOf(data, 0).ahead).toEqual([undefined, undefined, undefined]);
});

test('a wide interval does not flatten the line, an anomaly is always inside', () => {
  const wide = forecast([15 * minute], [3000]);
  const own = line({ forecast: { ...wide, upper: [1e9] } });
  expect(align(chart([own])).high).toBeCloseTo(3990);
  expect(align(chart([line({ anomalies: [anomaly(minute, 50_000)] })])).high).toBe(50_000);
});

test.each([
  [{ low: 5, high: 10 }, [0, 10.8]],
  [{ low: 0, high: 0 }, [0, 1]],
  [{ low: -10, high: -5 }, [-10.8, 0]],
  [{ low: Number.POSITIVE_INFINITY, high: Number.NEGATIVE_INFINITY }, [0, 1]],
])('an axis over %j is %j', (extent, range) => {
  expect(axisRange(extent)).toEqual(range);
});
