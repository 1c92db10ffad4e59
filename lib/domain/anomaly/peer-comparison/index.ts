import type { GroupDetector, GroupModel } from '../group-detector.ts';
import { Peers } from './peers.ts';

const id = 'peer-comparison';

/** A broker against its siblings: who carries another share of the work than it usually does. See README.md. */
export const peerComparison: GroupDetector = {
  id,
  create: (options) => modelOf(new Peers(options)),
  restore: (state) => modelOf(Peers.restore(state)),
};

function modelOf(peers: Peers): GroupModel {
  return {
    detectorId: id,
    score: (point) => peers.score(point),
    update: (point) => peers.update(point),
    state: () => peers.state(),
  };
}
