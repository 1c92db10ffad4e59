import type { StreamOptions } from '../detector.ts';
import { learningSteps } from './stream.ts';

/** Rarity is told by so many time scales, three weeks at 5 minutes, and so many scores of them. */
const scales = 8;
const most = 750;

/** Which of a stream's scores are remembered. */
export interface ScoreMemory {
  /** Scores remembered, which rarity is told by. */
  readonly past: number;
  /** Once that many are there, one score in so many is remembered. */
  readonly stride: number;
}

export function scoreMemory(options: StreamOptions): ScoreMemory {
  return { past: most, stride: Math.max(1, Math.round((scales * learningSteps(options)) / most)) };
}

/** Whether the score is remembered that so many have come before. */
export function isRemembered(before: number, { past, stride }: ScoreMemory): boolean {
  return before < past || before % stride === 0;
}
