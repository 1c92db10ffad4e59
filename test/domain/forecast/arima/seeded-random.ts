/** Uniform numbers in (0, 1), the same for the same seed: Weyl sequence through MurmurHash3's finaliser. */
export function seededUniform(seed: number): () => number {
  let state = Math.imul(seed + 1, 0x85ebca77);
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let hash = state;
    hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    return (((hash ^ (hash >>> 16)) >>> 0) + 0.5) / 4_294_967_296;
  };
}

/** Standard normal numbers from uniform ones (Box and Muller, 1958). */
export function normals(uniform: () => number): () => number {
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}

/** A whole number from `low` to `high`, both possible. */
export function between(uniform: () => number, low: number, high: number): number {
  return low + Math.floor(uniform() * (high - low + 1));
}

export function pick<T>(uniform: () => number, items: readonly T[]): T {
  return items[Math.floor(uniform() * items.length)]!;
}
