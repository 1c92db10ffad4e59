import { groupStateCode } from '../../../domain/catalogue/signals/groups.ts';
import type { CommitMove } from '../../../domain/lag/commit-move.ts';
import { groupTopicLag } from '../../../domain/lag/partition-lag.ts';
import type { Entity } from '../../../domain/series/entity.ts';
import type { Problem } from '../../../domain/series/samples.ts';
import { createSeries, type Series } from '../../../domain/series/series.ts';
import type { Look } from './look.ts';
import type { KafkaSettings } from './options.ts';
import type { GroupTopicPartitions, Measured } from './tracker.ts';

export interface Point {
  readonly series: Series;
  readonly value: number;
}

/** The points of one look, and what was left out to keep the number of series in bounds. */
export function pointsOf(
  look: Look,
  measured: Measured,
  settings: KafkaSettings,
): { readonly points: readonly Point[]; readonly problems: readonly Problem[] } {
  const cluster = settings.clusterId;
  const byPartition = partitionPoints(cluster, measured.lags, settings);
  const points = [
    ...clusterPoints(cluster, look),
    ...topicPoints(cluster, look, measured),
    ...look.groups.flatMap((group) => groupPoints(cluster, group)),
    ...measured.lags.flatMap((lag) => lagPoints(cluster, lag)),
    ...byPartition.points,
  ];
  return { points, problems: byPartition.problems };
}

/** The series that the look's points belong to, and those that a second look will add. */
export function seriesOf(look: Look, points: readonly Point[], cluster: string): readonly Series[] {
  const rates = look.topics.map(({ name }) => createSeries('topic_messages_in', { cluster, topic: name }));
  const moves = points.flatMap(({ series }) =>
    series.signal === 'lag_sum' ? movePoints(series.entity, { readPerSecond: 0, rewound: 0 }) : [],
  );
  const all = [...rates, ...[...moves, ...points].map(({ series }) => series)];
  return [...new Map(all.map((series) => [series.key, series])).values()];
}

function point(signal: string, entity: Entity, value: number): Point {
  return { series: createSeries(signal, entity), value };
}

function clusterPoints(cluster: string, { topology }: Look): Point[] {
  const partitions = topology.topics.flatMap((topic) => topic.partitions);
  const isShort = ({ isr, replicas }: { isr: readonly number[]; replicas: readonly number[] }) =>
    isr.length < replicas.length;
  const values: readonly (readonly [string, number])[] = [
    ['brokers_online', topology.brokers.length],
    ['global_topic_count', topology.topics.length],
    ['global_partition_count', partitions.length],
    ['cluster_under_replicated_partitions', partitions.filter(isShort).length],
    ['leaderless_partitions', partitions.filter(({ leader }) => leader === undefined).length],
  ];
  return values.map(([signal, value]) => point(signal, { cluster }, value));
}

function topicPoints(cluster: string, { topics }: Look, { produced }: Measured): Point[] {
  return topics.flatMap(({ name, partitions }) => {
    const entity = { cluster, topic: name };
    const rate = produced.get(name);
    const count = point('topic_partition_count', entity, partitions.length);
    return rate === undefined ? [count] : [count, point('topic_messages_in', entity, rate)];
  });
}

/** A group whose coordinator could not say is in an unknown state; one that did not answer has no point. */
function groupPoints(cluster: string, { id, description }: Look['groups'][number]): Point[] {
  if (description === undefined) return [];
  const entity = { cluster, group: id };
  const state = point('group_state', entity, groupStateCode(description.state ?? 'unknown'));
  const { members } = description;
  return members === undefined ? [state] : [state, point('group_members', entity, members)];
}

function movePoints(entity: Entity, { readPerSecond, rewound }: CommitMove): Point[] {
  return [
    point('group_messages_read', entity, readPerSecond),
    point('group_messages_rewound', entity, rewound),
  ];
}

function lagPoints(
  cluster: string,
  { group, topic, partitions, isWhole, move }: GroupTopicPartitions,
): Point[] {
  if (!isWhole) return [];
  const entity = { cluster, group, topic };
  const moves = move ? movePoints(entity, move) : [];
  const { sum, max, seconds } = groupTopicLag(partitions);
  const messages = [point('lag_sum', entity, sum), point('lag_max', entity, max)];
  const age = seconds === undefined ? [] : [point('lag_seconds', entity, seconds)];
  return [...messages, ...age, ...moves];
}

function partitionPoints(
  cluster: string,
  lags: readonly GroupTopicPartitions[],
  { partitionSeries, maxGroupPartitions }: KafkaSettings,
): { points: Point[]; problems: Problem[] } {
  if (!partitionSeries) return { points: [], problems: [] };
  const all = lags.flatMap(({ group, topic, partitions }) =>
    partitions.map((lag) => ({ ...lag, entity: { cluster, group, topic, partition: `${lag.partition}` } })),
  );
  const points = all.slice(0, maxGroupPartitions).flatMap(({ entity, messages, seconds }) => {
    const lag = point('partition_lag', entity, messages);
    return seconds === undefined ? [lag] : [lag, point('partition_lag_seconds', entity, seconds)];
  });
  const excess = all.length - maxGroupPartitions;
  return { points, problems: excess > 0 ? [tooMany(cluster, all.length, maxGroupPartitions)] : [] };
}

function tooMany(where: string, count: number, limit: number): Problem {
  const message = `lag by partition: ${count} partitions of groups, ${limit} kept: raise maxGroupPartitions, narrow topics or groups, or switch partitionSeries off`;
  return { kind: 'too_many', where, message, count: count - limit };
}
