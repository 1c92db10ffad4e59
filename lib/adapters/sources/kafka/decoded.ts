/** Answers as kafkajs's codecs decode them, error codes left in. Offsets are decimal text. */
export interface TopicMetadata {
  readonly topicErrorCode: number;
  readonly topic: string;
  readonly partitionMetadata: readonly {
    readonly partitionErrorCode: number;
    readonly partitionId: number;
    /** -1 when there is none. */
    readonly leader: number;
    readonly replicas: readonly number[];
    readonly isr: readonly number[];
  }[];
}

export interface Metadata {
  readonly brokers: readonly { readonly nodeId: number; readonly host: string; readonly port: number }[];
  readonly topicMetadata: readonly TopicMetadata[];
}

export interface ListedGroups {
  readonly errorCode: number;
  readonly groups: readonly { readonly groupId: string; readonly protocolType: string }[];
}

export interface DescribedGroup {
  readonly errorCode: number;
  readonly groupId: string;
  readonly state: string;
  readonly members: readonly { readonly memberAssignment: Buffer }[];
}

export interface DescribedGroups {
  readonly groups: readonly DescribedGroup[];
}

export interface PartitionResult {
  readonly errorCode: number;
}

export interface PartitionOffset extends PartitionResult {
  readonly partition: number;
  readonly offset: string;
}

interface TopicOffsets {
  readonly topic: string;
  readonly partitions: readonly PartitionOffset[];
}

export interface FetchedOffsets {
  readonly errorCode?: number;
  readonly responses: readonly TopicOffsets[];
}

export interface ListedOffsets {
  readonly responses: readonly TopicOffsets[];
}

export interface DescribedConfigs {
  readonly resources: readonly (PartitionResult & {
    readonly resourceType: number;
    readonly resourceName: string;
    readonly configEntries: readonly {
      readonly configName: string;
      readonly configValue: string | null;
    }[];
  })[];
}
