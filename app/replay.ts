import type { Problem } from '../lib/domain/series/samples.ts';
import { ConfigError } from '../lib/ports/errors.ts';
import type { MetricSource } from '../lib/ports/metric-source.ts';
import { createSteppedPace, type Pace } from './pace.ts';

/** The part of a file that is read as the past, before the rest is replayed. */
const pastShare = 0.5;
const minuteMs = 60_000;

export interface Replay {
  readonly pace: Pace;
  /** What is wrong with the files: a source tells it once, and this has heard it. */
  readonly problems: readonly Problem[];
}

/**
 * A pace over the time that the files hold: the first half is the past that models learn from, the second is
 * replayed in steps of the data's own distance.
 * @throws ConfigError when the files hold no point
 */
export async function createReplay(sources: readonly MetricSource[], speed: number): Promise<Replay> {
  const { firstMs, lastMs, stepMs, problems } = await extent(sources);
  const startMs = Math.floor((firstMs + (lastMs - firstMs) * pastShare) / minuteMs) * minuteMs;
  const pace = createSteppedPace({ mode: 'watch', startMs, stepMs, speed, endMs: lastMs + 2 * stepMs });
  return { pace, problems };
}

interface Extent {
  readonly firstMs: number;
  readonly lastMs: number;
  readonly stepMs: number;
  readonly problems: readonly Problem[];
}

async function extent(sources: readonly MetricSource[]): Promise<Extent> {
  let firstMs = Number.POSITIVE_INFINITY;
  let lastMs = Number.NEGATIVE_INFINITY;
  const distances: number[] = [];
  const problems: Problem[] = [];
  for (const source of sources) {
    const { samples, problems: found } = await source.read({ fromMs: 0, toMs: Number.MAX_SAFE_INTEGER });
    problems.push(...found);
    for (const { timesMs } of samples) {
      firstMs = Math.min(firstMs, timesMs[0] ?? firstMs);
      lastMs = Math.max(lastMs, timesMs.at(-1) ?? lastMs);
      if (timesMs.length > 1) distances.push(medianDistance(timesMs));
    }
  }
  if (lastMs < firstMs)
    throw new ConfigError(['the files hold no usable point', ...problems.map(({ message }) => message)]);
  return { firstMs, lastMs, stepMs: Math.min(3_600_000, Math.max(minuteMs, ...distances)), problems };
}

function medianDistance(timesMs: Float64Array): number {
  const distances = timesMs.slice(1).map((time, i) => time - (timesMs[i] ?? time));
  return distances.sort()[Math.floor(distances.length / 2)] ?? minuteMs;
}
