import type { Problem } from '../../../domain/series/samples.ts';

/** An answer and what was missing in it: a part that fails never takes the rest along. */
export interface Answer<T> {
  readonly value: T;
  readonly problems: readonly Problem[];
}

export interface BrokerNode {
  readonly id: number;
  readonly host: string;
  readonly port: number;
}

export interface PartitionView {
  readonly partition: number;
  /** Absent when the partition has no leader: it is offline. */
  readonly leader?: number;
  readonly replicas: readonly number[];
  readonly isr: readonly number[];
}

export interface TopicView {
  readonly name: string;
  readonly partitions: readonly PartitionView[];
}

export interface Topology {
  /** Brokers that are up, as the controller sees it. */
  readonly brokers: readonly BrokerNode[];
  readonly topics: readonly TopicView[];
}

export interface ListedGroup {
  readonly id: string;
  /** `consumer`, `connect`, `share` …; empty for a group that only commits offsets. */
  readonly protocolType: string;
  /** The broker that coordinates the group: the one that listed it. */
  readonly coordinator: number;
}

export interface GroupDescription {
  readonly id: string;
  /** As the broker says it: `Stable`, `PreparingRebalance`, `Reconciling` … Absent when it cannot say. */
  readonly state?: string;
  /** Absent when the broker cannot say. */
  readonly members?: number;
  /** Topics that are assigned to its members. */
  readonly topics: readonly string[];
}

export interface CommittedOffset {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
}

export interface LedPartition {
  readonly topic: string;
  readonly partition: number;
  readonly leader: number;
}

export interface Watermarks {
  readonly topic: string;
  readonly partition: number;
  /** First offset that is still there. */
  readonly low: number;
  /** Offset of the next message to be written. */
  readonly end: number;
}

export interface ConfigResource {
  readonly type: 'topic' | 'broker';
  readonly name: string;
}

export interface ResourceConfig extends ConfigResource {
  readonly entries: ReadonlyMap<string, string>;
}

/**
 * What the source asks a cluster. Nothing throws: what cannot be answered is a problem, and the next question
 * connects again.
 */
export interface ClusterReader {
  /** `undefined` when no broker can be reached. */
  topology(): Promise<Answer<Topology | undefined>>;
  groups(): Promise<Answer<readonly ListedGroup[]>>;
  describe(groups: readonly ListedGroup[]): Promise<Answer<readonly GroupDescription[]>>;
  /** Only what was ever committed: partitions without a commit are left out. */
  committed(group: ListedGroup): Promise<Answer<readonly CommittedOffset[]>>;
  watermarks(partitions: readonly LedPartition[]): Promise<Answer<readonly Watermarks[]>>;
  configs(
    resources: readonly ConfigResource[],
    names: readonly string[],
  ): Promise<Answer<readonly ResourceConfig[]>>;
  close(): Promise<void>;
}
