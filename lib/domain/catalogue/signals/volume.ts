import type { Signal, Unit } from '../signal.ts';
import { metricOn, standard } from './cloudwatch.ts';
import { notNegative, percent } from './ranges.ts';

/** Amounts of the minute: those of a longer step are their sum. */
const amount = (id: string, metric: string, unit: Unit, title: string, description: string): Signal => ({
  id,
  title,
  description,
  unit,
  entity: 'broker',
  harm: 'high',
  range: notNegative,
  cadence: 'normal',
  rollup: 'sum',
  cloudwatch: [metricOn('broker', metric, 'Sum', standard('PER_BROKER'))],
});

export const volumeSignals: readonly Signal[] = [
  {
    id: 'burst_balance',
    title: 'Volume burst balance',
    description: 'Burst credits left on a gp2 data volume: at 0 it falls back to its baseline.',
    unit: 'percent',
    entity: 'broker',
    harm: 'low',
    range: percent,
    cadence: 'normal',
    rollup: 'min',
    cloudwatch: [metricOn('broker', 'BurstBalance', 'Minimum', standard('DEFAULT'))],
  },
  {
    id: 'volume_queue_length',
    title: 'Volume queue',
    description: 'Reads and writes waiting for the data volume: a long queue means a volume at its limit.',
    unit: 'count',
    entity: 'broker',
    harm: 'high',
    range: notNegative,
    cadence: 'normal',
    rollup: 'average',
    cloudwatch: [metricOn('broker', 'VolumeQueueLength', 'Average', standard('PER_BROKER'))],
  },
  amount(
    'volume_read_bytes',
    'VolumeReadBytes',
    'bytes',
    'Volume bytes read',
    'Bytes read from the data volume. Consumers that keep up read from memory, so much of it means old data is read.',
  ),
  amount(
    'volume_write_bytes',
    'VolumeWriteBytes',
    'bytes',
    'Volume bytes written',
    'Bytes written to the data volume; with the bytes read it meets the throughput limit of the volume.',
  ),
  amount('volume_read_ops', 'VolumeReadOps', 'count', 'Volume reads', 'Read operations on the data volume.'),
  amount(
    'volume_write_ops',
    'VolumeWriteOps',
    'count',
    'Volume writes',
    'Write operations on the data volume.',
  ),
  amount(
    'volume_read_time',
    'VolumeTotalReadTime',
    'seconds',
    'Volume read time',
    'Seconds spent on all reads that ended: over the number of reads it is their latency.',
  ),
  amount(
    'volume_write_time',
    'VolumeTotalWriteTime',
    'seconds',
    'Volume write time',
    'Seconds spent on all writes that ended: over the number of writes it is their latency.',
  ),
];
