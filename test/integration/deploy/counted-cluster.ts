import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { describedCluster, domainCluster, type LocalCluster } from '../../../emulator/local-clusters.ts';
import { createLiveCluster } from '../../../emulator/story/live-cluster.ts';
import { publish } from '../../../emulator/story/publisher.ts';
import { cloudWatchMetricOf } from '../../../lib/domain/catalogue/emission.ts';
import type { Signal } from '../../../lib/domain/catalogue/signal.ts';
import { signals } from '../../../lib/domain/catalogue/signals/index.ts';
import type { Entity } from '../../../lib/domain/series/entity.ts';
import type { Samples } from '../../../lib/domain/series/samples.ts';
import { createSeries, type Series } from '../../../lib/domain/series/series.ts';

const minuteMs = 60_000;
const topics = Array.from({ length: 50 }, (_, i) => ({
  name: `topic-${i}`,
  partitions: 6,
  messagesPerSecond: 20 + i,
  messageBytes: 900,
  retentionHours: 48,
  profile: 'steady' as const,
}));

/** 3 brokers, 50 topics, 20 groups that each read a topic; topics have metrics from this level on. */
export const countedCluster: LocalCluster = {
  name: 'counted',
  topics,
  groups: Array.from({ length: 20 }, (_, i) => ({ name: `group-${i}`, topics: [`topic-${i}`], members: 3 })),
  brokers: 3,
  seed: 3,
  tags: {},
  monitoring: 'PER_TOPIC_PER_BROKER',
};

/** The cluster as the MSK stub tells of it. */
export const countedDescribed = describedCluster(countedCluster);
const cluster = domainCluster(countedCluster);

/** Publishes every series that such a cluster emits: simulated ones, and the others at a value that harms nobody. */
export function createCountedMetrics(cloudwatch: Pick<CloudWatchClient, 'send'>, startMs: number) {
  const live = createLiveCluster(countedCluster, startMs);
  return async (fromMs: number, toMs: number, stepMs = minuteMs): Promise<void> => {
    const simulated = live.samples(fromMs, toMs, stepMs);
    const known = new Set(simulated.map(({ series }) => series.key));
    const times = simulated[0]?.timesMs ?? new Float64Array();
    const others = emitted().filter(({ key }) => !known.has(key));
    await publish(cloudwatch, cluster, [...simulated, ...others.map((series) => constant(series, times))]);
  };
}

/** Every series that MSK has a metric for. */
export function emitted(): readonly Series[] {
  return signals
    .filter((signal) => cloudWatchMetricOf(cluster, signal) !== undefined)
    .flatMap((signal) => entitiesOf(signal).map((entity) => createSeries(signal.id, entity)));
}

function constant(series: Series, timesMs: Float64Array): Samples {
  const signal = signals.find(({ id }) => id === series.signal);
  const harmless = signal?.harm === 'low' ? (signal.range.max ?? 100) : 0;
  return { series, timesMs, values: new Float64Array(timesMs.length).fill(harmless) };
}

function entitiesOf({ entity }: Signal): readonly Entity[] {
  const { id, brokerIds } = cluster;
  const brokers = brokerIds.map((broker) => ({ cluster: id, broker }));
  switch (entity) {
    case 'cluster':
      return [{ cluster: id }];
    case 'broker':
      return brokers;
    case 'broker_auth':
      return brokers.map((one) => ({ ...one, auth: 'SASL_SCRAM' }));
    case 'broker_topic':
      return brokers.flatMap((one) => topics.map(({ name }) => ({ ...one, topic: name })));
    case 'group_topic':
      return countedCluster.groups.map(({ name, topics: [topic = ''] }) => ({
        cluster: id,
        group: name,
        topic,
      }));
    default:
      return [];
  }
}
