import type { GroupDetector } from '../group-detector.ts';
import { id, Together } from './together.ts';

/** Signals of one broker together: values that are each usual, and not usual beside each other. See README.md. */
export const multivariate: GroupDetector = {
  id,
  create: (options) => new Together(options),
  restore: (state) => Together.restore(state),
};
