import type { Signal, Unit } from '../signal.ts';
import { metricOn, provisioned } from './cloudwatch.ts';
import { notNegative } from './ranges.ts';

const throttled = (id: string, metric: string, unit: Unit, title: string, description: string): Signal => ({
  id,
  title,
  description,
  unit,
  entity: 'broker',
  harm: 'high',
  range: notNegative,
  cadence: 'normal',
  rollup: 'average',
  cloudwatch: [metricOn('broker', metric, 'Average', provisioned('PER_BROKER'))],
});

export const throttlingSignals: readonly Signal[] = [
  throttled(
    'produce_throttle_byte_rate',
    'ProduceThrottleByteRate',
    'bytes_per_second',
    'Produce bytes throttled',
    'Throttled bytes a second of producers.',
  ),
  throttled(
    'produce_throttle_queue_size',
    'ProduceThrottleQueueSize',
    'count',
    'Produce throttle queue',
    'Produce requests in the throttle queue.',
  ),
  throttled(
    'produce_throttle_time',
    'ProduceThrottleTime',
    'milliseconds',
    'Produce throttle time',
    'Mean time that produce requests are held back: on Express, ingress is over the quota of the broker.',
  ),
  throttled(
    'fetch_throttle_byte_rate',
    'FetchThrottleByteRate',
    'bytes_per_second',
    'Fetch bytes throttled',
    'Throttled bytes a second of consumers.',
  ),
  throttled(
    'fetch_throttle_queue_size',
    'FetchThrottleQueueSize',
    'count',
    'Fetch throttle queue',
    'Fetch requests in the throttle queue.',
  ),
  throttled(
    'fetch_throttle_time',
    'FetchThrottleTime',
    'milliseconds',
    'Fetch throttle time',
    'Mean time that fetch requests are held back: on Express, egress is over the quota of the broker.',
  ),
  throttled(
    'request_throttle_queue_size',
    'RequestThrottleQueueSize',
    'count',
    'Request throttle queue',
    'Requests in the throttle queue of request quotas.',
  ),
  throttled(
    'request_throttle_time',
    'RequestThrottleTime',
    'milliseconds',
    'Request throttle time',
    'Mean time that request quotas hold requests back.',
  ),
  throttled(
    'request_exempt_from_throttle_time',
    'RequestExemptFromThrottleTime',
    'milliseconds',
    'Time of exempt requests',
    'Mean thread time of requests that no quota holds back, such as those of other brokers.',
  ),
];
