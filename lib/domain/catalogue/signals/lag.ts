import type { Signal } from '../signal.ts';
import { metricOn, provisioned, serverless } from './cloudwatch.ts';
import { mskLag } from './prometheus.ts';
import { notNegative } from './ranges.ts';

const lag = { harm: 'high', range: notNegative, rollup: 'max' } as const;
const everywhere = { ...provisioned('DEFAULT'), ...serverless };

/** Emitted only while a group is stable or empty, and has committed: a crash loop makes lag vanish, not rise. */
export const lagSignals: readonly Signal[] = [
  {
    ...lag,
    id: 'lag_sum',
    title: 'Consumer lag',
    description: 'Messages that the group has yet to read of the topic, over all partitions.',
    unit: 'messages',
    entity: 'group_topic',
    cadence: 'critical',
    assessed: true,
    cloudwatch: [metricOn('group_topic', 'SumOffsetLag', 'Maximum', everywhere)],
    prometheus: mskLag('SumOffsetLag'),
    kafka: true,
  },
  {
    ...lag,
    id: 'lag_max',
    title: 'Consumer lag, worst partition',
    description: 'Messages that the group has yet to read of the partition where it is furthest behind.',
    unit: 'messages',
    entity: 'group_topic',
    cadence: 'critical',
    assessed: true,
    cloudwatch: [metricOn('group_topic', 'MaxOffsetLag', 'Maximum', everywhere)],
    prometheus: mskLag('MaxOffsetLag'),
    kafka: true,
  },
  {
    ...lag,
    id: 'lag_seconds',
    title: 'Consumer lag in time',
    description: 'How old the oldest unread message of the topic is, estimated: what users of the data feel.',
    unit: 'seconds',
    entity: 'group_topic',
    cadence: 'critical',
    assessed: true,
    cloudwatch: [
      // The page on Serverless prints the words in another order.
      metricOn('group_topic', 'EstimatedMaxTimeLag', 'Maximum', everywhere, {
        aliases: ['MaxEstimatedTimeLag'],
      }),
    ],
    prometheus: mskLag('EstimatedMaxTimeLag'),
    kafka: true,
  },
  {
    ...lag,
    id: 'lag_seconds_rolling',
    title: 'Consumer lag in time, rolling',
    description: 'The estimated time lag over a rolling window, which is steadier.',
    unit: 'seconds',
    entity: 'group_topic',
    cadence: 'normal',
    cloudwatch: [metricOn('group_topic', 'RollingEstimatedTimeLagMax', 'Maximum', provisioned('DEFAULT'))],
  },
  {
    ...lag,
    id: 'partition_lag',
    title: 'Partition lag',
    description:
      'Messages that the group has yet to read of one partition: some partitions alone mean a hot key.',
    unit: 'messages',
    entity: 'group_partition',
    cadence: 'normal',
    cloudwatch: [metricOn('group_partition', 'OffsetLag', 'Maximum', provisioned('PER_TOPIC_PER_PARTITION'))],
    prometheus: mskLag('OffsetLag', true),
    kafka: true,
  },
  {
    ...lag,
    id: 'partition_lag_seconds',
    title: 'Partition lag in time',
    description: 'How old the oldest unread message of one partition is, estimated.',
    unit: 'seconds',
    entity: 'group_partition',
    cadence: 'normal',
    cloudwatch: [
      metricOn('group_partition', 'EstimatedTimeLag', 'Maximum', provisioned('PER_TOPIC_PER_PARTITION')),
    ],
    prometheus: mskLag('EstimatedTimeLag', true),
    kafka: true,
  },
  {
    ...lag,
    id: 'partition_lag_seconds_rolling',
    title: 'Partition lag in time, rolling',
    description: 'The estimated time lag of one partition over a rolling window.',
    unit: 'seconds',
    entity: 'group_partition',
    cadence: 'slow',
    cloudwatch: [
      metricOn(
        'group_partition',
        'RollingEstimatedTimeLag',
        'Maximum',
        provisioned('PER_TOPIC_PER_PARTITION'),
      ),
    ],
  },
];
