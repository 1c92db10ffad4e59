import type { Statistic } from '../domain/catalogue/signal.ts';
import type { Cluster } from '../domain/cluster.ts';
import type { Cadence } from '../domain/cost/poll-plan.ts';
import type { Problem } from '../domain/series/samples.ts';

/** A series and the metric that gives it. A type, for it is kept as JSON. */
export type InventoryEntry = {
  /** Key of the series. */
  readonly key: string;
  /** How often it is polled. */
  readonly cadence: Cadence;
  readonly metric: string;
  readonly dimensions: readonly (readonly [name: string, value: string])[];
  readonly statistic: Statistic;
  /** What to multiply values by to have the signal's unit. @default 1 */
  readonly scale?: number;
};

/** What is read of one cluster, as it was found last: with it points are read without looking again. */
export type Inventory = {
  /** Id of the cluster. */
  readonly cluster: string;
  /** Endpoints of its open monitoring, as `BROKER=URL`; empty when it is off or not asked for. */
  readonly targets: readonly string[];
  /** Sorted by key, each key once. */
  readonly series: readonly InventoryEntry[];
};

/** A cluster as the finder sees it. */
export interface FoundCluster {
  /** As it is described now, or as it was known when that failed. */
  readonly cluster: Cluster;
  /** All that it emits, at the cadence of the catalogue, sorted by key. */
  readonly series: readonly InventoryEntry[];
  /** False when the list failed on the way: what is missing in it may still be there. */
  readonly isWhole: boolean;
  /** Endpoints of its open monitoring; absent when they could not be found out. */
  readonly targets?: readonly string[];
}

/** What clusters say of themselves now. */
export interface ClusterStates {
  /** By ARN. */
  readonly states: ReadonlyMap<string, string>;
  readonly problems: readonly Problem[];
}

/** Looks for clusters and for what they emit. */
export interface ClusterFinder {
  /** The states of the clusters alone (ACTIVE, MAINTENANCE …): a look that costs next to nothing. */
  states(): Promise<ClusterStates>;
  /**
   * Visits each cluster as soon as all about it is known, several at a time, so that hundreds of them need not
   * be held at once. What cannot be reached is a problem in the result; only the visitor's errors are thrown.
   */
  findEach(visit: (found: FoundCluster) => Promise<void>): Promise<readonly Problem[]>;
}
