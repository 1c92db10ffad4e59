import { type ClusterLagOptions, clusterLag } from '../../../lib/domain/lag/cluster-lag.ts';
import { lagStateSignal } from '../../../lib/domain/lag/lag-readings.ts';
import { createClusterData, type KnownSeries } from '../../../lib/domain/rules/data.ts';
import { type Entity, entityKey } from '../../../lib/domain/series/entity.ts';
import type { Samples } from '../../../lib/domain/series/samples.ts';
import { billing, cloudwatch, cluster, line, minute, samplesSeen, t0, watch } from './consumer.ts';

const orders = {
  id: cluster,
  name: 'orders',
  account: 'a',
  region: 'r',
  type: 'standard',
  brokerIds: ['1', '2', '3'],
} as const;
const audit: Entity = { cluster, group: 'audit', topic: 'payments' };
const long = 180;

function reports(samples: readonly Samples[], options: Partial<ClusterLagOptions> = {}, state = 'ACTIVE') {
  const known = samples.map(
    ({ series, timesMs }): KnownSeries => ({ ...series, lastMs: timesMs.at(-1) ?? 0 }),
  );
  const readings = { cluster: { ...orders, state }, samples, known, verdicts: [], forecasts: [] };
  const nowMs = options.nowMs ?? t0;
  const data = createClusterData(readings, nowMs, 86_400_000);
  return clusterLag(data, { nowMs, resumedMs: t0 - 1000 * minute, lateMs: 0, settings: {}, ...options });
}
const of = (map: ReturnType<typeof reports>, entity = billing) => map.get(entityKey(entity));

const stopped = watch({ minutes: long, read: (now) => (now >= 160 ? 0 : 5000) });
const well = watch({ minutes: long });
const wellSeen = (entity: Entity) =>
  samplesSeen(well, cloudwatch, entity).filter(({ series }) => series.entity.group);
const topicSeen = (values: readonly number[]) =>
  line('topic_messages_in', { cluster, topic: 'payments' }, values);

test('each group on each topic has a state, and who is in trouble is told whom it is with', () => {
  const found = reports([...samplesSeen(stopped, cloudwatch), ...wellSeen(audit)]);
  expect(of(found)).toMatchObject({
    entity: billing,
    state: 'stopped',
    triage: 'client',
    groups: { troubled: 1, known: 2 },
  });
  expect(of(found, audit)).toMatchObject({ state: 'ok' });
  expect(of(found, audit)).not.toHaveProperty('triage');
});

test('the members of the group are those of all its topics, while they are news', () => {
  const members = (count: number, endMs = t0) =>
    line('group_members', { cluster, group: 'billing' }, [count], endMs);
  const seen = samplesSeen(stopped, cloudwatch);
  expect(of(reports([...seen, members(6)]))).toMatchObject({ state: 'stalled', members: 6 });
  expect(of(reports([...seen, members(0)]))).toMatchObject({ state: 'stopped', members: 0 });
  expect(of(reports([...seen, members(6, t0 - 60 * minute)]))).toMatchObject({ state: 'stopped' });
});

test('in maintenance the advice is to wait', () => {
  expect(of(reports(samplesSeen(stopped, cloudwatch), {}, 'MAINTENANCE'))?.triage).toBe('maintenance');
});

test('what was last said of a group is told', () => {
  const state = line(lagStateSignal, billing, [0, 4], t0 - 5 * minute);
  const { said } = of(reports([...wellSeen(billing), state])) ?? {};
  expect(said).toEqual({ timeMs: t0 - 6 * minute, value: 4 });
});

describe('settings', () => {
  test('what is allowed to a group counts for it', () => {
    const settings = { groups: { billing: { allowedMessages: 1e6 } } };
    expect(of(reports(samplesSeen(stopped, cloudwatch), { settings }))?.state).toBe('ok');
  });

  test('a group that is switched off has no state and is no proof of anything', () => {
    const found = reports([...samplesSeen(stopped, cloudwatch), ...wellSeen(audit)], {
      settings: { groups: { 'bill*': { off: true } } },
    });
    expect(of(found)).toBeUndefined();
    expect(of(found, audit)?.groups).toEqual({ troubled: 0, known: 1 });
  });
});

describe('a group whose lag is told no more', () => {
  /** The group fell silent so many minutes ago; `audit` is told on. */
  const silentFor = (minutes: number, arriving: readonly number[] = well.arriving) => [
    line('lag_sum', billing, well.lag, t0 - minutes * minute),
    ...wellSeen(audit),
    topicSeen(arriving),
  ];

  test('has vanished after half an hour in which messages arrived', () => {
    expect(of(reports(silentFor(30)))).toMatchObject({
      state: 'vanished',
      sinceMs: t0 - 31 * minute,
      messages: 0,
      arriving: 100,
      triage: 'client',
    });
  });

  test.each([10, 28])('is in no known state after %p minutes', (minutes) => {
    expect(of(reports(silentFor(minutes)))).toBeUndefined();
  });

  test('still is what it was after five minutes', () => {
    expect(of(reports(silentFor(5)))?.state).toBe('ok');
  });

  test('is no trouble while no message arrives', () => {
    expect(of(reports(silentFor(40, Array(long).fill(0))))).toBeUndefined();
  });

  test('has vanished where nobody knows what arrives', () => {
    expect(of(reports(silentFor(40).slice(0, 2)))?.state).toBe('vanished');
  });

  test('has not vanished while nobody looked', () => {
    expect(of(reports(silentFor(40), { resumedMs: t0 - 10 * minute }))).toBeUndefined();
  });

  test('has not vanished when all points of the cluster are late', () => {
    const late = samplesSeen(well, cloudwatch, billing, t0 - 40 * minute);
    expect(of(reports(late, { lateMs: 40 * minute }))?.state).toBe('ok');
    expect(of(reports(late, { lateMs: 20 * minute }))).toBeUndefined();
    expect(of(reports(late, { lateMs: 5 * minute }))?.state).toBe('vanished');
  });
});

test('points from the future make nobody vanish', () => {
  const ahead = wellSeen(audit).map(({ series, values }) =>
    line(series.signal, audit, [...values], t0 + 90 * minute),
  );
  expect(of(reports([...wellSeen(billing), ...ahead]))?.state).toBe('ok');
});

test('of a cluster without groups nothing is said', () => {
  expect(reports([]).size).toBe(0);
  expect(reports([topicSeen(well.arriving)]).size).toBe(0);
});
