/**
 * One stage on a cluster of so many series, in a process of its own: `node unit.js STAGE SERIES`. Prints a
 * `UnitMeasure` as JSON. The stores are those of a function; the server of ./server.ts stands behind them.
 */
import type { CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import type { SQSEvent } from 'aws-lambda';
import { createHandler as createAssess } from '../../lambdas/assess/handler.ts';
import { saveClusters } from '../../lambdas/cluster-log.ts';
import { createHandler as createCollect } from '../../lambdas/collect/handler.ts';
import { createHandler as createEvaluate } from '../../lambdas/evaluate/handler.ts';
import { createHandler as createProject } from '../../lambdas/project/handler.ts';
import { createStores } from '../../lambdas/stores.ts';
import { createHandler as createTrain } from '../../lambdas/train/handler.ts';
import { VariableReader } from '../../lambdas/variables.ts';
import type { WorkTask } from '../../lambdas/work.ts';
import { createInventorySource } from '../../lib/adapters/sources/cloudwatch/index.ts';
import type { Cluster } from '../../lib/domain/cluster.ts';
import { cadencesOf } from '../../lib/domain/cost/poll-plan.ts';
import { arima } from '../../lib/domain/forecast/index.ts';
import { createSeries } from '../../lib/domain/series/series.ts';
import { keepInventory, loadInventory } from '../../lib/pipeline/inventory.ts';
import { train } from '../../lib/pipeline/train.ts';
import {
  benchCluster,
  environment,
  inventoryOf,
  settings,
  templateCluster,
  templates,
  valueAt,
} from './given.ts';

/** `seed` makes what the others work on; `plan` looks for due models among those that are not; `arima` trains
 *  few series with SARIMAX. */
export type UnitStage = 'seed' | 'train' | 'plan' | 'collect' | 'assess' | 'evaluate' | 'project' | 'arima';

export interface UnitMeasure {
  readonly series: number;
  /** CPU time of the process, all threads, for those series. */
  readonly cpuMs: number;
  readonly wallMs: number;
  /** Most memory that the process has had, in MB: what Lambda limits. */
  readonly peakMb: number;
  /** Numbers of the stage's last report. */
  readonly did: Readonly<Record<string, unknown>>;
}

const minute = 60_000;
const day = 24 * 60 * minute;
const endMs = Number(process.env.BENCH_NOW_MS);
/** Points are collected up to here when the bench begins; then come ten minutes more. */
const startMs = endMs - 10 * minute;
const [stage = '', count = ''] = process.argv.slice(2);
const measured = benchCluster('measured');
/** A smaller cluster that every stage works on first: functions are warm most of the time. */
const warmUp = benchCluster('warm-up');

const { store, models } = createStores(new VariableReader(process.env), settings);
const problems: unknown[] = [];
/** Numbers of the stage's last report. */
let did: Readonly<Record<string, unknown>> = {};
const logger = {
  info: (_words: unknown, ...fields: unknown[]) => {
    did = (fields[0] ?? {}) as typeof did;
  },
  warn: (...line: unknown[]) => void problems.push(line),
};
const send = async () => undefined;
const clockAt = (nowMs: number) => ({ nowMs: () => nowMs });
const shared = { store, models, settings, logger, send, metrics: { put: () => undefined } };

function workEvent(task: WorkTask, { id }: Cluster, atMs: number): SQSEvent {
  const body = JSON.stringify({ task, cluster: id, part: 0, atMs });
  return {
    Records: [{ messageId: '1', body, eventSource: 'aws:sqs', attributes: {} }],
  } as unknown as SQSEvent;
}

/** CloudWatch, whose answers are made in this process. */
const cloudwatch = {
  send: async ({ input }: GetMetricDataCommand) => {
    const { MetricDataQueries: queries = [], StartTime, EndTime } = input;
    const from = StartTime?.getTime() ?? 0;
    const length = Math.max(0, Math.ceil(((EndTime?.getTime() ?? 0) - from) / minute));
    const times = Array.from({ length }, (_, i) => from + i * minute);
    return {
      MetricDataResults: queries.map(({ Id }, seed) => ({
        Id,
        StatusCode: 'Complete',
        Timestamps: times.map((time) => new Date(time)),
        Values: times.map((time) => valueAt(time, seed % templates)),
      })),
    };
  },
} as unknown as CloudWatchClient;

async function runCollect(cluster: Cluster, nowMs: number): Promise<void> {
  const clock = clockAt(nowMs);
  const cadences = cadencesOf(settings.polling);
  const handle = createCollect({
    ...shared,
    clock,
    sendAssess: send,
    sourceOf: (part) => createInventorySource({ ...part, cloudwatch, clock, cadences }),
  });
  await handle(workEvent('collect', cluster, nowMs));
}

/** Two weeks of points of the templates, the clusters, what they emit, and a first poll of it. */
async function seed(): Promise<void> {
  for (let number = 0; number < templates; number++) {
    const series = createSeries('bytes_in', { cluster: templateCluster, broker: String(number) });
    for (let from = startMs - 15 * day; from < startMs; from += day) {
      const timesMs = Float64Array.from({ length: day / minute }, (_, i) => from + i * minute);
      await store.write([{ series, timesMs, values: timesMs.map((time) => valueAt(time, number)) }]);
    }
  }
  await saveClusters(models, environment, [measured, warmUp]);
  const sizes = [
    [measured, Number(count)],
    [warmUp, 100],
  ] as const;
  for (const [cluster, size] of sizes) {
    const series = inventoryOf(cluster, size);
    const polled = new Map(series.map(({ key }) => [key.replace(/\{.*$/, ''), 'critical'] as const));
    await keepInventory(models, { cluster, series, isWhole: true }, polled);
    await runCollect(cluster, startMs);
  }
}

async function keysOf({ id }: Cluster): Promise<readonly string[]> {
  return (await loadInventory(models, id))?.series.map(({ key }) => key) ?? [];
}

const trainHandler = createTrain({
  ...shared,
  clock: clockAt(startMs),
  everyHours: 24,
  elapsedMs: () => performance.now(),
  keepBatches: async () => ({ bucket: 'models', key: 'batches.json' }),
});

async function runTrain(cluster: Cluster): Promise<void> {
  const keys = await keysOf(cluster);
  for (let i = 0; i < keys.length; i += 50)
    await trainHandler({ task: 'train', keys: keys.slice(i, i + 50) });
}

/** SARIMAX for a few series, saved nowhere. @throws Error when not all are trained with it */
async function runArima(cluster: Cluster): Promise<void> {
  const all = await keysOf(cluster);
  const keys = cluster === warmUp ? all.slice(0, 2) : all.slice(-Number(count));
  const made: string[] = [];
  const save = async (states: ReadonlyMap<string, unknown>) => {
    for (const state of states.values()) made.push(String((state as { forecaster?: unknown }).forecaster));
  };
  await train({
    store,
    models: { ...models, save },
    nowMs: startMs,
    keys,
    forecaster: arima,
    projector: null,
  });
  const right = made.filter((one) => one === arima.id).length;
  if (right !== keys.length) throw new Error(`SARIMAX was trained for ${right} of ${keys.length} series`);
}

const clock = clockAt(endMs);
const stages: Readonly<Record<UnitStage, (cluster: Cluster) => Promise<unknown>>> = {
  seed: (cluster) => (cluster === measured ? seed() : Promise.resolve()),
  train: runTrain,
  plan: (cluster) => (cluster === measured ? trainHandler({ task: 'plan' }) : Promise.resolve()),
  arima: runArima,
  collect: (cluster) => runCollect(cluster, endMs),
  assess: (cluster) => createAssess({ ...shared, clock })(workEvent('assess', cluster, endMs)),
  project: (cluster) => createProject({ ...shared, clock })(workEvent('project', cluster, endMs)),
  evaluate: (cluster) =>
    createEvaluate({ ...shared, clock, notifier: { publish: send } })(workEvent('evaluate', cluster, endMs)),
};

/** @throws Error when the stage handed its work back or had a problem */
async function main(): Promise<UnitMeasure> {
  const run = stages[stage as UnitStage];
  await run(warmUp);
  const cpuBefore = process.cpuUsage();
  const before = performance.now();
  const result = await run(measured);
  const wallMs = performance.now() - before;
  const { user, system } = process.cpuUsage(cpuBefore);
  const failed = (result as { batchItemFailures?: unknown[] } | undefined)?.batchItemFailures ?? [];
  if (failed.length + problems.length > 0)
    throw new Error(`${stage}: ${JSON.stringify(problems.slice(0, 3))}`);
  const cpuMs = (user + system) / 1000;
  return { series: Number(count), cpuMs, wallMs, peakMb: process.resourceUsage().maxRSS / 1024, did };
}

main().then(
  (measure) => console.log(JSON.stringify(measure)),
  (error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  },
);
