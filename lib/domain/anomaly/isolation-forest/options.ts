import { type LagFeaturesOptions, lagOptions } from '../calibration/lag-features.ts';
import { type ScoreMemory, scoreMemory } from '../calibration/score-memory.ts';
import { learningSteps } from '../calibration/stream.ts';
import type { StreamOptions } from '../detector.ts';

/** The usual is learnt over so many time scales, and all trees are new after one. */
const scalesRemembered = 4;

export interface StreamForestOptions extends ScoreMemory {
  readonly lags: LagFeaturesOptions;
  readonly trees: number;
  /** Rows a tree is grown from. */
  readonly sampleSize: number;
  /** Rows remembered to grow trees from. */
  readonly reservoir: number;
  /** Steps after which a row is forgotten, on average. */
  readonly horizon: number;
  /** Steps between two new trees. */
  readonly renewal: number;
  readonly seed: number;
}

/** Fewer trees than the published 100, and of 32 rows for 256: all of them are part of a state of some 18 kB. */
export function streamForestOptions(options: StreamOptions): StreamForestOptions {
  const steps = learningSteps(options);
  const trees = 48;
  return {
    lags: lagOptions(options),
    trees,
    sampleSize: 32,
    reservoir: 160,
    horizon: scalesRemembered * steps,
    renewal: Math.max(1, Math.round(steps / trees)),
    ...scoreMemory(options),
    seed: options.seed ?? 1,
  };
}
