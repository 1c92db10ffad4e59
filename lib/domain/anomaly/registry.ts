import type { Detector } from './detector.ts';
import { residualZ } from './residual-z/index.ts';

/** Every detector there is: one folder beside this file and one line here. */
export const detectors: readonly Detector[] = [residualZ];

export function detectorById(id: string): Detector | undefined {
  return detectors.find((detector) => detector.id === id);
}
