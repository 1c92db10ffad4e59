import type { Signal } from '../signal.ts';
import { metricOn, standard } from './cloudwatch.ts';
import { gaugeOf } from './prometheus.ts';
import { notNegative, percent } from './ranges.ts';

const share = { unit: 'percent', harm: 'high', range: percent, rollup: 'max' } as const;

export const diskSignals: readonly Signal[] = [
  {
    ...share,
    id: 'disk_used',
    title: 'Data disk used',
    description: 'Share of the data volume in use: a full volume stops the broker. Act at 85 %.',
    entity: 'broker',
    cadence: 'critical',
    assessed: true,
    cloudwatch: [metricOn('broker', 'KafkaDataLogsDiskUsed', 'Maximum', standard('DEFAULT'))],
  },
  {
    ...share,
    id: 'cluster_disk_used',
    title: 'Data disks used, cluster',
    description: 'Share of the data volumes in use as MSK tells it for the whole cluster.',
    entity: 'cluster',
    cadence: 'slow',
    cloudwatch: [metricOn('cluster', 'KafkaDataLogsDiskUsed', 'Maximum', standard('DEFAULT'))],
  },
  {
    ...share,
    id: 'app_log_disk_used',
    title: 'Application log disk used',
    description:
      "Share of the application log volume in use: a stalled one makes a broker that looks healthy and isn't.",
    entity: 'broker',
    cadence: 'slow',
    cloudwatch: [metricOn('broker', 'KafkaAppLogsDiskUsed', 'Maximum', standard('DEFAULT'))],
  },
  {
    ...share,
    id: 'root_disk_used',
    title: 'Root disk used',
    description: 'Share of the root volume in use.',
    entity: 'broker',
    cadence: 'slow',
    cloudwatch: [metricOn('broker', 'RootDiskUsed', 'Maximum', standard('DEFAULT'))],
  },
  {
    id: 'log_bytes',
    title: 'Partition logs',
    description:
      'Bytes of all partition logs on the broker: what fills its disk where no disk metric is at hand.',
    unit: 'bytes',
    entity: 'broker',
    harm: 'high',
    range: notNegative,
    cadence: 'normal',
    rollup: 'max',
    assessed: true,
    prometheus: gaugeOf({ domain: 'kafka.log', type: 'Log', name: 'Size', combine: 'sum' }),
  },
  {
    id: 'offline_log_directories',
    title: 'Offline log directories',
    description: 'Log directories that a broker has given up after a disk error: their replicas are gone.',
    unit: 'count',
    entity: 'broker',
    harm: 'high',
    range: notNegative,
    cadence: 'critical',
    rollup: 'max',
    prometheus: gaugeOf({ domain: 'kafka.log', type: 'LogManager', name: 'OfflineLogDirectoryCount' }),
  },
];
