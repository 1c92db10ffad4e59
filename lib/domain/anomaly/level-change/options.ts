import { sensitiveScales } from '../calibration/lengths.ts';
import type { StreamOptions } from '../detector.ts';
import type { LevelChangeOptions } from './level-change.ts';

export function levelOptions(options: StreamOptions): LevelChangeOptions {
  return sensitiveScales(options);
}
