import type { Judged } from '../../lib/domain/anomaly/index.ts';
import { createRandom } from '../../lib/domain/numerics/seeded-random.ts';

export const stepMs = 300_000;
const day = 288;

/** Bytes of a topic at 5 minutes: a daily rhythm, half on weekends, noise, and a burst now and then. */
export function createTraffic(seed: number): (i: number) => Judged {
  const random = createRandom(seed);
  return (i) => {
    const share = Math.floor(i / day) % 7 < 5 ? 1 : 0.5;
    const noise = random() + random() + random() - 1.5;
    const burst = random() < 0.001 ? 5e5 : 0;
    const mean = 1e6 * share * (1 + 0.4 * Math.sin((2 * Math.PI * i) / day));
    const observed = mean + 5e4 * noise + burst;
    return {
      observed,
      expected: { mean, sd: 25_000, lower: 0.9 * mean, upper: 1.1 * mean },
      timeMs: i * stepMs,
    };
  };
}

/** Rows of 8 numbers in three clusters and some far off, a row after the other. */
export function createRows(count: number, seed: number): Float64Array {
  const random = createRandom(seed);
  const rows = new Float64Array(8 * count);
  for (let i = 0; i < count; i++) {
    const centre = random() < 0.02 ? 12 * random() : 2 * (i % 3);
    for (let k = 0; k < 8; k++) rows[8 * i + k] = centre + random() + random() + random() - 1.5;
  }
  return rows;
}
