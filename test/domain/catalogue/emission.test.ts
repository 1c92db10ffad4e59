import {
  cloudWatchMetricOf,
  emits,
  signalById,
  signals,
  usualSources,
} from '../../../lib/domain/catalogue/index.ts';
import type { Cluster } from '../../../lib/domain/cluster.ts';
import { fullClusters, plainCluster } from './clusters.ts';

const standard = plainCluster('standard');
const express = plainCluster('express');
const serverless = plainCluster('serverless');
const selfManaged = plainCluster('self_managed');

const table: readonly (readonly [string, Cluster, string, boolean])[] = [
  ['Standard, free level', standard, 'disk_used', true],
  ['Standard, free level', standard, 'request_handler_idle', false],
  ['Standard, level unknown', standard, 'broker_topic_messages_in', false],
  ['Standard, PER_BROKER', { ...standard, monitoring: 'PER_BROKER' }, 'request_handler_idle', true],
  [
    'Standard, PER_TOPIC_PER_BROKER',
    { ...standard, monitoring: 'PER_TOPIC_PER_BROKER' },
    'request_handler_idle',
    true,
  ],
  [
    'Standard, PER_TOPIC_PER_BROKER',
    { ...standard, monitoring: 'PER_TOPIC_PER_BROKER' },
    'partition_lag',
    false,
  ],
  ['Standard, all levels', { ...standard, monitoring: 'PER_TOPIC_PER_PARTITION' }, 'partition_lag', true],
  ['Standard with ZooKeeper', { ...standard, metadata: 'zookeeper' }, 'zookeeper_session_state', true],
  ['Standard with KRaft', { ...standard, metadata: 'kraft' }, 'zookeeper_session_state', false],
  ['Standard, metadata unknown', standard, 'zookeeper_session_state', false],
  ['Standard on t3', { ...standard, instanceType: 'kafka.t3.small' }, 'cpu_credit_balance', true],
  ['Standard on m7g', { ...standard, instanceType: 'kafka.m7g.large' }, 'cpu_credit_balance', false],
  [
    'Standard with tiering',
    { ...standard, monitoring: 'PER_BROKER', tieredStorage: true },
    'remote_copy_bytes',
    true,
  ],
  ['Standard without tiering', { ...standard, monitoring: 'PER_BROKER' }, 'remote_copy_bytes', false],
  [
    'Standard with IAM',
    { ...standard, monitoring: 'PER_BROKER', iamAuth: true },
    'iam_too_many_connections',
    true,
  ],
  ['Standard without IAM', { ...standard, monitoring: 'PER_BROKER' }, 'iam_too_many_connections', false],
  ['Standard', { ...standard, monitoring: 'PER_TOPIC_PER_PARTITION' }, 'storage_used', false],
  ['Standard by CloudWatch', standard, 'unclean_leader_elections', false],
  ['Express', express, 'storage_used', true],
  ['Express', express, 'under_replicated_partitions', false],
  ['Express, all levels', { ...express, monitoring: 'PER_TOPIC_PER_PARTITION' }, 'heap_after_gc', false],
  [
    'Express, all levels',
    { ...express, monitoring: 'PER_TOPIC_PER_PARTITION' },
    'volume_queue_length',
    false,
  ],
  ['Express, PER_BROKER', { ...express, monitoring: 'PER_BROKER' }, 'produce_throttle_time', true],
  ['Serverless', serverless, 'topic_bytes_in', true],
  ['Serverless', serverless, 'lag_seconds', true],
  ['Serverless', serverless, 'lag_seconds_rolling', false],
  ['Serverless', serverless, 'bytes_in', false],
  ['Serverless', serverless, 'active_controllers', false],
  ['self-managed', selfManaged, 'bytes_in', true],
  ['self-managed', selfManaged, 'lag_sum', true],
  ['self-managed', selfManaged, 'group_members', true],
  ['self-managed', selfManaged, 'target_up', true],
  ['self-managed', selfManaged, 'disk_used', false],
];

test.each(table)('%s: whether the cluster (%j) emits %s is %p', (_, cluster, id, wanted) => {
  const signal = signalById(id);
  expect(signal && emits(cluster, signal)).toBe(wanted);
});

test('open monitoring gives an MSK cluster what CloudWatch does not have', () => {
  const signal = signalById('unclean_leader_elections');
  expect(signal && emits(standard, signal, ['cloudwatch', 'prometheus'])).toBe(true);
});

test('Serverless has no open monitoring', () => {
  const signal = signalById('bytes_in');
  expect(signal && emits(serverless, signal, ['cloudwatch', 'prometheus'])).toBe(false);
});

test('a cluster that AWS does not run has no metric in CloudWatch', () => {
  expect(signals.filter((signal) => cloudWatchMetricOf(selfManaged, signal))).toEqual([]);
  expect(usualSources(selfManaged)).toEqual(['prometheus', 'kafka', 'files']);
});

test('every signal is emitted by some cluster', () => {
  const lonely = signals.filter(
    (signal) => !signal.own && !fullClusters.some((cluster) => emits(cluster, signal)),
  );
  expect(lonely.map(({ id }) => id)).toEqual([]);
});
