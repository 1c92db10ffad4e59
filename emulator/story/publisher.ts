import { type CloudWatchClient, type MetricDatum, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import type { Cluster } from '../../lib/domain/cluster.ts';
import type { Samples } from '../../lib/domain/series/samples.ts';
import { kafkaMetricOf } from './dimensions.ts';

/** Datums of one PutMetricData, at most (CloudWatch quota). */
const callDatums = 1000;
const namespace = 'AWS/Kafka';

/**
 * Publishes points as MSK would. The SDK gzips what is larger than 10 KB.
 * @returns how many datums went out: series that MSK has no metric for are left out, as are gaps
 * @throws the client's error when a call fails
 */
export async function publish(
  cloudwatch: Pick<CloudWatchClient, 'send'>,
  cluster: Cluster,
  samples: readonly Samples[],
): Promise<number> {
  const datums = samples.flatMap((one) => datumsOf(cluster, one));
  for (let i = 0; i < datums.length; i += callDatums) {
    const MetricData = datums.slice(i, i + callDatums);
    await cloudwatch.send(new PutMetricDataCommand({ Namespace: namespace, MetricData }));
  }
  return datums.length;
}

function datumsOf(cluster: Cluster, { series, timesMs, values }: Samples): MetricDatum[] {
  const metric = kafkaMetricOf(cluster, series);
  if (!metric) return [];
  const { MetricName, Dimensions, scale } = metric;
  return Array.from(timesMs).flatMap((timeMs, i) => {
    const value = values[i] ?? Number.NaN;
    if (Number.isNaN(value)) return [];
    return [{ MetricName, Dimensions, Timestamp: new Date(timeMs), Value: value / scale }];
  });
}
