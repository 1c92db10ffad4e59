import { memberDetector } from '../calibration/member-detector.ts';
import type { Detector } from '../detector.ts';
import { LevelChange } from './level-change.ts';
import { levelOptions } from './options.ts';

/** See README.md. */
export const levelChange: Detector = memberDetector('level-change', {
  create: (options) => new LevelChange(levelOptions(options)),
  restore: (options, state) => LevelChange.restore(levelOptions(options), state),
});
