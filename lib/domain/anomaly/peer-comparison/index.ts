import type { GroupDetector } from '../group-detector.ts';
import { id, Peers } from './peers.ts';

/** A broker against its siblings: who carries another share of the work than it usually does. See README.md. */
export const peerComparison: GroupDetector = {
  id,
  create: (options) => new Peers(options),
  restore: (state) => Peers.restore(state),
};
