import { cloudWatchMetricOf } from '../catalogue/emission.ts';
import type { Signal } from '../catalogue/signal.ts';
import type { Cluster } from '../cluster.ts';
import type { Entity, EntityKind } from '../series/entity.ts';
import { createSeries, type Series } from '../series/series.ts';

/** How large a cluster is, where its series cannot be listed because it does not exist yet. */
export interface ClusterSize {
  readonly topics: number;
  readonly partitionsPerTopic: number;
  readonly groups: number;
  /** Topics that a group reads. */
  readonly topicsPerGroup: number;
}

/** Every series that a cluster of the size emits to CloudWatch at its monitoring level. */
export function expectedSeries(
  cluster: Cluster,
  size: ClusterSize,
  signals: readonly Signal[],
): readonly Series[] {
  return signals
    .filter((signal) => cloudWatchMetricOf(cluster, signal) !== undefined)
    .flatMap((signal) =>
      entitiesOf(signal.entity, cluster, size).map((entity) => createSeries(signal.id, entity)),
    );
}

function entitiesOf(kind: EntityKind, { id: cluster, brokerIds }: Cluster, size: ClusterSize): Entity[] {
  const topics = names('topic', size.topics);
  const reads = names('group', size.groups).flatMap((group) =>
    topics.slice(0, size.topicsPerGroup).map((topic) => ({ cluster, group, topic })),
  );
  switch (kind) {
    case 'cluster':
      return [{ cluster }];
    case 'broker':
      return brokerIds.map((broker) => ({ cluster, broker }));
    case 'broker_auth':
      return brokerIds.map((broker) => ({ cluster, broker, auth: 'IAM' }));
    case 'broker_topic':
      return brokerIds.flatMap((broker) => topics.map((topic) => ({ cluster, broker, topic })));
    case 'topic':
      return topics.map((topic) => ({ cluster, topic }));
    case 'group':
      return names('group', size.groups).map((group) => ({ cluster, group }));
    case 'group_topic':
      return reads;
    case 'group_partition':
      return reads.flatMap((read) =>
        names('', size.partitionsPerTopic).map((partition) => ({ ...read, partition })),
      );
  }
}

function names(prefix: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, i) => `${prefix}${i}`);
}
