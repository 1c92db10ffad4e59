import fc from 'fast-check';
import { coarse, packCoarse, unpackCoarse } from '../../../../lib/domain/anomaly/calibration/coarse.ts';
import { OrderWindow } from '../../../../lib/domain/anomaly/calibration/order-window.ts';
import { quantileSorted } from '../../../../lib/domain/numerics/order-statistics.ts';

test('ranks and quantiles are those of the last values, however they came', () => {
  // Minus nought is nought: where it is sorted to is nobody's business.
  const value = fc.float({ noNaN: true, noDefaultInfinity: true }).map((one) => one + 0);
  fc.assert(
    fc.property(fc.array(value, { minLength: 1, maxLength: 60 }), fc.nat({ max: 19 }), (values, less) => {
      const window = new OrderWindow(less + 1);
      for (const one of values) window.push(one);
      const kept = values.slice(-window.size);
      const sorted = Float32Array.from(kept).sort();
      expect(Array.from(window.values())).toEqual(kept);
      expect(window.quantile(0.5)).toBe(quantileSorted(sorted, 0.5));
      expect(window.quantile(1)).toBe(sorted.at(-1));
      for (const one of kept) expect(window.below(one)).toBe(sorted.filter((v) => v < one).length);
    }),
    { numRuns: 200 },
  );
});

test('refuses more values than it holds, and such as are no numbers', () => {
  expect(() => OrderWindow.of(new Float32Array(3), 2)).toThrow(RangeError);
  expect(() => OrderWindow.of(new Float32Array([Number.NaN]), 2)).toThrow(RangeError);
});

test('coarse numbers are within half a percent, and come back from their text exactly', () => {
  const values = Float32Array.from([0, 1, 1.004, -3.25, 1e-30, 1e30, 3.4e38], coarse);
  expect(unpackCoarse(packCoarse(values))).toEqual(values);
  expect(coarse(Math.PI) / Math.PI).toBeCloseTo(1, 2);
  expect(Number.isFinite(coarse(3.4e38))).toBe(true);
});
