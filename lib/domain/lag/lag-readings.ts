import type { Cluster } from '../cluster.ts';
import type { Entity } from '../series/entity.ts';
import type { Samples } from '../series/samples.ts';
import type { Series } from '../series/series.ts';

/** What of a cluster the lag states are judged on. */
export interface LagReadings {
  readonly cluster: Pick<Cluster, 'id' | 'name' | 'state'>;
  samplesOf(signal: string, entity: Entity): Samples | undefined;
  /** Every series of the signal that is still watched. */
  knownOf(signal: string): readonly (Series & { readonly lastMs: number })[];
}

/** Signals by which the states are judged. The first is what there must be; the others tell more where they are. */
export const lagSignalIds = {
  lag: 'lag_sum',
  worst: 'lag_max',
  seconds: 'lag_seconds',
  arriving: 'topic_messages_in',
  arrivingBytes: 'topic_bytes_in',
  reading: 'group_messages_read',
  rewound: 'group_messages_rewound',
  members: 'group_members',
} as const;

/** Id of the signal that the states become. */
export const lagStateSignal = 'consumer_lag_state';
