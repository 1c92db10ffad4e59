import type { Signal } from '../signal.ts';
import { metricOn, standard } from './cloudwatch.ts';
import { fraction, notNegative } from './ranges.ts';

const only = { tieredStorage: true } as const;

/** Measured on brokers and on their topics. The alias is the name that 2.8.2.tiered has. */
const onBoth = [
  {
    id: 'remote_fetch_bytes',
    metric: 'RemoteFetchBytesPerSec',
    aliases: ['RemoteBytesInPerSec'],
    unit: 'bytes_per_second',
    harm: 'high',
    title: 'Bytes read from tiered storage',
    description: 'Bytes a second read from tiered storage for consumers of old data',
  },
  {
    id: 'remote_copy_bytes',
    metric: 'RemoteCopyBytesPerSec',
    aliases: ['RemoteBytesOutPerSec'],
    unit: 'bytes_per_second',
    harm: 'none',
    title: 'Bytes copied to tiered storage',
    description: 'Bytes a second copied to tiered storage',
  },
  {
    id: 'remote_fetch_requests',
    metric: 'RemoteFetchRequestsPerSec',
    aliases: ['RemoteReadRequestsPerSec'],
    unit: 'per_second',
    harm: 'none',
    title: 'Reads from tiered storage',
    description: 'Requests a second to read from tiered storage',
  },
  {
    id: 'remote_fetch_errors',
    metric: 'RemoteFetchErrorsPerSec',
    aliases: ['RemoteReadErrorPerSec', 'RemoteReadErrorsPerSec'],
    unit: 'per_second',
    harm: 'high',
    title: 'Failed reads from tiered storage',
    description: 'Requests a second to read from tiered storage that fail: consumers of old data stand still',
  },
  {
    id: 'remote_copy_errors',
    metric: 'RemoteCopyErrorsPerSec',
    aliases: ['RemoteWriteErrorPerSec', 'RemoteWriteErrorsPerSec'],
    unit: 'per_second',
    harm: 'high',
    title: 'Failed copies to tiered storage',
    description: 'Copies a second to tiered storage that fail: local disks fill meanwhile',
  },
  {
    id: 'remote_copy_lag_bytes',
    metric: 'RemoteCopyLagBytes',
    aliases: ['TotalTierBytesLag'],
    unit: 'bytes',
    harm: 'high',
    title: 'Bytes waiting for tiered storage',
    description: 'Bytes that are due to be copied to tiered storage and still wait on the local disk',
  },
  {
    id: 'remote_log_bytes',
    metric: 'RemoteLogSizeBytes',
    aliases: [],
    unit: 'bytes',
    harm: 'high',
    title: 'Bytes in tiered storage',
    description: 'Bytes kept in tiered storage: they are billed',
  },
] as const;

const shared = { range: notNegative, cadence: 'slow', rollup: 'average' } as const;

export const tieredStorageSignals: readonly Signal[] = [
  ...onBoth.flatMap(({ id, metric, aliases, title, description, unit, harm }): Signal[] => {
    const names = aliases.length > 0 ? { aliases, ...only } : only;
    return [
      {
        ...shared,
        id,
        title,
        description: `${description}.`,
        unit,
        entity: 'broker',
        harm,
        cloudwatch: [metricOn('broker', metric, 'Average', standard('PER_BROKER'), names)],
      },
      {
        ...shared,
        id: `broker_topic_${id}`,
        title: `${title}, by topic and broker`,
        description: `${description}, of one topic on one broker.`,
        unit,
        entity: 'broker_topic',
        harm,
        cloudwatch: [metricOn('broker_topic', metric, 'Average', standard('PER_TOPIC_PER_BROKER'), names)],
      },
    ];
  }),
  {
    id: 'remote_log_manager_idle',
    title: 'Tiering tasks idle',
    description: 'Idle fraction of the tasks that copy to tiered storage, 0 to 1.',
    unit: 'fraction',
    entity: 'broker',
    harm: 'low',
    range: fraction,
    cadence: 'slow',
    rollup: 'average',
    cloudwatch: [
      metricOn('broker', 'RemoteLogManagerTasksAvgIdlePercent', 'Average', standard('PER_BROKER'), only),
    ],
  },
  {
    id: 'remote_log_reader_idle',
    title: 'Tiered readers idle',
    description: 'Idle fraction of the threads that read from tiered storage, 0 to 1.',
    unit: 'fraction',
    entity: 'broker',
    harm: 'low',
    range: fraction,
    cadence: 'slow',
    rollup: 'average',
    cloudwatch: [
      metricOn('broker', 'RemoteLogReaderAvgIdlePercent', 'Average', standard('PER_BROKER'), only),
    ],
  },
  {
    id: 'remote_log_reader_queue',
    title: 'Tiered reader queue',
    description: 'Reads from tiered storage that wait for a thread.',
    unit: 'count',
    entity: 'broker',
    harm: 'high',
    range: notNegative,
    cadence: 'slow',
    rollup: 'average',
    cloudwatch: [metricOn('broker', 'RemoteLogReaderTaskQueueSize', 'Average', standard('PER_BROKER'), only)],
  },
];
