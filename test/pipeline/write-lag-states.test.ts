import { rules } from '../../lib/domain/catalogue/rules/index.ts';
import type { Cluster } from '../../lib/domain/cluster.ts';
import { lagStates } from '../../lib/domain/lag/lag-state.ts';
import { evaluate } from '../../lib/pipeline/evaluate.ts';
import { StoreError } from '../../lib/ports/errors.ts';
import { billing, cloudwatch, cluster, minute, samplesSeen, t0, watch } from '../domain/lag/consumer.ts';
import { createMemoryMetricStore, createMemoryModelStore } from '../memory/index.ts';

const orders: Cluster = {
  id: cluster,
  name: 'orders',
  account: 'a',
  region: 'r',
  type: 'standard',
  brokerIds: ['1', '2', '3'],
};

/** A group reads nothing for 40 minutes after `t0`; the evaluation runs every five. */
async function world() {
  const store = createMemoryMetricStore();
  const seen = watch({ minutes: 360, read: (now) => (now >= 180 && now < 220 ? 0 : 5000) });
  const samples = samplesSeen(seen, cloudwatch, billing, t0 + 180 * minute);
  await store.write(samples);
  const models = createMemoryModelStore();
  const evaluateAt = (at: number, given = {}) =>
    evaluate({ store, models, clusters: [orders], rules, nowMs: t0 + at * minute, settleMs: 0, ...given });
  const states = async () => {
    const [series] = await store.read({
      cluster,
      signals: ['consumer_lag_state'],
      fromMs: 0,
      toMs: t0 + 1000 * minute,
    });
    return [...(series?.timesMs ?? [])].map((timeMs, i) => [(timeMs - t0) / minute, series?.values[i]]);
  };
  return { store, evaluateAt, states };
}

test('a state is written when it changes, with the one before it, and once an hour', async () => {
  const { evaluateAt, states } = await world();
  for (let at = 0; at <= 150; at += 5) expect((await evaluateAt(at)).problems).toEqual([]);
  const { ok, stopped } = lagStates;
  expect(await states()).toEqual([
    [0, ok],
    [10, ok],
    [15, stopped],
    [40, stopped],
    [45, ok],
    [105, ok],
  ]);
});

test('a second evaluation within five minutes writes in the same place', async () => {
  const { evaluateAt, states } = await world();
  await evaluateAt(2);
  await evaluateAt(4);
  expect(await states()).toEqual([[0, lagStates.ok]]);
});

test('the report tells where each group stands', async () => {
  const { evaluateAt } = await world();
  await evaluateAt(10);
  const { lag, changed } = await evaluateAt(15);
  expect(lag).toMatchObject([{ entity: billing, state: 'stopped', triage: 'client' }]);
  expect(changed.map(({ rule }) => rule)).toContain('consumer_lag_stopped');
});

test('what is allowed reaches the rules', async () => {
  const { evaluateAt } = await world();
  const { lag } = await evaluateAt(15, { lag: { allowedMessages: 1e6 } });
  expect(lag).toMatchObject([{ state: 'ok' }]);
});

test('a store that takes no points is a problem, and the rules are judged all the same', async () => {
  const { store, evaluateAt } = await world();
  const full = {
    ...store,
    write: async () => {
      throw new StoreError('the disk is full');
    },
  };
  const { problems, changed } = await evaluateAt(15, { store: full });
  expect(problems).toEqual([
    {
      kind: 'store_unwritable',
      where: store.id,
      message: 'lag states were not written: the disk is full',
      count: 1,
    },
  ]);
  expect(changed.map(({ rule }) => rule)).toContain('consumer_lag_stopped');
});
