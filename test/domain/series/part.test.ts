import { partOf } from '../../../lib/domain/series/part.ts';

/** FNV-1a 32 test vectors: draft-eastlake-fnv, appendix C ('', 'a', 'foobar'). */
test.each([
  ['', 0x811c9dc5],
  ['a', 0xe40c292c],
  ['foobar', 0xbf9cf968],
])('the hash of %j is the published one', (key, hash) => {
  expect(partOf(key, 2 ** 32)).toBe(hash);
});

test('of one part every series is in the first', () => {
  expect(partOf('bytes_in{cluster=a/r/orders,broker=1}', 1)).toBe(0);
});

test('series are spread over the parts about evenly', () => {
  const sizes = new Array<number>(64).fill(0);
  for (let i = 0; i < 6400; i++) {
    const part = partOf(`bytes_in{cluster=a/r/orders,broker=${i}}`, 64);
    sizes[part] = (sizes[part] ?? 0) + 1;
  }
  expect(Math.max(...sizes)).toBeLessThan(160);
  expect(Math.min(...sizes)).toBeGreaterThan(50);
});

test.each([0, -1, 1.5, Number.NaN, 2 ** 33])('refuses %d parts', (parts) => {
  expect(() => partOf('key', parts)).toThrow(
    new RangeError(`got ${parts} parts: give a whole number from 1`),
  );
});
