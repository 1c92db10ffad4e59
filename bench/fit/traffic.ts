import { normalQuantile } from '../../lib/domain/numerics/normal-quantile.ts';

const perDay = 288;

/** Uniform numbers in (0, 1), the same for the same seed. Source: mulberry32, public domain, T. Ettinger. */
function createUniform(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (((mixed ^ (mixed >>> 14)) >>> 0) + 0.5) / 2 ** 32;
  };
}

/** Messages a second of a busy topic in five-minute steps: a day's shape that drifts slowly, and noise that lasts. */
export function trafficSeries(days: number, seed: number): number[] {
  const uniform = createUniform(seed);
  const noise = () => normalQuantile(uniform());
  let lasting = 0;
  let level = 0;
  return Array.from({ length: days * perDay }, (_, i) => {
    const turn = (2 * Math.PI * (i % perDay)) / perDay;
    const shape = 1 - 0.45 * Math.cos(turn) + 0.12 * Math.sin(2 * turn) - 0.05 * Math.cos(3 * turn);
    level += 0.8 * noise();
    lasting = 0.7 * lasting + 25 * noise();
    return Number((2000 * shape + level + lasting + 10 * noise()).toFixed(3));
  });
}
