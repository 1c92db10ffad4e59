import { createHandler as createAssess } from '../../lambdas/assess/handler.ts';
import { createHandler as createEvaluate } from '../../lambdas/evaluate/handler.ts';
import { createHandler as createProject } from '../../lambdas/project/handler.ts';
import { createHandler as createReport } from '../../lambdas/report/handler.ts';
import { createHandler as createRespond } from '../../lambdas/respond/handler.ts';
import { createHandler as createTrain, type TrainBatch } from '../../lambdas/train/handler.ts';
import type { Json } from '../../lib/domain/forecast/forecaster.ts';
import type { Finding } from '../../lib/domain/incidents/finding.ts';
import { findingMessage } from '../../lib/domain/incidents/message.ts';
import { createSeries } from '../../lib/domain/series/series.ts';
import { StoreError } from '../../lib/ports/errors.ts';
import { standardCluster } from '../infra/render/clusters.ts';
import { createMemoryIncidentStore } from '../memory/incident-store.ts';
import { createMemoryMetricStore, createMemoryModelStore } from '../memory/index.ts';
import { clock, listening, nowMs, queueEvent, settingsWith } from './given.ts';

const minute = 60_000;
const day = 86_400_000;
const work = { cluster: standardCluster.id, part: 0, atMs: nowMs };
const disk = createSeries('disk_used', { cluster: standardCluster.id, broker: '1' });
const traffic = createSeries('bytes_in', { cluster: standardCluster.id, broker: '1' });

/** Stores that know the cluster, four days of its traffic, and a disk that is full. */
async function setup() {
  const store = createMemoryMetricStore();
  const models = createMemoryModelStore();
  await models.save(new Map([['clusters/dev', [standardCluster] as unknown as Json]]));
  const timesMs = Float64Array.from({ length: 4 * 288 }, (_, i) => nowMs - 4 * day + i * 5 * minute);
  const values = timesMs.map((t) => 1e6 * (2 + Math.sin((2 * Math.PI * t) / day)));
  await store.write([
    { series: traffic, timesMs, values },
    { series: disk, timesMs: timesMs.slice(-12), values: new Float64Array(12).fill(97) },
  ]);
  const kept: TrainBatch[] = [];
  const heard = listening();
  const input = { store, models, clock, settings: settingsWith(), ...heard };
  const train = createTrain({
    ...input,
    everyHours: 24,
    elapsedMs: () => 0,
    keepBatches: async (name, batches) => {
      kept.push(...batches);
      return { bucket: 'models', key: `train-runs/${name}/batches.json` };
    },
  });
  return { store, models, heard, input, train, kept };
}

describe('train', () => {
  test('a run is planned in batches, trains each, and says what became of all', async () => {
    const { train, kept, heard } = await setup();
    const plan = await train({ task: 'plan' });
    expect(plan).toMatchObject({ bucket: 'models', batches: 1 });
    expect(kept.flatMap(({ keys }) => keys)).toEqual(expect.arrayContaining([disk.key, traffic.key]));
    const counts = await train({ task: 'train', keys: kept[0]?.keys });
    expect(counts).toEqual({ trained: 1, failed: 1 });
    expect(await train({ task: 'summary', results: [counts, null, { trained: 2, failed: 0 }] })).toEqual({
      trained: 3,
      failed: 1,
    });
    expect(heard.lines.map(({ words }) => words)).toContain('trained all');
  });

  test('a series that has a fresh model is not planned again', async () => {
    const { train, kept } = await setup();
    await train({ task: 'train', keys: [traffic.key] });
    await train({ task: 'plan' });
    expect(kept).toEqual([{ keys: [disk.key] }]);
  });

  test.each([
    [{ task: 'train' }, /^event\.keys: /],
    [{ task: 'train', keys: [1] }, /^event\.keys: got \[1\]/],
    [{ task: 'summary' }, /^event\.results: /],
    [{ task: 'fit' }, 'event.task: got "fit", allowed: "plan", "train", "summary"'],
  ])('refuses %j', async (event, message) => {
    const { train } = await setup();
    await expect(train(event)).rejects.toThrow(message);
  });
});

describe('assess', () => {
  test('a part is judged, its share of anomalies measured, and its rules are asked for', async () => {
    const { train, store, input, heard } = await setup();
    await train({ task: 'train', keys: [traffic.key] });
    await store.write([
      { series: traffic, timesMs: Float64Array.of(nowMs - 5 * minute), values: Float64Array.of(9e9) },
    ]);
    const later = { nowMs: () => nowMs + 6 * minute };
    await store.write([{ series: traffic, timesMs: Float64Array.of(nowMs), values: Float64Array.of(9e9) }]);
    const answer = await createAssess({ ...input, clock: later })(queueEvent([{ task: 'assess', ...work }]));
    expect(answer.batchItemFailures).toEqual([]);
    expect(heard.put).toEqual([
      { name: 'anomalousShare', value: 100, dimensions: { Cluster: standardCluster.name } },
    ]);
    expect(heard.sent).toEqual([{ task: 'evaluate', ...work }]);
  });

  test('a message that no one can read and one whose store fails are handed back, the others are done', async () => {
    const { input, store, heard } = await setup();
    const broken = { ...store, series: () => Promise.reject(new StoreError('the store does not answer')) };
    const event = queueEvent(['{', { task: 'assess', ...work }]);
    expect((await createAssess({ ...input, store: broken })(event)).batchItemFailures).toEqual([
      { itemIdentifier: 'm1' },
      { itemIdentifier: 'm2' },
    ]);
    expect(heard.sent).toEqual([]);
    expect((await createAssess(input)(event)).batchItemFailures).toEqual([{ itemIdentifier: 'm1' }]);
  });
});

describe('evaluate', () => {
  const published: Finding[] = [];
  const notifier = {
    publish: async (findings: readonly Finding[]) => {
      published.push(...findings);
    },
  };
  beforeEach(() => published.splice(0));

  test('a full disk is published once, and not again by a second message', async () => {
    const { input } = await setup();
    const evaluate = createEvaluate({ ...input, notifier });
    await evaluate(queueEvent([{ task: 'evaluate', ...work }]));
    await evaluate(queueEvent([{ task: 'evaluate', ...work }]));
    expect(published.map(({ rule, status }) => [rule, status])).toContainEqual([
      'disk_nearly_full',
      'firing',
    ]);
    expect(published.filter(({ rule }) => rule === 'disk_nearly_full')).toHaveLength(1);
  });

  test('a rule that a CloudWatch alarm watches is not ours', async () => {
    const { input } = await setup();
    const settings = settingsWith({ alarmed: [[[standardCluster.id], ['disk_nearly_full']]] });
    await createEvaluate({ ...input, settings, notifier })(queueEvent([{ task: 'evaluate', ...work }]));
    expect(published.map(({ rule }) => rule)).not.toContain('disk_nearly_full');
    expect(published.map(({ rule }) => rule)).toContain('disk_high');
  });

  test('while a maintenance window is open nothing new is published', async () => {
    const { input } = await setup();
    const window = { name: 'now', at: '2026-11-22T11:30', durationMinutes: 60 };
    const settings = settingsWith({ maintenance: [window] });
    await createEvaluate({ ...input, settings, notifier })(queueEvent([{ task: 'evaluate', ...work }]));
    expect(published).toEqual([]);
  });

  test('a cluster that is no longer watched is let go', async () => {
    const { input } = await setup();
    const event = queueEvent([{ task: 'evaluate', ...work, cluster: '1/eu-west-1/gone' }]);
    expect((await createEvaluate({ ...input, notifier })(event)).batchItemFailures).toEqual([]);
    expect(published).toEqual([]);
  });

  test('a store that does not answer brings the message back', async () => {
    const { input, store } = await setup();
    const broken = { ...store, read: () => Promise.reject(new StoreError('the store does not answer')) };
    const event = queueEvent([{ task: 'evaluate', ...work }]);
    const answer = await createEvaluate({ ...input, store: broken, notifier })(event);
    expect(answer.batchItemFailures).toEqual([{ itemIdentifier: 'm1' }]);
  });
});

describe('project', () => {
  test('a schedule asks for each part, and a message forecasts one', async () => {
    const { input, train, store, heard } = await setup();
    await train({ task: 'train', keys: [traffic.key] });
    const project = createProject(input);
    await project({ task: 'project' });
    expect(heard.sent).toEqual([{ task: 'project', ...work }]);
    await project(queueEvent(heard.sent));
    const [forecast] = await store.readForecasts({});
    expect(forecast?.series).toEqual(traffic);
    expect(heard.put).toEqual([{ name: 'oldestModelHours', value: 0, dimensions: {} }]);
  });
});

const finding: Finding = {
  rule: 'disk_nearly_full',
  entity: { cluster: standardCluster.id, broker: '1' },
  status: 'firing',
  severity: 'critical',
  sinceMs: nowMs,
  atMs: nowMs,
  evidence: { words: '91 %', values: { value: 91 } },
};

test('respond says which runbook it would follow, and hands back what it cannot read', async () => {
  const { heard } = await setup();
  const respond = createRespond({ settings: settingsWith(), clock, logger: heard.logger });
  const { batchItemFailures } = await respond(
    queueEvent([findingMessage(finding), findingMessage({ ...finding, status: 'resolved' }), 'no JSON']),
  );
  expect(batchItemFailures).toEqual([{ itemIdentifier: 'm3' }]);
  const would = heard.lines.filter(({ words }) => words === 'would respond');
  expect(would).toHaveLength(1);
  expect(would[0]?.fields).toMatchObject({ rule: 'disk_nearly_full', firstCommand: expect.any(String) });
});

test('report counts what was opened and resolved since the last one, and keeps the figures', async () => {
  const { models, heard } = await setup();
  const incidents = createMemoryIncidentStore();
  const incident = {
    id: 'a',
    dedupKey: 'a',
    cluster: standardCluster.id,
    cause: 'disk',
    title: 'disk',
    entity: finding.entity,
    rule: finding.rule,
    severity: 'critical' as const,
    status: 'resolved' as const,
    triggeredAtMs: nowMs - 90 * minute,
    resolvedAtMs: nowMs - 60 * minute,
    findings: [],
    timeline: [],
    deliveries: { pager: { deliveredSeq: 0, attempts: 1, refused: 'gone' } },
    version: 1,
  };
  await incidents.put(incident);
  await incidents.put({ ...incident, id: 'b', dedupKey: 'b', triggeredAtMs: nowMs - 2 * day });
  await createReport({
    incidents,
    models,
    settings: settingsWith(),
    everyHours: 24,
    clock,
    logger: heard.logger,
  })({ task: 'report' });
  expect((await models.load(['report/2026-11-22'])).get('report/2026-11-22')).toMatchObject({
    opened: 1,
    resolved: 2,
    stillOpen: 0,
    bySeverity: { critical: 1 },
    byRule: [{ rule: 'disk_nearly_full', opened: 1 }],
    medianMinutesToResolve: (30 + 2 * 24 * 60 - 60) / 2,
    undelivered: 2,
  });
});
