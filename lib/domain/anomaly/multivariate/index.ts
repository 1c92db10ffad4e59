import type { GroupDetector, GroupModel } from '../group-detector.ts';
import { Together } from './together.ts';

const id = 'multivariate';

/** Signals of one broker together: values that are each usual, and not usual beside each other. See README.md. */
export const multivariate: GroupDetector = {
  id,
  create: (options) => modelOf(new Together(options)),
  restore: (state) => modelOf(Together.restore(state)),
};

function modelOf(together: Together): GroupModel {
  return {
    detectorId: id,
    score: (point) => together.score(point),
    update: (point) => together.update(point),
    state: () => together.state(),
  };
}
