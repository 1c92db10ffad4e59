import { type ScoreMemory, scoreMemory } from '../calibration/score-memory.ts';
import { learningSteps } from '../calibration/stream.ts';
import type { StreamOptions } from '../detector.ts';

/** A point weighs e times less after so many steps, at most: ten times the sample is about what Amazon's forgets by. */
const longestHorizon = 512;
/** Values remembered: points older than two horizons go at the latest. */
const memory = 1024;

export interface CutForestOptions extends ScoreMemory {
  readonly trees: number;
  /** Points in each tree. */
  readonly sampleSize: number;
  /** Successive values of a point. */
  readonly shingle: number;
  /** Steps after which a point is e times less likely to be in a tree. */
  readonly horizon: number;
  /** Values remembered, which the points are made of. */
  readonly memory: number;
  readonly seed: number;
}

/** Fewer trees than Amazon's 50, and of 64 points for 256: their samples and cuts are a state of some 21 kB. */
export function cutForestOptions(options: StreamOptions): CutForestOptions {
  const steps = learningSteps(options);
  return {
    trees: 20,
    sampleSize: 64,
    shingle: 8,
    horizon: Math.min(longestHorizon, steps),
    memory,
    ...scoreMemory(options),
    seed: options.seed ?? 1,
  };
}
