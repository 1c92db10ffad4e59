import { agreement } from '../agreement/index.ts';
import type { Detector } from '../detector.ts';

/** What every series of the pipeline is judged by. README.md says why. */
export const panel: readonly Detector[] = [agreement];

/** Those that a state of the pipeline may name: not the whole registry, which functions would carry for nothing. */
export function panelDetector(id: string): Detector | undefined {
  return panel.find((detector) => detector.id === id);
}
