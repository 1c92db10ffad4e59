/** From detectors' scores to decisions: few, explained, for a stated budget. See README.md. */
export { defaultBudget } from './budget.ts';
export { knownAt } from './circumstances.ts';
export {
  type Circumstances,
  createDecider,
  type Decider,
  type Decision,
  restoreDecider,
} from './decider.ts';
export type { Episode } from './episodes.ts';
export { panel, panelDetector } from './panel.ts';
