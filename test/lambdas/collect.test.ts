import { GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import type { SQSEvent } from 'aws-lambda';
import { saveClusters } from '../../lambdas/cluster-log.ts';
import { type CollectInput, createHandler, type PartToRead } from '../../lambdas/collect/handler.ts';
import { parseWork, type WorkMessage } from '../../lambdas/work.ts';
import { createInventorySource } from '../../lib/adapters/sources/cloudwatch/index.ts';
import { cadenceMs } from '../../lib/domain/cost/poll-plan.ts';
import { partOf } from '../../lib/domain/series/part.ts';
import { createSeries } from '../../lib/domain/series/series.ts';
import { keepInventory } from '../../lib/pipeline/inventory.ts';
import type { InventoryEntry } from '../../lib/ports/inventory.ts';
import { awsError, createFakeAws } from '../adapters/sources/cloudwatch/fake-aws.ts';
import { standardCluster } from '../infra/render/clusters.ts';
import { createMemoryMetricStore, createMemoryModelStore } from '../memory/index.ts';

const minute = 60_000;
const t0 = Date.UTC(2026, 10, 22, 12, 1);
const parts = 2;
const polling = {
  criticalMinutes: 5,
  normalMinutes: 15,
  slowMinutes: 60,
  signals: 'needed',
  partsPerCluster: parts,
  backfillDays: 14,
} as const;
const cluster = standardCluster.id;
const work = (part: number, more: Partial<WorkMessage> = {}): WorkMessage => ({
  task: 'collect',
  cluster,
  part,
  atMs: t0,
  ...more,
});

const entries = ['1', '2', '3'].map((broker): InventoryEntry => {
  const { key } = createSeries('bytes_in', { cluster, broker });
  const dimensions = [
    ['Cluster Name', 'orders'],
    ['Broker ID', broker],
  ] as const;
  return { key, cadence: 'critical', metric: 'BytesInPerSec', dimensions, statistic: 'Average' };
});
const keysOf = (part: number) => entries.map(({ key }) => key).filter((key) => partOf(key, parts) === part);

async function setUp() {
  const stores = { store: createMemoryMetricStore(), models: createMemoryModelStore() };
  await saveClusters(stores.models, 'dev', [standardCluster]);
  const found = { cluster: standardCluster, series: entries, isWhole: true };
  await keepInventory(stores.models, found, new Map([['bytes_in', 'critical']] as const));
  const aws = createFakeAws({
    valueAt: () => {
      if (it.isDenied) throw awsError('AccessDenied', 403);
      return 7;
    },
  });
  const it = {
    nowMs: t0,
    isDenied: false,
    sent: [] as WorkMessage[],
    assess: [] as WorkMessage[],
    isAssessDown: false,
    warnings: [] as Record<string, unknown>[],
  };
  const clock = { nowMs: () => it.nowMs };
  const input: CollectInput = {
    ...stores,
    settings: { environment: 'dev', polling },
    sourceOf: (part: PartToRead) =>
      createInventorySource({
        ...part,
        cloudwatch: aws.cloudwatch as never,
        clock,
        cadences: cadenceMs,
        delay: async () => undefined,
      }),
    send: async (messages) => void it.sent.push(...messages),
    sendAssess: async (messages) => {
      if (it.isAssessDown) throw new Error('the queue is down');
      it.assess.push(...messages);
    },
    clock,
    logger: {
      info: () => undefined,
      warn: (_: unknown, about: unknown) => void it.warnings.push(about as never),
    } as never,
  };
  const calls = () => aws.cloudwatch.commandCalls(GetMetricDataCommand).map(({ args }) => args[0].input);
  /** A new process: nothing is left but what the stores keep. */
  const batch = (...messages: readonly (WorkMessage | string)[]) => createHandler(input)(batchOf(messages));
  return { ...stores, it, aws, calls, batch, schedule: (event: object) => createHandler(input)(event) };
}

function batchOf(messages: readonly (WorkMessage | string)[]): SQSEvent {
  const Records = messages.map((message, i) => ({
    messageId: `m${i}`,
    body: typeof message === 'string' ? message : JSON.stringify(message),
    eventSource: 'aws:sqs',
    attributes: {},
  }));
  return { Records } as unknown as SQSEvent;
}

const nothingFailed = { batchItemFailures: [] };

describe('the schedule', () => {
  test('asks for every part of every cluster, at the time that it was for', async () => {
    const { schedule, it } = await setUp();
    await schedule({ task: 'collect', scheduledAt: '2026-11-22T12:00:00Z' });
    expect(it.sent).toEqual([0, 1].map((part) => work(part, { atMs: Date.UTC(2026, 10, 22, 12) })));
    for (const message of it.sent) expect(parseWork(JSON.stringify(message)).kind).toBe('work');
  });

  test('that comes twice asks for the same work', async () => {
    const { schedule, it } = await setUp();
    const event = { task: 'collect', scheduledAt: '2026-11-22T12:00:00Z' };
    await schedule(event);
    it.nowMs += 30_000;
    await schedule(event);
    expect(it.sent.slice(2)).toEqual(it.sent.slice(0, 2));
  });

  test.each([
    [{ task: 'train' }, 'event.task: got "train", allowed: "collect", "backfill"'],
    [{ task: 'collect', scheduledAt: 'soon' }, 'event.scheduledAt: got "soon"'],
    [{ task: 'backfill', days: 90 }, 'event.days: got 90, allowed: a whole number from 1 to 63'],
    [{ task: 'backfill', cluster: 'a/r/x' }, `event.cluster: got "a/r/x", known: ${cluster}`],
  ])('refuses %j', async (event, message) => {
    await expect((await setUp()).schedule(event)).rejects.toThrow(message);
  });
});

describe('a message', () => {
  test('brings the new points of its part into the store, and asks for it to be assessed', async () => {
    const { batch, store, it } = await setUp();
    expect(await batch(work(0))).toEqual(nothingFailed);
    const stored = await store.read({ fromMs: 0, toMs: t0 });
    expect(stored.map(({ series }) => series.key)).toEqual(keysOf(0));
    expect(it.assess).toEqual([work(0, { task: 'assess' })]);
  });

  test('asks CloudWatch for points alone', async () => {
    const { batch, aws } = await setUp();
    await batch(work(0), work(1));
    expect(aws.kafka.calls()).toHaveLength(0);
    expect(aws.cloudwatch.calls()).toHaveLength(aws.cloudwatch.commandCalls(GetMetricDataCommand).length);
  });

  test('that comes again asks CloudWatch for nothing, but for the assessment once more', async () => {
    const { batch, calls, it } = await setUp();
    it.isAssessDown = true;
    expect(await batch(work(0))).toEqual({ batchItemFailures: [{ itemIdentifier: 'm0' }] });
    it.isAssessDown = false;
    const asked = calls().length;
    expect(await batch(work(0))).toEqual(nothingFailed);
    expect(calls()).toHaveLength(asked);
    expect(it.assess).toHaveLength(1);
  });

  test('finds what a poll missed that another process made', async () => {
    const { batch, store, it } = await setUp();
    await batch(work(0));
    it.isDenied = true;
    for (let i = 1; i <= 4; i++) {
      it.nowMs = t0 + i * 5 * minute;
      expect(await batch(work(0, { atMs: it.nowMs }))).toEqual(nothingFailed);
    }
    expect(it.warnings.some(({ kind }) => kind === 'denied')).toBe(true);
    it.isDenied = false;
    it.nowMs += 5 * minute;
    await batch(work(0, { atMs: it.nowMs }));
    const [samples] = await store.read({ fromMs: t0 - 10 * minute, toMs: it.nowMs });
    const times = [...(samples?.timesMs ?? [])];
    expect(times).toEqual(times.map((_, i) => (times[0] ?? 0) + i * minute));
    expect(times.at(-1)).toBe(Date.UTC(2026, 10, 22, 12, 24));
  });

  test('of a store that is down is handed back alone and loses nothing', async () => {
    const { batch, store, it } = await setUp();
    store.isDown = true;
    expect(await batch(work(0), work(1))).toEqual({
      batchItemFailures: [{ itemIdentifier: 'm0' }, { itemIdentifier: 'm1' }],
    });
    expect(it.assess).toEqual([]);
    store.isDown = false;
    expect(await batch(work(0), work(1))).toEqual(nothingFailed);
    expect((await store.read({ fromMs: 0, toMs: t0 })).length).toBe(3);
  });

  test('that cannot be read is handed back, the others are done', async () => {
    const { batch, it } = await setUp();
    expect(await batch('poison', work(0), JSON.stringify({ ...work(0), task: 'assess' }))).toEqual({
      batchItemFailures: [{ itemIdentifier: 'm0' }, { itemIdentifier: 'm2' }],
    });
    expect(it.assess).toHaveLength(1);
  });

  test.each([
    ['a cluster that is watched no longer', { cluster: 'a/r/gone' }],
    ['a part that there is no longer', { part: 7 }],
  ])('of %s is done with', async (_, more) => {
    const { batch, calls, it } = await setUp();
    expect(await batch(work(0, more))).toEqual(nothingFailed);
    expect([calls().length, it.assess.length]).toEqual([0, 0]);
  });
});

describe('a back-fill', () => {
  const past = work(0, { task: 'backfill', days: 2 });

  test('is asked for by event, for all clusters or one', async () => {
    const { schedule, it } = await setUp();
    await schedule({ task: 'backfill', days: 2, cluster });
    await schedule({ task: 'backfill' });
    expect(it.sent).toEqual([
      ...[0, 1].map((part) => work(part, { task: 'backfill', days: 2 })),
      ...[0, 1].map((part) => work(part, { task: 'backfill', days: 14 })),
    ]);
  });

  test('reads the past of its part in two calls, wide ones', async () => {
    const { batch, store, calls } = await setUp();
    expect(await batch(past)).toEqual(nothingFailed);
    expect(
      calls().map(({ MetricDataQueries }) => MetricDataQueries?.map(({ MetricStat }) => MetricStat?.Period)),
    ).toEqual([keysOf(0).map(() => 300), keysOf(0).map(() => 60)]);
    const [samples] = await store.read({ fromMs: 0, toMs: t0 });
    expect(samples?.timesMs[0]).toBe(Date.UTC(2026, 10, 20, 12));
  });

  test('that takes long goes on in a message of its own, and reads nothing twice', async () => {
    const { batch, calls, it, models } = await setUp();
    const series = Array.from({ length: 400 }, (_, i): InventoryEntry => {
      const { key } = createSeries('bytes_in', { cluster, broker: String(i).padStart(3, '0') });
      return { ...(entries[0] as InventoryEntry), key };
    });
    await keepInventory(
      models,
      { cluster: standardCluster, series, isWhole: true },
      new Map([['bytes_in', 'slow']] as const),
    );
    const mine = series.filter(({ key }) => partOf(key, parts) === 0).length;
    const sum = () =>
      calls().reduce((total, { MetricDataQueries = [] }) => total + MetricDataQueries.length, 0);
    let looks = 0;
    const hurried = { nowMs: () => t0 + 50_000 * looks++ };
    Object.defineProperty(it, 'nowMs', { get: () => hurried.nowMs() });
    await batch(past);
    expect(it.sent).toEqual([past]);
    expect(sum()).toBeLessThan(2 * mine);
    for (let next = it.sent.shift(); next; next = it.sent.shift()) {
      looks = 0;
      await batch(next);
    }
    expect(sum()).toBe(2 * mine);
  });

  test('that could not be read is handed back', async () => {
    const { batch, it } = await setUp();
    it.isDenied = true;
    expect(await batch(past)).toEqual({ batchItemFailures: [{ itemIdentifier: 'm0' }] });
    expect(it.sent).toEqual([]);
  });
});
