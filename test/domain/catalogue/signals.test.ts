import {
  groupStateCode,
  groupStates,
  rules,
  type Signal,
  signalById,
  signals,
  signalsOf,
} from '../../../lib/domain/catalogue/index.ts';
import { entityLabels } from '../../../lib/domain/series/entity.ts';

test('ids are unique and in snake case, and find their signal', () => {
  expect(new Set(signals.map(({ id }) => id)).size).toBe(signals.length);
  for (const signal of signals) {
    expect(signal.id).toMatch(/^[a-z][a-z0-9_]*$/);
    expect(signalById(signal.id)).toBe(signal);
  }
  expect(signalById('no_such_signal')).toBeUndefined();
});

test.each(signals.map((signal) => [signal.id, signal] as const))('%s is complete', (_, signal) => {
  expect(sourcesOf(signal)).toBeGreaterThan(0);
  expect(signal.title.length).toBeGreaterThan(2);
  expect(signal.description).toMatch(/^[A-Z].*\.$/);
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = signal.range;
  expect(min).toBeLessThan(max);
  // A ratio of ours may be above 100 %, a share may not.
  if (signal.unit === 'percent' && !signal.own) expect(signal.range).toEqual({ min: 0, max: 100 });
  if (signal.unit === 'fraction') expect(signal.range).toEqual({ min: 0, max: 1 });
});

test('a label of an exposition names a label of the entity, and every label but broker comes from one', () => {
  for (const { id, entity, prometheus } of signals) {
    const wanted = entityLabels[entity].filter((label) => label !== 'broker');
    for (const metric of prometheus ?? [])
      expect([id, Object.values(metric.entityLabels ?? {}).sort()]).toEqual([id, wanted.toSorted()]);
  }
});

test('names in an exposition are valid, and one exposition gives a signal once', () => {
  for (const { id, prometheus = [] } of signals) {
    for (const { metric } of prometheus) expect(metric).toMatch(/^[a-zA-Z_:][a-zA-Z0-9_:]*$/);
    const expositions = prometheus.map(({ exposition }) => exposition);
    expect([id, new Set(expositions).size]).toEqual([id, expositions.length]);
  }
});

test.each([
  [
    'under_replicated_partitions',
    'kafka_server_replicamanager_underreplicatedpartitions',
    'kafka_server_ReplicaManager_Value',
  ],
  [
    'offline_partitions',
    'kafka_controller_kafkacontroller_offlinepartitionscount',
    'kafka_controller_KafkaController_Value',
  ],
  [
    'active_controllers',
    'kafka_controller_kafkacontroller_activecontrollercount',
    'kafka_controller_KafkaController_Value',
  ],
  [
    'messages_in',
    'kafka_server_brokertopicmetrics_messagesin_total',
    'kafka_server_BrokerTopicMetrics_Count',
  ],
  ['bytes_in', 'kafka_server_brokertopicmetrics_bytesin_total', 'kafka_server_BrokerTopicMetrics_Count'],
  [
    'unclean_leader_elections',
    'kafka_controller_controllerstats_uncleanleaderelections_total',
    'kafka_controller_ControllerStats_Count',
  ],
  ['isr_shrinks', 'kafka_server_replicamanager_isrshrinks_total', 'kafka_server_ReplicaManager_Count'],
  [
    'request_handler_idle',
    'kafka_server_kafkarequesthandlerpool_requesthandleravgidle_percent',
    'kafka_server_KafkaRequestHandlerPool_OneMinuteRate',
  ],
  [
    'produce_time_p99',
    'kafka_network_requestmetrics_totaltimems',
    'kafka_network_RequestMetrics_99thPercentile',
  ],
  ['produce_time_mean', 'kafka_network_requestmetrics_totaltimems_mean', 'kafka_network_RequestMetrics_Mean'],
  ['log_bytes', 'kafka_log_log_size', 'kafka_log_Log_Value'],
])('%s has the names that a real broker with the JMX exporter writes', (id, common, byDefault) => {
  const names = signalById(id)?.prometheus?.map(({ exposition, metric }) => [exposition, metric]);
  expect(names).toEqual([
    ['jmx', common],
    ['jmx_default', byDefault],
  ]);
});

test('the aggregate of a broker is the series without a topic', () => {
  expect(signalById('bytes_in')?.prometheus?.[0]?.labels).toEqual({ topic: '' });
  expect(signalById('bytes_in')?.prometheus?.[1]?.labels).toEqual({ name: 'BytesInPerSec', topic: '' });
});

test('offline partitions are the most that a controller tells, active controllers the sum', () => {
  expect(signalById('offline_partitions')?.prometheus?.map(({ combine }) => combine)).toEqual(['max', 'max']);
  expect(signalById('active_controllers')?.prometheus?.map(({ combine }) => combine)).toEqual(['sum', 'sum']);
});

test('what rules forecast or hold to be abnormal is assessed, and little else', () => {
  const needed = rules.flatMap(({ condition }) => {
    const parts = condition.kind === 'all' ? condition.of : [condition];
    return parts.flatMap((part) =>
      part.kind === 'anomaly' || part.kind === 'time_to_limit' ? [part.signal] : [],
    );
  });
  for (const id of needed) expect([id, signalById(id)?.assessed]).toEqual([id, true]);
  expect(signals.filter(({ assessed }) => assessed).length).toBeLessThanOrEqual(25);
});

test('a signal that a rule needs within minutes is asked for at the critical or the normal cadence', () => {
  const slow = rules
    .filter(({ periodMs, periods }) => periodMs * periods <= 5 * 60_000)
    .flatMap(signalsOf)
    .filter((id) => signalById(id)?.cadence === 'slow');
  expect(slow).toEqual([]);
});

test.each([
  ['Stable', groupStates.stable],
  ['Empty', groupStates.empty],
  ['Dead', groupStates.dead],
  ['PreparingRebalance', groupStates.preparing_rebalance],
  ['CompletingRebalance', groupStates.completing_rebalance],
  ['Reconciling', groupStates.reconciling],
  ['SomethingNew', groupStates.unknown],
])('the state %s of a group is %i', (state, code) => expect(groupStateCode(state)).toBe(code));

function sourcesOf({ cloudwatch = [], prometheus = [], kafka, files, own }: Signal): number {
  return cloudwatch.length + prometheus.length + (kafka ? 1 : 0) + (files ? 1 : 0) + (own ? 1 : 0);
}
