import { learningSteps } from '../calibration/stream.ts';
import type { StreamOptions } from '../detector.ts';

/** Windows in a time scale: one is 2.6 hours at 5 minutes, within these bounds. */
const windowsOfScale = 24;
const leastWindow = 8;
const mostWindow = 64;
/** Values searched: a week of 5 minutes. */
const memory = 2016;
/** Rarity is told by so many time scales, three weeks at 5 minutes, and so many distances of them. */
const rarityScales = 8;
const mostPast = 750;

export interface ProfileStreamOptions {
  readonly window: number;
  /** Values remembered to be searched. */
  readonly memory: number;
  /** Distances remembered, which rarity is told by. */
  readonly past: number;
  /** Once that many are there, one distance in so many is remembered. */
  readonly stride: number;
}

export function profileOptions(options: StreamOptions): ProfileStreamOptions {
  const steps = learningSteps(options);
  return {
    window: Math.max(leastWindow, Math.min(mostWindow, Math.round(steps / windowsOfScale))),
    memory,
    past: mostPast,
    stride: Math.max(1, Math.round((rarityScales * steps) / mostPast)),
  };
}
