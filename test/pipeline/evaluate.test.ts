import type { Rule } from '../../lib/domain/catalogue/rule.ts';
import { rules } from '../../lib/domain/catalogue/rules/index.ts';
import { signals } from '../../lib/domain/catalogue/signals/index.ts';
import type { Cluster } from '../../lib/domain/cluster.ts';
import type { Finding } from '../../lib/domain/incidents/finding.ts';
import { entityLabels } from '../../lib/domain/series/entity.ts';
import type { Samples } from '../../lib/domain/series/samples.ts';
import { createSeries } from '../../lib/domain/series/series.ts';
import { evaluate } from '../../lib/pipeline/evaluate.ts';
import { notify } from '../../lib/pipeline/notify.ts';
import { NotifierError, StoreError } from '../../lib/ports/errors.ts';
import { createMemoryMetricStore, createMemoryModelStore } from '../memory/index.ts';

const minute = 60_000;
const t0 = Date.UTC(2026, 10, 22, 12);

function clusterOf(name: string): Cluster {
  return { id: `a/r/${name}`, name, account: 'a', region: 'r', type: 'standard', brokerIds: ['1', '2', '3'] };
}

const orders = clusterOf('orders');
const urp: Rule = {
  id: 'urp',
  title: 'Under-replicated partitions',
  severity: 'error',
  appliesTo: ['standard'],
  entity: 'broker',
  condition: {
    kind: 'threshold',
    value: { kind: 'signal', signal: 'under_replicated_partitions', statistic: 'Maximum' },
    comparison: '>',
    limit: { kind: 'number', value: 0 },
  },
  periodMs: minute,
  periods: 3,
  breaching: 3,
  recoveryMs: 0,
  missing: 'hold',
  runbook: 'under_replicated',
  cause: { id: 'broker_failure', rank: 0 },
  source: 'test',
};

function line(signal: string, cluster: Cluster, broker: string, level: number, endMs = t0): Samples {
  const timesMs = Float64Array.from({ length: 10 }, (_, i) => endMs - (10 - i) * minute);
  const series = createSeries(signal, { cluster: cluster.id, broker });
  return { series, timesMs, values: timesMs.map(() => level) };
}

function world(clusters: readonly Cluster[] = [orders]) {
  const store = createMemoryMetricStore();
  const models = createMemoryModelStore();
  const published: Finding[][] = [];
  const notifier = {
    isDown: false,
    async publish(findings: readonly Finding[]) {
      if (notifier.isDown) throw new NotifierError('the topic cannot be reached');
      published.push([...findings]);
    },
  };
  return {
    store,
    models,
    notifier,
    published,
    evaluate: (nowMs: number, given: Partial<Parameters<typeof evaluate>[0]> = {}) =>
      evaluate({ store, models, clusters, rules: [urp], nowMs, settleMs: 0, ...given }),
    notify: () => notify({ models, notifier, clusters }),
  };
}

test('a breach in the store is a finding, once, until it is over', async () => {
  const { store, evaluate } = world();
  await store.write([line('under_replicated_partitions', orders, '1', 4)]);
  const first = await evaluate(t0);
  expect(first.changed).toMatchObject([{ rule: 'urp', status: 'firing', entity: { broker: '1' } }]);
  const second = await evaluate(t0 + minute / 2);
  expect([second.changed.length, second.firing.length]).toEqual([0, 1]);
  await store.write([line('under_replicated_partitions', orders, '1', 0, t0 + 10 * minute)]);
  expect((await evaluate(t0 + 10 * minute)).changed).toMatchObject([{ status: 'resolved' }]);
});

test('one reading serves all rules whose windows are alike', async () => {
  const { store, evaluate } = world();
  let reads = 0;
  const counting = {
    ...store,
    read: (query: Parameters<typeof store.read>[0]) => {
      reads++;
      return store.read(query);
    },
  };
  const twin = { ...urp, id: 'twin' };
  const long = { ...urp, id: 'long', periodMs: 60 * minute, condition: { ...urp.condition } };
  await evaluate(t0, { store: counting, rules: [urp, twin] });
  expect(reads).toBe(1);
  await evaluate(t0, { store: counting, rules: [urp, twin, long] });
  expect(reads).toBe(2);
});

test('clusters do not affect one another: one that cannot be read is reported and the others judged', async () => {
  const other = clusterOf('other');
  const { store, evaluate } = world([orders, other]);
  await store.write([line('under_replicated_partitions', other, '1', 4)]);
  const half = {
    ...store,
    read: async (query: Parameters<typeof store.read>[0]) => {
      if (query.cluster === orders.id) throw new StoreError('the file is locked');
      return await store.read(query);
    },
  };
  const { changed, problems } = await evaluate(t0, { store: half });
  expect(changed.map(({ entity }) => entity.cluster)).toEqual([other.id]);
  expect(problems).toEqual([
    {
      kind: 'store_unreadable',
      where: orders.id,
      message: 'rules were not judged: the file is locked',
      count: 1,
    },
  ]);
});

test('refuses to go on without its memory: nothing is judged when the model store is down', async () => {
  const { models, evaluate } = world();
  models.isDown = true;
  await expect(evaluate(t0)).rejects.toThrow(StoreError);
});

test('a memory that cannot be read is begun anew', async () => {
  const { store, models, evaluate } = world();
  await models.save(new Map([[`rules/${orders.id}`, ['not', 'a', 'state']]]));
  await store.write([line('under_replicated_partitions', orders, '1', 4)]);
  expect((await evaluate(t0)).changed).toHaveLength(1);
});

describe('notify', () => {
  test('publishes what has changed, once', async () => {
    const { store, evaluate, notify, published } = world();
    await store.write([line('under_replicated_partitions', orders, '1', 4)]);
    const { changed } = await evaluate(t0);
    expect((await notify()).published).toEqual(changed);
    expect((await notify()).published).toEqual([]);
    expect(published).toEqual([changed]);
  });

  test('keeps what was not accepted, over further evaluations, and publishes it in order later', async () => {
    const { store, evaluate, notify, notifier, published } = world();
    notifier.isDown = true;
    await store.write([line('under_replicated_partitions', orders, '1', 4)]);
    await evaluate(t0);
    expect(await notify()).toMatchObject({
      published: [],
      pending: 1,
      problems: [{ kind: 'not_published', where: orders.id, count: 1 }],
    });
    await store.write([line('under_replicated_partitions', orders, '1', 0, t0 + 10 * minute)]);
    await evaluate(t0 + 10 * minute);
    notifier.isDown = false;
    await notify();
    expect(published.flat().map(({ status }) => status)).toEqual(['firing', 'resolved']);
  });

  test('publishing does not disturb the state of the rules', async () => {
    const { store, evaluate, notify } = world();
    await store.write([line('under_replicated_partitions', orders, '1', 4)]);
    await evaluate(t0);
    await notify();
    const again = await evaluate(t0 + minute / 2);
    expect([again.changed.length, again.firing.length]).toEqual([0, 1]);
  });
});

test('the whole catalogue is judged on every signal without a throw, and stays quiet on ordinary values', async () => {
  const { store, evaluate } = world();
  const written = signals
    .filter(({ entity }) => (entityLabels[entity] as readonly string[]).join() === 'broker')
    .flatMap(({ id, harm, range }) =>
      orders.brokerIds.map((broker) =>
        line(id, orders, broker, harm === 'low' ? (range.max ?? 1e6) : (range.min ?? 0)),
      ),
    );
  await store.write(written);
  const { firing, problems } = await evaluate(t0, { rules });
  expect(written.length).toBeGreaterThan(60);
  expect(problems).toEqual([]);
  // All brokers idle at zero: only rules for which nothing at all is the trouble may speak.
  expect(firing.map(({ rule }) => rule).filter((rule) => !/session|zombie|controller/.test(rule))).toEqual(
    [],
  );
});
