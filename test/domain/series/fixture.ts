import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(__dirname, '../../fixtures/series');

type Name = 'realgdp' | 'infl' | 'sunspots' | 'nile' | 'austres' | 'airPassengers';

function read<T>(file: string): T {
  return JSON.parse(readFileSync(join(folder, file), 'utf8')) as T;
}

/** The published series of test/fixtures/series. */
export const published = Object.fromEntries(
  Object.entries(read<Record<Name, number[]>>('series.json')).map(([name, values]) => [
    name,
    Float64Array.from(values),
  ]),
) as Record<Name, Float64Array>;

/** What statsmodels 0.15.0 says of them: see the README there. */
export const statsmodels = read<{
  readonly adf: readonly [Name, string, string, number, number, number, number][];
  readonly kpss: readonly [Name, string, string, number, number, number][];
}>('statsmodels.json');

/** Numbers that look random and are the same each time, between -0.5 and 0.5. Source: T. Ettinger, mulberry32. */
export function createNoise(seed = 1): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296 - 0.5;
  };
}

/** A random walk. */
export function walk(length: number, seed = 1): Float64Array {
  const next = createNoise(seed);
  let level = 0;
  return new Float64Array(length).map(() => (level += next()));
}

/** Throws unless the numbers agree to this relative error, or absolutely below one. */
export function expectClose(got: number, wanted: number, tolerance = 1e-7): void {
  expect(Math.abs(got - wanted)).toBeLessThanOrEqual(tolerance * Math.max(1, Math.abs(wanted)));
}

/** The fault of the error that the call throws. */
export function faultOf(call: () => unknown): unknown {
  try {
    call();
  } catch (error) {
    return (error as { fault?: unknown }).fault;
  }
  return 'nothing thrown';
}
