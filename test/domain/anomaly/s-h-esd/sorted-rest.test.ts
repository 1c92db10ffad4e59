import { SortedRest } from '../../../../lib/domain/anomaly/s-h-esd/sorted-rest.ts';
import { median } from '../../../../lib/domain/numerics/order-statistics.ts';
import { createRandom } from '../../../../lib/domain/numerics/seeded-random.ts';

test('median and median distance equal those of the values that are left, whatever goes and however many are equal', () => {
  const random = createRandom(5);
  for (const levels of [3, 10, 1e6]) {
    const values = Float64Array.from({ length: 31 }, () => Math.floor(random() * levels) / 7);
    const rest = new SortedRest(values);
    const left = [...values].sort((a, b) => a - b);
    while (left.length > 1) {
      const centre = rest.median();
      expect(centre).toBe(median(left));
      expect(rest.medianDistance(centre)).toBeCloseTo(
        median(left.map((value) => Math.abs(value - centre))),
        12,
      );
      if (random() < 0.5) {
        rest.dropLeast();
        left.shift();
      } else {
        rest.dropGreatest();
        left.pop();
      }
    }
  }
});

test('of equal values the earliest goes first, at both ends', () => {
  const rest = new SortedRest(Float64Array.of(9, 1, 5, 9, 1, 9));
  expect([rest.leastIndex, rest.greatestIndex]).toEqual([1, 0]);
  rest.dropLeast();
  rest.dropGreatest();
  expect([rest.leastIndex, rest.greatestIndex]).toEqual([4, 3]);
  rest.dropLeast();
  rest.dropGreatest();
  expect([rest.leastIndex, rest.greatestIndex, rest.count]).toEqual([2, 5, 2]);
});

test('nothing left has no median', () => {
  expect(new SortedRest(new Float64Array(0)).median()).toBeNaN();
});
