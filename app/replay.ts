import { ConfigError } from '../lib/ports/errors.ts';
import type { MetricSource } from '../lib/ports/metric-source.ts';
import { createSteppedPace, type Pace } from './pace.ts';

/** The part of a file that is read as the past, before the rest is replayed. */
const pastShare = 0.5;
const minuteMs = 60_000;

/**
 * A pace over the time that the files hold: the first half is the past that models learn from, the second is
 * replayed in steps of the data's own distance.
 * @throws ConfigError when the files hold no point
 */
export async function createReplayPace(sources: readonly MetricSource[], speed: number): Promise<Pace> {
  const { firstMs, lastMs, stepMs } = await extent(sources);
  const startMs = Math.floor((firstMs + (lastMs - firstMs) * pastShare) / minuteMs) * minuteMs;
  return createSteppedPace({ mode: 'watch', startMs, stepMs, speed, endMs: lastMs + 2 * stepMs });
}

async function extent(
  sources: readonly MetricSource[],
): Promise<{ firstMs: number; lastMs: number; stepMs: number }> {
  let firstMs = Number.POSITIVE_INFINITY;
  let lastMs = Number.NEGATIVE_INFINITY;
  const distances: number[] = [];
  const problems: string[] = [];
  for (const source of sources) {
    const { samples, problems: found } = await source.read({ fromMs: 0, toMs: Number.MAX_SAFE_INTEGER });
    problems.push(...found.map(({ message }) => message));
    for (const { timesMs } of samples) {
      firstMs = Math.min(firstMs, timesMs[0] ?? firstMs);
      lastMs = Math.max(lastMs, timesMs.at(-1) ?? lastMs);
      if (timesMs.length > 1) distances.push(medianDistance(timesMs));
    }
  }
  if (lastMs < firstMs) throw new ConfigError(['the files hold no usable point', ...problems]);
  return { firstMs, lastMs, stepMs: Math.min(3_600_000, Math.max(minuteMs, ...distances)) };
}

function medianDistance(timesMs: Float64Array): number {
  const distances = timesMs.slice(1).map((time, i) => time - (timesMs[i] ?? time));
  return distances.sort()[Math.floor(distances.length / 2)] ?? minuteMs;
}
