import { settingsOf } from '../../../lambdas/settings.ts';
import { rules } from '../../../lib/domain/catalogue/index.ts';
import type { Cluster } from '../../../lib/domain/cluster.ts';
import {
  type Assignment,
  type AssignmentInput,
  assignRules,
  rulesOn,
} from '../../../lib/infra/render/assignment.ts';
import { expressCluster, standardCluster } from './clusters.ts';

const home = { account: '111122223333', region: 'eu-west-1' };
const serverless = { ...home, type: 'serverless', iamAuth: true, brokerIds: [] } as const;

function assigned(clusters: readonly Cluster[], changes: Partial<AssignmentInput> = {}): Assignment {
  return assignRules({ clusters, rules, nativeAlarms: 'all', home, ...changes });
}

/** So many clusters of each kind. */
function fleet(count: number): readonly Cluster[] {
  const named = (cluster: Omit<Cluster, 'id' | 'name'>, name: string): Cluster => ({
    ...cluster,
    id: `111122223333/eu-west-1/${name}`,
    name,
  });
  return Array.from({ length: count }, (_, i) => [
    named(standardCluster, `s${i}`),
    named(expressCluster, `e${i}`),
    named(serverless, `v${i}`),
  ]).flat();
}

/** The rules that the function evaluate has on a cluster, as its settings tell it. */
function ours(assignment: Assignment) {
  return settingsOf({
    environment: 'dev',
    home: { ...home, partition: 'aws' },
    clusters: [],
    select: [],
    overrides: {},
    alarmed: assignment.alarmed,
    polling: {
      criticalMinutes: 5,
      normalMinutes: 15,
      slowMinutes: 60,
      signals: 'needed',
      partsPerCluster: 1,
      backfillDays: 14,
    },
    maintenance: [],
    respond: { mode: 'off' },
    incidentDays: 365,
  });
}

test.each([
  [1, 'all'],
  [10, 'all'],
  [100, 'all'],
  [10, 'critical'],
  [10, 'none'],
] as const)(
  'each rule on each of %d clusters of a kind is watched by exactly one, with native alarms for %s',
  (count, nativeAlarms) => {
    const elsewhere = { ...standardCluster, id: '999900001111/eu-west-1/far', account: '999900001111' };
    const clusters = [...fleet(count), elsewhere];
    const assignment = assigned(clusters, { nativeAlarms });
    const settings = ours(assignment);
    for (const cluster of clusters) {
      const native = assignment.native.filter((one) => one.cluster.id === cluster.id);
      const evaluated = rulesOn(cluster, settings.rulesOf(cluster));
      const watched = [...native.map(({ rule }) => rule.id), ...evaluated.map(({ id }) => id)];
      expect(watched.toSorted()).toEqual(
        rulesOn(cluster, rules)
          .map(({ id }) => id)
          .toSorted(),
      );
    }
  },
);

test('query alarms go to the worst severities first, over all clusters, and what is left over is ours', () => {
  const { native, crowdedOut } = assigned(fleet(100));
  const queries = native.filter(({ plan }) => plan.kind === 'insights');
  expect(queries).toHaveLength(190);
  expect(crowdedOut).toBeGreaterThan(500);
  const critical = rules.filter(({ severity }) => severity === 'critical').map(({ id }) => id);
  const room = queries.filter(({ rule }) => critical.includes(rule.id)).length;
  expect(room).toBeGreaterThan(100);
  expect(queries.every(({ rule }) => rule.severity === 'critical' || rule.severity === 'error')).toBe(true);
  expect(assigned(fleet(1)).crowdedOut).toBe(0);
});

test('how many query alarms there may be is given, and alarms on one metric need no room', () => {
  const { native } = assigned([standardCluster], { queryAlarms: 1 });
  expect(native.filter(({ plan }) => plan.kind === 'insights').map(({ rule }) => rule.severity)).toEqual([
    'critical',
  ]);
  expect(native.filter(({ plan }) => plan.kind === 'math').map(({ rule }) => rule.id)).toEqual([
    'offline_partitions',
    'no_active_controller',
  ]);
  expect(assigned([standardCluster], { queryAlarms: 0 }).native).toHaveLength(2);
});

test('clusters of another region, and rules that the configuration wants no alarms for, are ours', () => {
  const elsewhere = { ...standardCluster, id: '111122223333/eu-west-2/orders', region: 'eu-west-2' };
  expect(assigned([elsewhere]).native).toEqual([]);
  expect(assigned([standardCluster], { nativeAlarms: 'none' }).alarmed).toEqual([]);
  const critical = assigned([standardCluster], { nativeAlarms: 'critical' }).native;
  expect(critical.length).toBeGreaterThan(2);
  expect(new Set(critical.map(({ rule }) => rule.severity))).toEqual(new Set(['critical']));
});

test('clusters with the same native rules are told together', () => {
  const { alarmed } = assigned(fleet(3));
  expect(alarmed.map(([ids]) => ids.length)).toEqual([3, 3]);
});
