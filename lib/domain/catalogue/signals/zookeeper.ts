import type { Signal } from '../signal.ts';
import { metricOn, standard } from './cloudwatch.ts';
import { meanOf } from './prometheus.ts';
import { notNegative } from './ranges.ts';

const only = { metadata: 'zookeeper' } as const;

export const zookeeperSignals: readonly Signal[] = [
  {
    id: 'zookeeper_request_time_mean',
    title: 'ZooKeeper request time',
    description: 'Mean time of a request of the broker to ZooKeeper.',
    unit: 'milliseconds',
    entity: 'broker',
    harm: 'high',
    range: notNegative,
    cadence: 'slow',
    rollup: 'average',
    cloudwatch: [metricOn('broker', 'ZooKeeperRequestLatencyMsMean', 'Average', standard('DEFAULT'), only)],
    prometheus: meanOf({
      domain: 'kafka.server',
      type: 'ZooKeeperClientMetrics',
      name: 'ZooKeeperRequestLatencyMs',
    }),
  },
  {
    id: 'zookeeper_session_state',
    title: 'ZooKeeper session',
    description:
      "State of the broker's ZooKeeper session: 0 not connected, 0.1 associating, 0.5 connecting, 0.8 read only, 1 connected, 5 closed, 10 not authenticated.",
    unit: 'state',
    entity: 'broker',
    harm: 'both',
    range: { min: 0, max: 10 },
    cadence: 'normal',
    rollup: 'min',
    cloudwatch: [metricOn('broker', 'ZooKeeperSessionState', 'Minimum', standard('DEFAULT'), only)],
  },
];
