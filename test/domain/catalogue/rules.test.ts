import {
  emits,
  limitsOf,
  type Rule,
  resolveLimit,
  ruleById,
  rules,
  rulesFor,
  runbookById,
  severities,
  signalById,
  signalsOf,
} from '../../../lib/domain/catalogue/index.ts';
import { defaultAllowedLag } from '../../../lib/domain/lag/allowed-lag.ts';
import { fullClusters, plainCluster } from './clusters.ts';

/** MSK clusters may be watched through Kafka as well, which tells of groups. */
const everySource = ['cloudwatch', 'prometheus', 'kafka', 'files'] as const;
const byName = rules.map((rule) => [rule.id, rule] as const);

test('ids are unique and in snake case, and find their rule', () => {
  expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
  for (const rule of rules) {
    expect(rule.id).toMatch(/^[a-z][a-z0-9_]*$/);
    expect(ruleById(rule.id)).toBe(rule);
  }
  expect(ruleById('no_such_rule')).toBeUndefined();
});

test.each(byName)('%s is complete', (_, rule) => {
  expect(severities).toContain(rule.severity);
  expect(rule.appliesTo.length).toBeGreaterThan(0);
  expect(runbookById(rule.runbook)).toBeDefined();
  expect(rule.source.length).toBeGreaterThan(5);
  expect(rule.breaching).toBeGreaterThanOrEqual(1);
  expect(rule.breaching).toBeLessThanOrEqual(rule.periods);
  expect(rule.recoveryMs).toBeGreaterThan(0);
  // CloudWatch takes whole minutes, and looks back a day at most.
  expect(rule.periodMs % 60_000).toBe(0);
  expect(rule.periodMs * rule.periods).toBeLessThanOrEqual(86_400_000);
});

test.each(byName)('%s asks only for what some cluster of each of its types emits', (_, rule) => {
  for (const type of rule.appliesTo) {
    const suited = fullClusters.filter(
      (cluster) => cluster.type === type && rulesFor(cluster, everySource).some(({ id }) => id === rule.id),
    );
    expect([type, suited.length > 0]).toEqual([type, true]);
  }
});

test.each(byName)('%s is measured on the entity that its first signal has', (_, rule) => {
  const [first] = signalsOf(rule);
  expect(signalById(first ?? '')?.entity).toBe(rule.entity);
});

test.each(byName)(
  '%s looks only at signals of its own entity, of the cluster, or across one kind',
  (_, rule) => {
    const plain = JSON.stringify(rule.condition).matchAll(
      /"kind":"(?:signal|anomaly|absence)","signal":"(\w+)"/g,
    );
    for (const [, id] of plain) expect(['cluster', rule.entity]).toContain(signalById(id ?? '')?.entity);
  },
);

/** Verdicts come every five minutes: shorter periods would mostly be missing, and such a rule never fire. */
test.each(byName)(
  '%s has periods of five minutes or more where detectors judge',
  (_, { condition, periodMs }) => {
    const parts = condition.kind === 'all' ? condition.of : [condition];
    if (parts.some(({ kind }) => kind === 'anomaly')) expect(periodMs).toBeGreaterThanOrEqual(300_000);
  },
);

test.each(byName)('%s recovers on the good side of its limit', (_, rule) => {
  const parts = rule.condition.kind === 'all' ? rule.condition.of : [rule.condition];
  for (const part of parts) {
    if (part.kind !== 'threshold' || part.limit.kind !== 'number' || part.recoveryLimit?.kind !== 'number')
      continue;
    const room = part.limit.value - part.recoveryLimit.value;
    expect(part.comparison.startsWith('>') ? room : -room).toBeGreaterThan(0);
  }
});

test.each([
  ['Standard', fullClusters[0]],
  ['Express', fullClusters[2]],
  ['Serverless', fullClusters[3]],
  ['self-managed', fullClusters[4]],
])('every rule for a %s cluster has all its signals and limits there', (_, cluster) => {
  if (!cluster) throw new RangeError('no cluster');
  const found = rulesFor(cluster);
  expect(found.length).toBeGreaterThan(8);
  for (const rule of found) {
    for (const id of signalsOf(rule)) {
      const signal = signalById(id);
      expect(signal && emits(cluster, signal)).toBe(true);
    }
    for (const limit of limitsOf(rule)) expect(resolveLimit(cluster, limit)).toBeDefined();
  }
});

const ids = (found: readonly Rule[]) => found.map(({ id }) => id);

test('an Express cluster has no rule on replicas or disks', () => {
  const [, , express] = fullClusters;
  expect(express && ids(rulesFor(express))).not.toEqual(
    expect.arrayContaining([expect.stringMatching(/^(under_replicated|offline_partitions|disk_|heap_)/)]),
  );
});

test('a cluster at the free level has no rule on what is paid for', () => {
  const found = ids(rulesFor(plainCluster('standard')));
  expect(found).toEqual(
    expect.arrayContaining(['cpu_high', 'disk_high', 'under_replicated', 'consumer_lag_time']),
  );
  expect(found).not.toContain('request_handlers_busy');
  expect(found).not.toContain('partitions_many');
});

test('a rule whose limit is not known does not apply', () => {
  const cluster = { ...plainCluster('express'), instanceType: 'express.m7g.large' };
  expect(ids(rulesFor(cluster))).toContain('express_ingress_high');
  expect(ids(rulesFor(plainCluster('express')))).not.toContain('express_ingress_high');
});

test('an MSK cluster that is also watched through Kafka keeps the rules of its type', () => {
  const cluster = plainCluster('standard');
  expect(ids(rulesFor(cluster, ['cloudwatch', 'kafka']))).toEqual(
    expect.arrayContaining(ids(rulesFor(cluster))),
  );
});

test('all that one lost broker sets off is one cause, named by the broker', () => {
  const set = [
    'broker_unreachable',
    'broker_silent',
    'brokers_missing',
    'offline_partitions',
    'leaderless_partitions',
    'no_active_controller',
    'under_min_isr',
    'under_replicated',
    'cluster_under_replicated',
    'isr_shrinking',
    'preferred_replica_imbalance',
  ];
  const found = set.map((id) => ruleById(id));
  expect(found.map((rule) => rule?.cause.id)).toEqual(set.map(() => 'broker_failure'));
  const ranks = found.map((rule) => rule?.cause.rank ?? -1);
  expect(ranks).toEqual(ranks.toSorted((a, b) => a - b));
});

test('what has befallen a group names the incident of its lag', () => {
  const rank = (id: string) => ruleById(id)?.cause.rank ?? Number.NaN;
  const onLag = rules.filter(({ cause, entity }) => cause.id === 'consumer_lag' && entity === 'group_topic');
  for (const { id } of onLag) {
    expect(rank(id)).toBeGreaterThan(rank('consumer_group_rebalancing'));
    expect(rank(id)).toBeGreaterThan(rank('consumer_group_empty'));
  }
});

test('no rule on lag pages for a hundred messages', () => {
  const onLag = rules.filter((rule) => rule.cause.id === 'consumer_lag' && rule.entity === 'group_topic');
  const paging = onLag.filter(({ severity }) => severity === 'critical' || severity === 'error');
  expect(paging.length).toBeGreaterThan(1);
  for (const { id, condition } of paging) {
    const parts = condition.kind === 'all' ? condition.of : [condition];
    const floors = parts.flatMap((part) => {
      // What is allowed by default is the floor of every state.
      if (part.kind === 'lag_state') return [defaultAllowedLag.messages];
      return part.kind === 'threshold' &&
        part.value.kind === 'signal' &&
        signalById(part.value.signal)?.unit === 'messages' &&
        part.limit.kind === 'number'
        ? [part.limit.value]
        : [];
    });
    expect([id, Math.max(0, ...floors) >= 1000]).toEqual([id, true]);
  }
});

/** The limits that AWS itself publishes: MSK best practices and the MSK skill of its agent toolkit. */
test.each([
  ['cpu_high', '>', 60, 300, 1],
  ['disk_high', '>', 85, 300, 1],
  ['heap_high', '>', 60, 300, 3],
  ['under_replicated', '>', 0, 300, 3],
  ['under_min_isr', '>=', 1, 60, 1],
  ['offline_partitions', '>', 0, 60, 1],
  ['no_active_controller', '<', 1, 60, 5],
  ['request_handlers_busy', '<', 0.3, 300, 1],
  ['network_processors_busy', '<', 0.3, 300, 1],
  ['network_in_shaped', '>', 0, 300, 1],
  ['network_out_shaped', '>', 0, 300, 1],
  ['cpu_credits_low', '<=', 100, 300, 3],
  ['iam_connections_refused', '>', 0, 300, 1],
  ['connection_storm', '>=', 80, 60, 3],
  ['client_connections_high', '>', 2400, 60, 15],
  ['consumer_lag_time', '>', 300, 60, 15],
  ['consumer_lag_partition', '>', 10_000, 60, 15],
  ['express_produce_throttled', '>', 0, 300, 1],
  ['express_fetch_throttled', '>', 0, 300, 1],
])('%s holds when its value is %s %d for %d s, %d times', (id, comparison, limit, seconds, periods) => {
  const rule = ruleById(id);
  const condition = rule?.condition.kind === 'all' ? rule.condition.of[0] : rule?.condition;
  expect(condition).toMatchObject({ kind: 'threshold', comparison, limit: { kind: 'number', value: limit } });
  expect(rule).toMatchObject({ periodMs: seconds * 1000, periods });
});

test.each([
  ['volume_throughput_high', 'volume_bytes_per_second'],
  ['partitions_many', 'partitions_recommended'],
  ['express_ingress_high', 'express_ingress_bytes_per_second'],
  ['express_egress_high', 'express_egress_bytes_per_second'],
  ['express_storage_over_retention', 'retention_seconds'],
  ['brokers_missing', 'broker_count'],
] as const)('%s depends on the limit %s of the cluster', (id, limit) => {
  const rule = ruleById(id);
  expect(rule && limitsOf(rule)).toEqual([limit]);
});

test('maintenance of one broker is expected, a loss of partitions never is', () => {
  expect(ruleById('broker_silent')?.expectedInMaintenance).toBe(true);
  expect(ruleById('under_replicated')?.expectedInMaintenance).toBe(true);
  expect(ruleById('offline_partitions')?.expectedInMaintenance).toBeUndefined();
  expect(ruleById('under_min_isr')?.expectedInMaintenance).toBeUndefined();
});
