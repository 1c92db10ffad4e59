import type { Detector } from './detector.ts';
import { fused } from './fused/index.ts';
import { levelChange } from './level-change/index.ts';
import { nearestWindow } from './nearest-window/index.ts';
import { newExtreme } from './new-extreme/index.ts';
import { quiet } from './quiet/index.ts';
import { residualZ } from './residual-z/index.ts';
import { seasonalChange } from './seasonal-change/index.ts';
import { unseenTransition } from './unseen-transition/index.ts';

/** Every detector there is: one folder beside this file and one line here. */
export const detectors: readonly Detector[] = [
  fused,
  quiet,
  residualZ,
  levelChange,
  seasonalChange,
  nearestWindow,
  newExtreme,
  unseenTransition,
];

export function detectorById(id: string): Detector | undefined {
  return detectors.find((detector) => detector.id === id);
}
