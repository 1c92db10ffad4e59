/** Seeded uniform numbers from 0 to 1 (mulberry32), for tests. */
function uniform(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Seeded standard normal numbers (Box and Muller), for tests. */
export function normal(seed: number): () => number {
  const next = uniform(seed);
  return () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
}

/** Seeded numbers of Student's t with 3 degrees of freedom, for tests. */
export function studentT3(seed: number): () => number {
  const next = normal(seed);
  return () => next() / Math.sqrt((next() ** 2 + next() ** 2 + next() ** 2) / 3);
}
