import { lagStates } from '../../lag/lag-state.ts';
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
    id: 'consumer_lag_state',
    title: 'Lag state',
    description:
      'How the group keeps up with the topic, by the last hours of its lag and without a threshold: 0 keeps up, 1 falls behind, 2 went back, 3 lag vanished while messages arrive, 4 stalled with its members there, 5 reads nothing.',
    unit: 'state',
    entity: 'group_topic',
    harm: 'high',
    range: { min: 0, max: Math.max(...Object.values(lagStates)) },
    cadence: 'normal',
    rollup: 'max',
    own: true,
  },
  {
    id: 'group_messages_read',
    title: 'Messages read',
    description: 'Messages a second by which the committed offsets of the group on the topic move on.',
    unit: 'messages_per_second',
    entity: 'group_topic',
    harm: 'low',
    range: notNegative,
    cadence: 'normal',
    rollup: 'average',
    kafka: true,
  },
  {
    id: 'group_messages_rewound',
    title: 'Messages gone back by',
    description:
      'Messages by which committed offsets of the group on the topic went back since the look before: they are read again.',
    unit: 'messages',
    entity: 'group_topic',
    harm: 'high',
    range: notNegative,
    cadence: 'normal',
    rollup: 'sum',
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
