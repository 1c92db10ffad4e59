import { movingMean } from '../../../lib/domain/series/moving-mean.ts';

test('the window is around the value, and moved inwards at the ends', () => {
  expect(movingMean(Float64Array.from([1, 2, 3, 4, 10]), 3)).toEqual(
    Float64Array.from([2, 2, 3, 17 / 3, 17 / 3]),
  );
});

test('gaps do not count, and a window of gaps has the mean of all', () => {
  const { NaN: gap } = Number;
  const means = movingMean(Float64Array.from([2, gap, gap, gap, 6]), 3);
  expect(means).toEqual(Float64Array.from([2, 2, 4, 6, 6]));
});

test('a window longer than the values is all of them', () => {
  expect(movingMean(Float64Array.from([1, 3]), 10)).toEqual(Float64Array.from([2, 2]));
});
