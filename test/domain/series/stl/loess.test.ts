import { localFit, reach, windowStart } from '../../../../lib/domain/series/stl/local-fit.ts';
import { createLoess } from '../../../../lib/domain/series/stl/loess.ts';
import { gaussFrom, largestGap, uniformFrom } from './made.ts';

type Shape = Parameters<typeof createLoess>[0];

/** Every window summed on its own. */
function slow(shape: Shape, y: Float64Array, weights: Float64Array | undefined): Float64Array {
  const span = Math.min(shape.window, shape.length);
  return y.map((value, x) => {
    const left = windowStart(shape, x);
    const spread = (0.001 * (shape.length - 1)) ** 2;
    const fit = localFit(y, weights, x, left, left + span - 1, reach(shape, x, left), shape.degree, spread);
    return Number.isNaN(fit) ? value : fit;
  });
}

const shapes: Shape[] = [
  { length: 1200, window: 201, degree: 1, jump: 1, emptyWindow: 'value' },
  { length: 1200, window: 201, degree: 0, jump: 1, emptyWindow: 'value' },
  { length: 401, window: 399, degree: 1, jump: 1, emptyWindow: 'value' },
  { length: 400, window: 401, degree: 1, jump: 1, emptyWindow: 'value' },
  { length: 300, window: 1501, degree: 1, jump: 1, emptyWindow: 'value' },
];

describe('sliding sums of a long window', () => {
  const gauss = gaussFrom(1);
  const uniform = uniformFrom(2);

  test.each(shapes)('equal summing each window, of $window in $length values, degree $degree', (shape) => {
    const y = Float64Array.from({ length: shape.length }, (_, i) => 1000 + Math.sin(i / 50) + gauss());
    const weights = y.map(() => (uniform() < 0.2 ? 0 : uniform()));
    for (const given of [undefined, weights]) {
      const out = new Float64Array(shape.length);
      createLoess(shape).smooth(y, given, out);
      expect(largestGap(out, slow(shape, y, given))).toBeLessThan(1e-10);
    }
  });

  test('hold where nearly all values of a window have no weight', () => {
    const shape: Shape = { length: 1000, window: 151, degree: 1, jump: 1, emptyWindow: 'value' };
    const y = Float64Array.from({ length: 1000 }, gauss);
    const weights = y.map((_, i) => (i % 149 === 0 || (i > 300 && i < 460) ? 0.5 : 0));
    const out = new Float64Array(1000);
    createLoess(shape).smooth(y, weights, out);
    expect(largestGap(out, slow(shape, y, weights))).toBeLessThan(1e-8);
  });

  test('with jumps give the same fits, and straight lines between', () => {
    const y = Float64Array.from({ length: 1003 }, gauss);
    const every = new Float64Array(1003);
    const some = new Float64Array(1003);
    createLoess({ length: 1003, window: 601, degree: 1, jump: 1, emptyWindow: 'value' }).smooth(
      y,
      undefined,
      every,
    );
    createLoess({ length: 1003, window: 601, degree: 1, jump: 5, emptyWindow: 'value' }).smooth(
      y,
      undefined,
      some,
    );
    for (let x = 0; x <= 1000; x += 5) expect(some[x]).toBeCloseTo(every[x]!, 12);
    expect(some[502]).toBeCloseTo(0.6 * some[500]! + 0.4 * some[505]!, 12);
    expect(some[1001]).toBeCloseTo((some[1000]! + some[1002]!) / 2, 12);
  });
});

describe('where nothing in a window has weight', () => {
  const y = Float64Array.of(1, 5, 2, 8, 3, 9);
  const smooth = (emptyWindow: 'line' | 'value', weights: Float64Array) => {
    const out = new Float64Array(6);
    createLoess({ length: 6, window: 3, degree: 1, jump: 1, emptyWindow }).smooth(y, weights, out);
    return [...out];
  };

  test('stands a line between the nearest fits, or the value itself', () => {
    const hole = Float64Array.of(1, 1, 0, 0, 1, 1);
    expect(smooth('line', hole).slice(1, 5)).toEqual([5, 5 - 2 / 3, 5 - 4 / 3, 3]);
    expect(smooth('value', hole).slice(1, 5)).toEqual([5, 2, 8, 3]);
  });

  test('stands the median where nothing at all has weight', () => {
    expect(smooth('line', new Float64Array(6))).toEqual([4, 4, 4, 4, 4, 4]);
    expect(smooth('value', new Float64Array(6))).toEqual([...y]);
  });
});
