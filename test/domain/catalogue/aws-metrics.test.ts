import { type CloudWatchMetric, type Signal, signals } from '../../../lib/domain/catalogue/index.ts';
import { dimensionsOf } from '../../../lib/domain/catalogue/signals/cloudwatch.ts';
import type { ClusterType, MonitoringLevel } from '../../../lib/domain/cluster.ts';
import type { EntityKind } from '../../../lib/domain/series/entity.ts';

type MskType = Exclude<ClusterType, 'self_managed'>;

const five = (request: string) =>
  ['LocalTime', 'RequestQueueTime', 'ResponseQueueTime', 'ResponseSendTime', 'TotalTime'].map(
    (phase) => `${request}${phase}MsMean`,
  );
const phases = [
  ...five('FetchConsumer'),
  ...five('FetchFollower'),
  // ProduceTotalTimeMsMean is free, and in the table of the level DEFAULT.
  ...five('Produce').filter((name) => name !== 'ProduceTotalTimeMsMean'),
];
const throttling = [
  ...['Fetch', 'Produce'].flatMap((request) =>
    ['ByteRate', 'QueueSize', 'Time'].map((what) => `${request}Throttle${what}`),
  ),
  'RequestThrottleQueueSize',
  'RequestThrottleTime',
  'RequestExemptFromThrottleTime',
];
const network = ['Rx', 'Tx'].flatMap((way) =>
  ['Dropped', 'Errors', 'Packets'].map((what) => `Network${way}${what}`),
);
const provisionedPaid = [
  'ConnectionCreationRate',
  'ConnectionCloseRate',
  'TcpConnections',
  'IAMNumberOfConnectionRequests',
  'IAMTooManyConnections',
  ...phases,
  ...throttling,
  'RequestHandlerAvgIdlePercent',
  'NetworkProcessorAvgIdlePercent',
  'ReplicationBytesInPerSec',
  'ReplicationBytesOutPerSec',
  'TrafficBytes',
];
const lag = ['MaxOffsetLag', 'SumOffsetLag', 'EstimatedMaxTimeLag', 'RollingEstimatedTimeLagMax'];
const partitionLag = ['OffsetLag', 'EstimatedTimeLag', 'RollingEstimatedTimeLag'];
const tieredOnTopics = [
  'RemoteFetchBytesPerSec',
  'RemoteCopyBytesPerSec',
  'RemoteFetchRequestsPerSec',
  'RemoteFetchErrorsPerSec',
  'RemoteCopyErrorsPerSec',
  'RemoteCopyLagBytes',
  'RemoteLogSizeBytes',
];
const freeOnBothTypes = [
  'CpuIdle',
  'CpuSystem',
  'CpuUser',
  'MemoryBuffered',
  'MemoryCached',
  'MemoryFree',
  'MemoryUsed',
  ...network,
  'ConnectionCount',
  'MessagesInPerSec',
  'PartitionCount',
  'LeaderCount',
  'RequestBytesMean',
  'RequestTime',
  'ProduceTotalTimeMsMean',
  'BytesInPerSec',
  'BytesOutPerSec',
];

/**
 * The metrics of AWS/Kafka by type of cluster, level and entity. Sources: MSK developer guide, metrics of
 * Standard and of Express brokers, of Serverless, and consumer lag.
 */
const reference: Record<MskType, Partial<Record<MonitoringLevel, Partial<Record<EntityKind, string[]>>>>> = {
  standard: {
    DEFAULT: {
      cluster: [
        'ActiveControllerCount',
        'GlobalPartitionCount',
        'GlobalTopicCount',
        'OfflinePartitionsCount',
        'KafkaDataLogsDiskUsed',
        'PreferredReplicaImbalanceCount',
      ],
      broker: [
        ...freeOnBothTypes,
        'CpuIoWait',
        'CPUCreditBalance',
        'HeapMemoryAfterGC',
        'SwapFree',
        'SwapUsed',
        'KafkaDataLogsDiskUsed',
        'KafkaAppLogsDiskUsed',
        'RootDiskUsed',
        'BurstBalance',
        'TrafficShaping',
        'UnderReplicatedPartitions',
        'UnderMinIsrPartitionCount',
        'ZooKeeperRequestLatencyMsMean',
        'ZooKeeperSessionState',
      ],
      broker_auth: ['ClientConnectionCount'],
      broker_topic: ['BytesInPerSec', 'BytesOutPerSec'],
      group_topic: lag,
    },
    PER_BROKER: {
      broker: [
        ...provisionedPaid,
        'BwInAllowanceExceeded',
        'BwOutAllowanceExceeded',
        'ConntrackAllowanceExceeded',
        'PpsAllowanceExceeded',
        'FetchMessageConversionsPerSec',
        'ProduceMessageConversionsPerSec',
        'ProduceMessageConversionsTimeMsMean',
        'VolumeQueueLength',
        'VolumeReadBytes',
        'VolumeReadOps',
        'VolumeWriteBytes',
        'VolumeWriteOps',
        'VolumeTotalReadTime',
        'VolumeTotalWriteTime',
        'CpuCreditUsage',
        'KafkaFileDescriptorsUsagePercent',
        'KafkaMemoryMappedFilesUsagePercent',
        ...tieredOnTopics,
        'RemoteLogManagerTasksAvgIdlePercent',
        'RemoteLogReaderAvgIdlePercent',
        'RemoteLogReaderTaskQueueSize',
      ],
    },
    PER_TOPIC_PER_BROKER: {
      broker_topic: [
        'MessagesInPerSec',
        'FetchMessageConversionsPerSec',
        'ProduceMessageConversionsPerSec',
        ...tieredOnTopics,
      ],
    },
    PER_TOPIC_PER_PARTITION: { group_partition: partitionLag },
  },
  express: {
    DEFAULT: {
      cluster: ['ActiveControllerCount', 'GlobalPartitionCount', 'GlobalTopicCount', 'StorageUsed'],
      broker: [...freeOnBothTypes, 'UserPartitionExists'],
      broker_auth: ['ClientConnectionCount'],
      broker_topic: ['BytesInPerSec', 'BytesOutPerSec'],
      group_topic: lag,
    },
    PER_BROKER: { broker: provisionedPaid },
    PER_TOPIC_PER_BROKER: { broker_topic: ['MessagesInPerSec'] },
    PER_TOPIC_PER_PARTITION: { group_partition: partitionLag },
  },
  serverless: {
    DEFAULT: {
      topic: [
        'BytesInPerSec',
        'BytesOutPerSec',
        'FetchMessageConversionsPerSec',
        'MessagesInPerSec',
        'ProduceMessageConversionsPerSec',
      ],
      group_topic: ['MaxOffsetLag', 'SumOffsetLag', 'EstimatedMaxTimeLag'],
    },
  },
};

const asLines = (type: string, level: string, entity: string, names: readonly string[]) =>
  names.map((name) => `${type} ${level} ${entity} ${name}`);

const wanted = Object.entries(reference)
  .flatMap(([type, levels]) =>
    Object.entries(levels).flatMap(([level, entities]) =>
      Object.entries(entities).flatMap(([entity, names]) => asLines(type, level, entity, names)),
    ),
  )
  .sort();

const metrics = signals.flatMap((signal) =>
  (signal.cloudwatch ?? []).map((metric) => [signal, metric] as const),
);
const given = metrics
  .flatMap(([signal, metric]) =>
    Object.entries(metric.level).flatMap(([type, level]) =>
      asLines(type, level, signal.entity, [metric.metric]),
    ),
  )
  .sort();

test('the catalogue has every metric that MSK emits, at its level and on its entity, and no other', () => {
  expect(given).toEqual(wanted);
});

test('no metric of one entity gives two signals', () => {
  expect(new Set(given).size).toBe(given.length);
});

test('dimensions are those of the entity', () => {
  for (const [signal, metric] of metrics) {
    const wantedDimensions: Partial<Record<EntityKind, readonly string[]>> = dimensionsOf;
    expect([signal.id, metric.dimensions]).toEqual([signal.id, wantedDimensions[signal.entity]]);
  }
});

test('lag of a group has the dimensions Cluster Name, Consumer Group and Topic, and no Broker ID', () => {
  expect(metricNamed('SumOffsetLag').dimensions).toEqual(['Cluster Name', 'Consumer Group', 'Topic']);
});

test('what every broker emits for the whole cluster is read by its maximum', () => {
  const ofClusters = metrics.filter(([signal]) => signal.entity === 'cluster');
  expect(ofClusters.map(([, { metric, statistic }]) => [metric, statistic])).toEqual(
    ofClusters.map(([, { metric }]) => [metric, 'Maximum']),
  );
});

test.each(['ConnectionCreationRate', 'ConnectionCloseRate', 'ClientConnectionCount', 'ConnectionCount'])(
  '%s is read by its sum, as each network processor adds a datapoint',
  (name) => expect(metricNamed(name).statistic).toBe('Sum'),
);

test('rates of Serverless are read by their sum, as each partition adds a datapoint', () => {
  const rates = metrics.filter(([signal, { level }]) => level.serverless && signal.entity === 'topic');
  expect(rates).toHaveLength(5);
  expect(rates.every(([, { statistic }]) => statistic === 'Sum')).toBe(true);
});

test('idle percentages are fractions from 0 to 1', () => {
  const idle = metrics.filter(([, { metric }]) => metric.endsWith('IdlePercent')).map(([signal]) => signal);
  expect(idle).toHaveLength(4);
  expect(idle.map(({ unit, range }: Signal) => [unit, range.min, range.max])).toEqual(
    idle.map(() => ['fraction', 0, 1]),
  );
});

test.each([
  ['EstimatedMaxTimeLag', 'MaxEstimatedTimeLag'],
  ['ConntrackAllowanceExceeded', 'ConnTrackAllowanceExceeded'],
  ['RemoteFetchBytesPerSec', 'RemoteBytesInPerSec'],
  ['RemoteCopyBytesPerSec', 'RemoteBytesOutPerSec'],
  ['RemoteCopyLagBytes', 'TotalTierBytesLag'],
])('%s is also known as %s', (name, alias) => expect(metricNamed(name).aliases).toContain(alias));

test.each([
  ['ZooKeeperSessionState', 'metadata', 'zookeeper'],
  ['CPUCreditBalance', 'burstable', true],
  ['CpuCreditUsage', 'burstable', true],
  ['IAMTooManyConnections', 'iamAuth', true],
  ['RemoteCopyLagBytes', 'tieredStorage', true],
] as const)('%s is there only for clusters with %s', (name, feature, value) =>
  expect(metricNamed(name)[feature]).toBe(value),
);

function metricNamed(name: string): CloudWatchMetric {
  const found = metrics.find(([, { metric }]) => metric === name);
  if (!found) throw new RangeError(`no metric ${name}`);
  return found[1];
}
