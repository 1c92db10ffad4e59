import { leftMatrixProfile } from '../../../../lib/domain/anomaly/matrix-profile/batch.ts';
import { LeftProfile } from '../../../../lib/domain/anomaly/matrix-profile/left-profile.ts';
import { median } from '../../../../lib/domain/numerics/order-statistics.ts';
import { createRandom } from '../../../../lib/domain/numerics/seeded-random.ts';

const window = 8;

/** Waves, noise, a plateau and steps. */
function series(length: number, level = 0): number[] {
  const random = createRandom(21);
  return Array.from({ length }, (_, i) => {
    if (i % 97 > 80) return level + 3;
    return Math.fround(level + 5 * Math.sin(i / 5) + 4 * random() + (i % 150 > 75 ? 30 : 0));
  });
}

function standardised(values: readonly number[]): number[] | undefined {
  if (values.every((value) => value === values[0])) return undefined;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return values.map((value) => (value - mean) / Math.sqrt(variance));
}

/** By the definition. */
function distanceOf(a: readonly number[], b: readonly number[]): number {
  const [x, y] = [standardised(a), standardised(b)];
  if (x === undefined || y === undefined) return x === y ? 0 : Math.sqrt(a.length);
  return Math.sqrt(x.reduce((sum, value, i) => sum + (value - (y[i] ?? 0)) ** 2, 0));
}

/** Distance of the window that starts there to the nearest that ends before it, from a first one on. */
function nearestByForce(values: readonly number[], start: number, from = 0): number {
  let best = Number.POSITIVE_INFINITY;
  for (let j = from; j + window <= start; j++)
    best = Math.min(best, distanceOf(values.slice(start, start + window), values.slice(j, j + window)));
  return best;
}

test.each([0, 1e6])('distances and places are those of a search of all pairs, at a level of %d', (level) => {
  const values = series(260, level);
  const { distances, indices } = leftMatrixProfile(values, window);
  expect(distances.length).toBe(values.length - window + 1);
  distances.forEach((distance, start) => {
    const expected = nearestByForce(values, start);
    if (expected === Number.POSITIVE_INFINITY) {
      expect([distance, indices[start]]).toEqual([expected, -1]);
      return;
    }
    expect(Math.abs(distance ** 2 - expected ** 2)).toBeLessThan(1e-8);
    const at = indices[start] ?? -1;
    expect(at + window).toBeLessThanOrEqual(start);
    const there = distanceOf(values.slice(start, start + window), values.slice(at, at + window));
    expect(Math.abs(there ** 2 - expected ** 2)).toBeLessThan(1e-8);
  });
});

test('with a bounded memory it is exact among the values held, however long it goes', () => {
  const memory = 40;
  const values = series(400);
  const profile = new LeftProfile(window, memory);
  values.forEach((value, i) => {
    const held = profile.memories().values.length;
    expect(held).toBeGreaterThanOrEqual(Math.min(i, memory));
    expect(held).toBeLessThan(memory + window);
    const { distance } = profile.nearest(value);
    const expected =
      i < 2 * window - 1 ? Number.POSITIVE_INFINITY : nearestByForce(values, i + 1 - window, i - held);
    if (Number.isFinite(expected)) expect(Math.abs(distance ** 2 - expected ** 2)).toBeLessThan(1e-9);
    else expect(distance).toBe(expected);
    profile.update(value);
  });
});

test('corrected distances are less by (2 window + 2) noise variances in the greater variance of the two', () => {
  const values = series(150);
  const profile = new LeftProfile(window, 60, true);
  const varianceOf = (all: readonly number[]) => {
    const mean = all.reduce((sum, value) => sum + value, 0) / all.length;
    return all.every((value) => value === all[0])
      ? 0
      : all.reduce((sum, value) => sum + (value - mean) ** 2, 0) / all.length;
  };
  values.forEach((value) => {
    const { values: held, fresh } = profile.memories();
    if (held.length >= 2 * window) {
      const learnt = held.slice(0, held.length - fresh);
      const steps = [...learnt.slice(1)].map((next, k) => Math.abs(next - (learnt[k] ?? 0)));
      const noise = (1.482602218505602 * median(steps)) ** 2 / 2;
      const all = [...held, value];
      const newest = all.slice(-window);
      let least = Number.POSITIVE_INFINITY;
      for (let j = 0; j + 2 * window <= all.length; j++) {
        const other = all.slice(j, j + window);
        const greater = Math.max(varianceOf(newest), varianceOf(other));
        const less = greater === 0 ? 0 : ((2 * window + 2) * noise) / greater;
        least = Math.min(least, distanceOf(newest, other) ** 2 - less);
      }
      expect(Math.abs(profile.nearest(value).distance ** 2 - Math.max(0, least))).toBeLessThan(1e-8);
    }
    profile.update(value);
  });
});

test('neither level nor unit of a window counts', () => {
  const values = series(100);
  const shape = values.slice(20, 28);
  const again = leftMatrixProfile([...values, ...shape.map((value) => 64 * value + 500)], window);
  expect(again.distances.at(-1)).toBeLessThan(1e-6);
  expect(again.indices.at(-1)).toBe(20);
});

test('a value that is only asked for changes nothing', () => {
  const [a, b] = [new LeftProfile(window, 50), new LeftProfile(window, 50)];
  for (const value of series(200)) {
    a.nearest(value + 7);
    a.nearest(-value);
    expect(a.nearest(value)).toEqual(b.nearest(value));
    a.update(value);
    b.update(value);
  }
  expect(a.memories()).toEqual(b.memories());
});

test.each([
  ['a window of one', 1, [1, 2, 3, 4]],
  ['a window that nothing fits before', 3, [1, 2, 3, 4, 5]],
  ['half a value', 2.5, [1, 2, 3, 4, 5, 6]],
  ['a gap', 2, [1, 2, Number.NaN, 4, 5]],
] as const)('refuses %s', (_, size, values) => {
  expect(() => leftMatrixProfile(values, size)).toThrow(RangeError);
});
