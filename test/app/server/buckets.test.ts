import { bucketed, chartStep, withGaps } from '../../../app/server/buckets.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

test.each([
  [3 * hour, 450, minute],
  [day, 450, 5 * minute],
  [7 * day, 450, 30 * minute],
  [56 * day, 450, 6 * hour],
  [400 * day, 100, 6 * day],
])('a range of %p ms on %p pixels is drawn in steps of %p ms', (span, width, step) => {
  expect(chartStep(span, width)).toBe(step);
});

test('items fall into steps aligned to the epoch, by the rollup', () => {
  const items = [
    { t: 61_000, v: 1 },
    { t: 119_000, v: 3 },
    { t: 240_000, v: 5 },
  ];
  const rolled = (rollup: 'average' | 'max' | 'min' | 'sum' | 'last') =>
    bucketed(items, ({ t }) => t, [({ v }) => v], minute, rollup);
  expect(rolled('average')).toEqual({ t: [60_000, 240_000], columns: [[2, 5]] });
  expect(rolled('max').columns).toEqual([[3, 5]]);
  expect(rolled('min').columns).toEqual([[1, 5]]);
  expect(rolled('sum').columns).toEqual([[4, 5]]);
  expect(rolled('last').columns).toEqual([[3, 5]]);
});

test('a line breaks where points are missing', () => {
  const t = [0, 5, 10, 40, 45].map((minutes) => minutes * minute);
  expect(withGaps(t, [1, 2, 3, 4, 5])).toEqual({
    t: [0, 5, 10, 15, 40, 45].map((minutes) => minutes * minute),
    v: [1, 2, 3, null, 4, 5],
  });
});

test('a past that is coarser than the present is no gap', () => {
  const t = [0, 5, 10, 11, 12, 13, 14, 15].map((minutes) => minutes * minute);
  expect(withGaps(t, t).v).toEqual(t);
});

test('a single point and none at all have no gap', () => {
  expect(withGaps([7], [1])).toEqual({ t: [7], v: [1] });
  expect(withGaps([], [])).toEqual({ t: [], v: [] });
});
