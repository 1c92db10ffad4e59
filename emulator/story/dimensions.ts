import { cloudWatchMetricOf } from '../../lib/domain/catalogue/emission.ts';
import { signalById } from '../../lib/domain/catalogue/signals/index.ts';
import type { Cluster } from '../../lib/domain/cluster.ts';
import type { Entity } from '../../lib/domain/series/entity.ts';
import type { Series } from '../../lib/domain/series/series.ts';

/** A metric of the namespace AWS/Kafka, as PutMetricData takes it. */
export interface KafkaMetric {
  readonly MetricName: string;
  readonly Dimensions: { readonly Name: string; readonly Value: string }[];
  /** What a value in the signal's unit is divided by to be the metric's. */
  readonly scale: number;
}

/** MSK's dimension names, by what they say of an entity. */
const labels: Readonly<Record<string, (cluster: Cluster, entity: Entity) => string | undefined>> = {
  'Cluster Name': ({ name }) => name,
  'Broker ID': (_, { broker }) => broker,
  'Client Authentication': (_, { auth }) => auth,
  'Consumer Group': (_, { group }) => group,
  Topic: (_, { topic }) => topic,
  Partition: (_, { partition }) => partition,
};

/** The metric by which MSK would emit the series; `undefined` when it emits none for it. */
export function kafkaMetricOf(cluster: Cluster, { signal, entity }: Series): KafkaMetric | undefined {
  const known = signalById(signal);
  const metric = known && cloudWatchMetricOf(cluster, known);
  if (!metric) return undefined;
  const Dimensions = metric.dimensions.flatMap((Name) => {
    const Value = labels[Name]?.(cluster, entity);
    return Value === undefined ? [] : [{ Name, Value }];
  });
  const isWhole = Dimensions.length === metric.dimensions.length;
  return isWhole ? { MetricName: metric.metric, Dimensions, scale: metric.scale ?? 1 } : undefined;
}
