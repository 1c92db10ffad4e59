import { CloudWatchClient, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { mockClient } from 'aws-sdk-client-mock';
import { clusterNamed, domainCluster } from '../../../emulator/local-clusters.ts';
import { kafkaMetricOf } from '../../../emulator/story/dimensions.ts';
import { createLiveCluster } from '../../../emulator/story/live-cluster.ts';
import { publish } from '../../../emulator/story/publisher.ts';
import { indexByMetric, matchMetric } from '../../../lib/adapters/sources/cloudwatch/match.ts';
import { signals } from '../../../lib/domain/catalogue/signals/index.ts';
import { createSeries } from '../../../lib/domain/series/series.ts';

const minuteMs = 60_000;
const startMs = Date.UTC(2026, 0, 5, 12);
const payments = clusterNamed('payments');
const cluster = domainCluster(payments);
const live = () => createLiveCluster(payments, startMs);

test('a series is published under the very name and dimensions by which it is found again', () => {
  const published = live()
    .samples(startMs, startMs + minuteMs)
    .flatMap(({ series }) => {
      const metric = kafkaMetricOf(cluster, series);
      return metric ? [{ series, metric }] : [];
    });
  const index = indexByMetric(signals);
  for (const { series, metric } of published) {
    const keys = matchMetric(metric, cluster, index).map(({ key }) => key);
    expect(keys).toContain(series.key);
  }
  expect(published.length).toBeGreaterThan(40);
});

test('a signal that MSK has no metric for is not published', () => {
  expect(
    kafkaMetricOf(cluster, createSeries('group_members', { cluster: cluster.id, group: 'a' })),
  ).toBeUndefined();
});

test('points go out by the thousand, gaps do not', async () => {
  const cloudwatch = mockClient(CloudWatchClient);
  cloudwatch.on(PutMetricDataCommand).resolves({});
  const timesMs = Float64Array.from({ length: 1500 }, (_, i) => startMs + i * minuteMs);
  const values = new Float64Array(1500).fill(5);
  values[3] = Number.NaN;
  const series = createSeries('cpu_user', { cluster: cluster.id, broker: '1' });
  const sent = await publish(new CloudWatchClient(), cluster, [{ series, timesMs, values }]);
  const calls = cloudwatch.commandCalls(PutMetricDataCommand).map(({ args: [{ input }] }) => input);
  expect(sent).toBe(1499);
  expect(calls.map(({ MetricData }) => MetricData?.length)).toEqual([1000, 499]);
  expect(calls[0]).toMatchObject({
    Namespace: 'AWS/Kafka',
    MetricData: expect.arrayContaining([
      expect.objectContaining({
        MetricName: 'CpuUser',
        Value: 5,
        Dimensions: [
          { Name: 'Cluster Name', Value: 'payments' },
          { Name: 'Broker ID', Value: '1' },
        ],
      }),
    ]),
  });
});

describe('a story that is cut short', () => {
  const lagOf = (one: ReturnType<typeof live>, minute: number) => {
    const fromMs = startMs + minute * minuteMs;
    const lag = one.samples(fromMs, fromMs + minuteMs).find(({ series }) => series.signal === 'lag_sum');
    return lag?.values[0] ?? Number.NaN;
  };

  test('differs from a calm day while it lasts, and no longer', () => {
    const storied = live();
    const calm = live();
    expect(storied.play('consumer_stall', startMs + 2 * minuteMs).kind).toBe('started');
    storied.endStory(startMs + 5 * minuteMs);
    expect(lagOf(storied, 1)).toBe(lagOf(calm, 1));
    expect(lagOf(storied, 4)).toBeGreaterThan(10 * lagOf(calm, 4));
    expect(lagOf(storied, 5)).toBe(lagOf(calm, 5));
  });

  test('tells the state of the cluster meanwhile', () => {
    const storied = live();
    storied.play('maintenance', startMs + 2 * minuteMs);
    storied.endStory(startMs + 5 * minuteMs);
    const states = [1, 3, 6].map((minute) => storied.stateAt(startMs + minute * minuteMs));
    expect(states).toEqual(['ACTIVE', 'MAINTENANCE', 'ACTIVE']);
  });

  test('coarse points of the past lie on whole steps', () => {
    const [first] = live().samples(startMs + minuteMs, startMs + 16 * minuteMs, 5 * minuteMs);
    expect([...(first?.timesMs ?? [])]).toEqual([5, 10, 15].map((minute) => startMs + minute * minuteMs));
  });
});
