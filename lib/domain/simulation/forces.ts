import type { Model } from './model.ts';

/** What stories do to the cluster at one step; in the neutral forces all is normal. */
export interface Forces {
  /** By broker: 1 is down. */
  readonly down: Uint8Array;
  /** By topic: factor on the messages produced. */
  readonly rate: Float64Array;
  /** By topic: factor on the size of a message. */
  readonly size: Float64Array;
  /** By group: share of its capacity at which it consumes. */
  readonly capacity: Float64Array;
  /** By group: 1 is in a rebalance. */
  readonly rebalancing: Uint8Array;
  /** By group: members that are missing. */
  readonly missingMembers: Float64Array;
  /** One partition that takes this share of its topic's messages. */
  hot: { readonly partition: number; readonly share: number } | undefined;
  /** Retention deletes nothing. */
  isRetentionStopped: boolean;
}

export function neutralForces(model: Model): Forces {
  return {
    down: new Uint8Array(model.brokers.length),
    rate: new Float64Array(model.topics.length).fill(1),
    size: new Float64Array(model.topics.length).fill(1),
    capacity: new Float64Array(model.groups.length).fill(1),
    rebalancing: new Uint8Array(model.groups.length),
    missingMembers: new Float64Array(model.groups.length),
    hot: undefined,
    isRetentionStopped: false,
  };
}
