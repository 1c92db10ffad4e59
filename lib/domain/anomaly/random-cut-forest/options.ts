import { learningSteps } from '../calibration/stream.ts';
import type { StreamOptions } from '../detector.ts';

/** A point weighs e times less after so many steps, at most: ten times the sample is about what Amazon's forgets by. */
const longestHorizon = 512;
/** Values remembered: points older than two horizons go at the latest. */
const memory = 1024;
/** Rarity is told by so many time scales, three weeks at 5 minutes, and so many scores of them. */
const rarityScales = 8;
const mostPast = 750;

export interface CutForestOptions {
  readonly trees: number;
  /** Points in each tree. */
  readonly sampleSize: number;
  /** Successive values of a point. */
  readonly shingle: number;
  /** Steps after which a point is e times less likely to be in a tree. */
  readonly horizon: number;
  /** Values remembered, which the points are made of. */
  readonly memory: number;
  /** Scores remembered, which rarity is told by. */
  readonly past: number;
  /** Once that many are there, one score in so many is remembered. */
  readonly stride: number;
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
    past: mostPast,
    stride: Math.max(1, Math.round((rarityScales * steps) / mostPast)),
    seed: options.seed ?? 1,
  };
}
