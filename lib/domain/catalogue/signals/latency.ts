import type { Signal } from '../signal.ts';
import { metricOn, provisioned } from './cloudwatch.ts';
import { idleOf, meanOf, p99Of } from './prometheus.ts';
import { fraction, notNegative } from './ranges.ts';

const time = {
  unit: 'milliseconds',
  entity: 'broker',
  harm: 'high',
  range: notNegative,
  rollup: 'average',
} as const;

const requests = [
  { request: 'Produce', id: 'produce', title: 'Produce' },
  { request: 'FetchConsumer', id: 'fetch_consumer', title: 'Consumer fetch' },
  { request: 'FetchFollower', id: 'fetch_follower', title: 'Follower fetch' },
] as const;

const phases = [
  {
    phase: 'LocalTime',
    id: 'local',
    title: 'at the leader',
    why: 'the work of the leader itself, disk included',
  },
  {
    phase: 'RequestQueueTime',
    id: 'request_queue',
    title: 'in the request queue',
    why: 'waiting for a request handler',
  },
  {
    phase: 'ResponseQueueTime',
    id: 'response_queue',
    title: 'in the response queue',
    why: 'waiting for a network thread',
  },
  {
    phase: 'ResponseSendTime',
    id: 'response_send',
    title: 'sending the response',
    why: 'the network and slow clients',
  },
] as const;

const bean = (request: string, name: string) => ({
  domain: 'kafka.network',
  type: 'RequestMetrics',
  name,
  labels: { request },
});

export const latencySignals: readonly Signal[] = [
  {
    ...time,
    id: 'produce_time_mean',
    title: 'Produce time',
    description: 'Mean time of a produce request in the broker, replication included when acks=all.',
    cadence: 'critical',
    assessed: true,
    cloudwatch: [metricOn('broker', 'ProduceTotalTimeMsMean', 'Average', provisioned('DEFAULT'))],
    prometheus: meanOf(bean('Produce', 'TotalTimeMs')),
  },
  {
    ...time,
    id: 'produce_time_p99',
    title: 'Produce time, 99th percentile',
    description: 'Time that 99 of 100 produce requests stay under.',
    cadence: 'normal',
    prometheus: p99Of(bean('Produce', 'TotalTimeMs')),
  },
  {
    ...time,
    id: 'fetch_consumer_time_mean',
    title: 'Consumer fetch time',
    description: 'Mean time of a consumer fetch in the broker, the wait for new data included.',
    cadence: 'normal',
    cloudwatch: [metricOn('broker', 'FetchConsumerTotalTimeMsMean', 'Average', provisioned('PER_BROKER'))],
    prometheus: meanOf(bean('FetchConsumer', 'TotalTimeMs')),
  },
  {
    ...time,
    id: 'fetch_follower_time_mean',
    title: 'Follower fetch time',
    description: 'Mean time of a follower fetch in the broker, the wait for new data included.',
    cadence: 'slow',
    cloudwatch: [metricOn('broker', 'FetchFollowerTotalTimeMsMean', 'Average', provisioned('PER_BROKER'))],
    prometheus: meanOf(bean('FetchFollower', 'TotalTimeMs')),
  },
  ...requests.flatMap(({ request, id, title }) =>
    phases.map(
      (part): Signal => ({
        ...time,
        id: `${id}_${part.id}_time_mean`,
        title: `${title} time ${part.title}`,
        description: `Mean time of a ${title.toLowerCase()} request ${part.title}: ${part.why}.`,
        cadence: 'slow',
        cloudwatch: [
          metricOn('broker', `${request}${part.phase}MsMean`, 'Average', provisioned('PER_BROKER')),
        ],
        prometheus: meanOf(bean(request, `${part.phase}Ms`)),
      }),
    ),
  ),
  {
    ...time,
    id: 'request_time_mean',
    title: 'Request time in threads',
    description: 'Mean time that network and I/O threads spend on a request.',
    cadence: 'normal',
    assessed: true,
    cloudwatch: [metricOn('broker', 'RequestTime', 'Average', provisioned('DEFAULT'))],
  },
  {
    id: 'request_bytes_mean',
    title: 'Request size',
    description: 'Mean size of a request: small ones load the broker with overhead.',
    unit: 'bytes',
    entity: 'broker',
    harm: 'none',
    range: notNegative,
    cadence: 'slow',
    rollup: 'average',
    cloudwatch: [metricOn('broker', 'RequestBytesMean', 'Average', provisioned('DEFAULT'))],
  },
  {
    id: 'request_handler_idle',
    title: 'Request handlers idle',
    description: 'Idle fraction of the request handler threads, 0 to 1: under 0.3 they are the bottleneck.',
    unit: 'fraction',
    entity: 'broker',
    harm: 'low',
    range: fraction,
    cadence: 'normal',
    rollup: 'average',
    assessed: true,
    // Named Percent, and a fraction all the same.
    cloudwatch: [metricOn('broker', 'RequestHandlerAvgIdlePercent', 'Average', provisioned('PER_BROKER'))],
    prometheus: idleOf(
      { domain: 'kafka.server', type: 'KafkaRequestHandlerPool', name: 'RequestHandlerAvgIdlePercent' },
      'OneMinuteRate',
    ),
  },
  {
    id: 'network_processor_idle',
    title: 'Network processors idle',
    description: 'Idle fraction of the network threads, 0 to 1: under 0.3 they are the bottleneck.',
    unit: 'fraction',
    entity: 'broker',
    harm: 'low',
    range: fraction,
    cadence: 'normal',
    rollup: 'average',
    cloudwatch: [metricOn('broker', 'NetworkProcessorAvgIdlePercent', 'Average', provisioned('PER_BROKER'))],
    prometheus: idleOf(
      { domain: 'kafka.network', type: 'SocketServer', name: 'NetworkProcessorAvgIdlePercent' },
      'Value',
    ),
  },
];
