import { type ScoreMemory, scoreMemory } from '../calibration/score-memory.ts';
import { learningSteps } from '../calibration/stream.ts';
import type { StreamOptions } from '../detector.ts';

/** Windows in a time scale: one is 2.6 hours at 5 minutes, within these bounds. */
const windowsOfScale = 24;
const leastWindow = 8;
const mostWindow = 64;
/** Values searched: a week of 5 minutes. */
const memory = 2016;

export interface ProfileStreamOptions extends ScoreMemory {
  readonly window: number;
  /** Values remembered to be searched. */
  readonly memory: number;
}

export function profileOptions(options: StreamOptions): ProfileStreamOptions {
  const steps = learningSteps(options);
  return {
    window: Math.max(leastWindow, Math.min(mostWindow, Math.round(steps / windowsOfScale))),
    memory,
    ...scoreMemory(options),
  };
}
