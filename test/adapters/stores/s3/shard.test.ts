import { shardOf, shardsOf } from '../../../../lib/adapters/stores/s3/shard.ts';

/** FNV-1a 32 test vectors: draft-eastlake-fnv, appendix C ('', 'a', 'foobar'). */
test.each([
  ['', 0x811c9dc5],
  ['a', 0xe40c292c],
  ['foobar', 0xbf9cf968],
])('the hash of %j is the published one', (key, hash) => {
  expect(shardOf(key, 2 ** 32)).toBe(hash);
});

test('series are spread over the shards about evenly', () => {
  const keys = Array.from({ length: 6400 }, (_, i) => `model/bytes_in{cluster=a/r/orders,broker=${i}}`);
  const sizes = [...shardsOf(keys, 64).values()].map((mine) => mine.length);
  expect(sizes).toHaveLength(64);
  expect(Math.max(...sizes)).toBeLessThan(160);
  expect(Math.min(...sizes)).toBeGreaterThan(50);
});
