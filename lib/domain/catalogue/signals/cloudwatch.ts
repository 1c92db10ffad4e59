import type { MonitoringLevel } from '../../cluster.ts';
import type { EntityKind } from '../../series/entity.ts';
import type { CloudWatchMetric, Statistic } from '../signal.ts';

/** The dimensions that an entity has in AWS/Kafka, spelt as AWS spells them. */
export const dimensionsOf = {
  cluster: ['Cluster Name'],
  broker: ['Cluster Name', 'Broker ID'],
  broker_auth: ['Cluster Name', 'Broker ID', 'Client Authentication'],
  broker_topic: ['Cluster Name', 'Broker ID', 'Topic'],
  topic: ['Cluster Name', 'Topic'],
  // The developer guide prints the lag metrics without Cluster Name; the series carry it.
  group_topic: ['Cluster Name', 'Consumer Group', 'Topic'],
  // Sources disagree on Cluster Name here: a reader must take the set that ListMetrics gives.
  group_partition: ['Cluster Name', 'Consumer Group', 'Topic', 'Partition'],
} as const satisfies Partial<Record<EntityKind, readonly string[]>>;

type Levels = CloudWatchMetric['level'];
type Only = Partial<
  Pick<CloudWatchMetric, 'aliases' | 'metadata' | 'tieredStorage' | 'burstable' | 'iamAuth' | 'scale'>
>;

/** Emitted by Standard and Express brokers from one level on. */
export const provisioned = (level: MonitoringLevel): Levels => ({ standard: level, express: level });
export const standard = (level: MonitoringLevel): Levels => ({ standard: level });
export const express = (level: MonitoringLevel): Levels => ({ express: level });
/** Serverless has no levels: all that it emits is there from the first. */
export const serverless: Levels = { serverless: 'DEFAULT' };

/** A metric of AWS/Kafka with the dimensions of the entity. */
export function metricOn(
  entity: keyof typeof dimensionsOf,
  metric: string,
  statistic: Statistic,
  level: Levels,
  only: Only = {},
): CloudWatchMetric {
  return { metric, statistic, level, dimensions: dimensionsOf[entity], ...only };
}
