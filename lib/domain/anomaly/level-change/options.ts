import { sensitiveScales } from '../calibration/lengths.ts';
import type { StreamOptions } from '../detector.ts';
import type { LevelChangeOptions } from './level-change.ts';

/** Every second value is enough for the median of many. */
const thinning = 2;

export function levelOptions(options: StreamOptions): LevelChangeOptions {
  const { window, ...scales } = sensitiveScales(options);
  return { ...scales, window: Math.ceil(window / thinning), thinning };
}
