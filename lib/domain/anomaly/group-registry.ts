import type { GroupDetector } from './group-detector.ts';
import { multivariate } from './multivariate/index.ts';
import { peerComparison } from './peer-comparison/index.ts';

/** Every detector of several series at once: one folder beside this file and one line here. */
export const groupDetectors: readonly GroupDetector[] = [peerComparison, multivariate];

export function groupDetectorById(id: string): GroupDetector | undefined {
  return groupDetectors.find((detector) => detector.id === id);
}
