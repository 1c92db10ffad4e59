import fc from 'fast-check';
import {
  distancesSorted,
  median,
  quantileSorted,
  sortedFinite,
} from '../../../lib/domain/numerics/order-statistics.ts';
import { packFloats, unpackFloats } from '../../../lib/domain/numerics/packed-floats.ts';

test('the median of an even number of values is the middle of the two middle ones', () => {
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(median([7])).toBe(7);
});

test('gaps do not count in a median, and nothing has none', () => {
  expect(median([Number.NaN, 1, 2, Number.POSITIVE_INFINITY, 3])).toBe(2);
  expect(median([])).toBeNaN();
});

test('quantiles between values lie on a straight line', () => {
  expect(quantileSorted([0, 10, 20, 30], 0.95)).toBeCloseTo(28.5, 12);
});

test('distances from any centre are the sorted absolute differences', () => {
  const value = fc.double({ noNaN: true, min: -1e6, max: 1e6 });
  fc.assert(
    fc.property(fc.array(value), value, (values, centre) => {
      const expected = sortedFinite(values.map((v) => Math.abs(v - centre)));
      expect(distancesSorted(sortedFinite(values), centre)).toEqual(expected);
    }),
  );
});

test('single-precision values come back exactly from their text', () => {
  fc.assert(
    fc.property(fc.float32Array({ maxLength: 3000 }), (values) => {
      expect(unpackFloats(packFloats(values))).toEqual(values);
    }),
    { numRuns: 50 },
  );
});

test('refuses a text that is not packed values', () => {
  for (const text of [null, 7, '?', 'abc', 'AAA=']) expect(() => unpackFloats(text)).toThrow(RangeError);
});
