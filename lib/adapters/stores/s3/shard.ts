/**
 * The shard of a key, 0 <= shard < count: FNV-1a over the UTF-16 code units, so that it is the same in every
 * process and version. Source: Fowler, Noll and Vo, draft-eastlake-fnv.
 */
export function shardOf(key: string, count: number): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193);
  return (hash >>> 0) % count;
}

/** The keys by shard. */
export function shardsOf(keys: readonly string[], count: number): ReadonlyMap<number, readonly string[]> {
  const shards = new Map<number, string[]>();
  for (const key of keys) {
    const shard = shardOf(key, count);
    shards.set(shard, [...(shards.get(shard) ?? []), key]);
  }
  return shards;
}
