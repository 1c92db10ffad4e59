import type { Problem } from '../../../domain/series/samples.ts';
import type { KafkaSettings } from './options.ts';
import { mergeProblems } from './problems.ts';
import type {
  ClusterReader,
  CommittedOffset,
  GroupDescription,
  LedPartition,
  ListedGroup,
  TopicView,
  Topology,
  Watermarks,
} from './reader.ts';

/** All that one look at a cluster has found. */
export interface Look {
  readonly topology: Topology;
  /** The topics that are wanted. */
  readonly topics: readonly TopicView[];
  readonly groups: readonly GroupLook[];
  readonly watermarks: readonly Watermarks[];
}

export interface GroupLook {
  readonly id: string;
  /** Absent when its coordinator did not answer. */
  readonly description?: GroupDescription;
  /** Absent when they could not all be read, or the group is of a kind that has none. */
  readonly committed?: readonly CommittedOffset[];
}

/** Groups asked for their commits at once. */
const groupsAtOnce = 16;
/** Kinds of group that commit offsets as consumers do; the empty kind commits without members. */
const consuming = new Set(['consumer', '']);
/** Share groups (KIP-932) have no one offset a partition, so lag in this sense does not exist for them. */
const ignored = new Set(['share']);

/**
 * Looks at a cluster once. Commits are read before the ends of the logs, so that lag is never negative.
 * @returns no look when the cluster cannot be reached; the problems of what is missing either way
 */
export async function lookAt(
  reader: ClusterReader,
  settings: KafkaSettings,
): Promise<{ readonly look?: Look; readonly problems: readonly Problem[] }> {
  const topology = await reader.topology();
  if (topology.value === undefined) return { problems: topology.problems };
  const topics = topology.value.topics.filter(({ name }) => settings.isTopicWanted(name));
  const groups = await lookAtGroups(reader, settings);
  const watermarks = await reader.watermarks(topics.flatMap(ledPartitions));
  return {
    look: { topology: topology.value, topics, groups: groups.value, watermarks: watermarks.value },
    problems: mergeProblems([...topology.problems, ...groups.problems, ...watermarks.problems]),
  };
}

function ledPartitions({ name, partitions }: TopicView): LedPartition[] {
  return partitions.flatMap(({ partition, leader }) =>
    leader === undefined ? [] : [{ topic: name, partition, leader }],
  );
}

async function lookAtGroups(
  reader: ClusterReader,
  settings: KafkaSettings,
): Promise<{ value: readonly GroupLook[]; problems: readonly Problem[] }> {
  const listed = await reader.groups();
  const wanted = listed.value.filter(
    ({ id, protocolType }) => settings.isGroupWanted(id) && !ignored.has(protocolType),
  );
  const described = await reader.describe(wanted);
  const byId = new Map(described.value.map((description) => [description.id, description]));
  const problems = [...listed.problems, ...described.problems];
  const value: GroupLook[] = [];
  for (let i = 0; i < wanted.length; i += groupsAtOnce) {
    const some = wanted.slice(i, i + groupsAtOnce);
    const looks = await Promise.all(some.map((group) => lookAtGroup(reader, group, byId.get(group.id))));
    for (const look of looks) {
      value.push(look.value);
      problems.push(...look.problems);
    }
  }
  return { value, problems };
}

async function lookAtGroup(
  reader: ClusterReader,
  group: ListedGroup,
  description: GroupDescription | undefined,
): Promise<{ value: GroupLook; problems: readonly Problem[] }> {
  const base = { id: group.id, ...(description && { description }) };
  if (!consuming.has(group.protocolType)) return { value: base, problems: [] };
  const { value, problems } = await reader.committed(group);
  // A partition whose commit could not be read must not pass for one that was never committed.
  return { value: problems.length > 0 ? base : { ...base, committed: value }, problems };
}
