import { createCloudWatchSource } from '../../lib/adapters/sources/cloudwatch/index.ts';
import { planSignals } from '../../lib/domain/capacity/signals.ts';
import { signals } from '../../lib/domain/catalogue/signals/index.ts';
import type { Samples } from '../../lib/domain/series/samples.ts';
import { type PlanHistory, plan } from '../../lib/pipeline/plan.ts';
import type { MetricSource, ReadRequest } from '../../lib/ports/metric-source.ts';
import { createFakeAws } from '../adapters/sources/cloudwatch/fake-aws.ts';
import { cluster, day, firstDays, onBrokers, t0, traffic } from '../domain/capacity/given.ts';
import { createMemoryMetricStore } from '../memory/index.ts';
import { unreachable } from './ports.ts';

const days = 60;
const samples = onBrokers(firstDays(traffic(), days));
const nowMs = t0 + days * day;
const options = { paths: 60, horizonDays: 30 };

function sourceOf(
  clusters = [cluster],
  given: readonly Samples[] = samples,
): MetricSource & { asked: ReadRequest[] } {
  const asked: ReadRequest[] = [];
  return {
    id: 'fake',
    hasHistory: true,
    asked,
    discover: async () => ({ clusters, series: given.map(({ series }) => series), problems: [] }),
    read: async (request) => {
      asked.push(request);
      return {
        samples: given.filter(({ series }) => request.keys?.has(series.key)),
        problems: [unreachable],
      };
    },
    close: async () => undefined,
  };
}

const from = (source: MetricSource): PlanHistory => ({ kind: 'source', source });

test('a source is read once, by the hour, for 455 days, and its problems are told', async () => {
  const source = sourceOf();
  const done = await plan({ from: from(source), nowMs, plan: options });
  expect(done).toMatchObject({ kind: 'planned', result: { kind: 'plan' }, problems: [unreachable] });
  expect(source.asked).toHaveLength(1);
  expect(source.asked[0]).toMatchObject({ toMs: nowMs, stepMs: 3_600_000 });
  expect((nowMs - (source.asked[0]?.fromMs ?? 0)) / day).toBeCloseTo(455, 0);
});

test('a store gives the same plan as the source that filled it, once the cluster is described', async () => {
  const store = createMemoryMetricStore();
  await store.write(samples);
  const { instanceType = '', storageGib = 0 } = cluster;
  const stored = await plan({
    from: { kind: 'store', store },
    nowMs,
    known: { type: 'standard', instanceType, storageGib },
    plan: options,
  });
  const direct = await plan({ from: from(sourceOf()), nowMs, plan: options });
  if (stored.kind !== 'planned' || direct.kind !== 'planned') throw new Error('no plan');
  expect(stored.result).toEqual({ ...direct.result, cluster: stored.cluster });
});

test('what is known besides goes before what the source says', async () => {
  const done = await plan({ from: from(sourceOf()), nowMs, known: { storageGib: 77 }, plan: options });
  expect(done).toMatchObject({ cluster: { storageGib: 77, instanceType: 'kafka.m7g.large' } });
});

test('one of several clusters is chosen by name, id or ARN, and else they are listed', async () => {
  const other = { ...cluster, id: '1/eu-central-1/clicks', name: 'clicks', arn: 'arn:clicks' };
  const source = sourceOf([cluster, other]);
  const ask = (given?: string) =>
    plan({ from: from(source), nowMs, plan: options, ...(given !== undefined && { cluster: given }) });
  expect(await ask()).toEqual({ kind: 'which_cluster', clusters: [cluster, other], problems: [] });
  expect(await ask('no such')).toMatchObject({ kind: 'which_cluster' });
  expect(await ask('arn:clicks')).toMatchObject({ result: { kind: 'no_ingestion' } });
  for (const given of ['orders', cluster.id])
    expect(await ask(given)).toMatchObject({ cluster: { name: 'orders' }, result: { kind: 'plan' } });
});

test('of CloudWatch each metric is asked for once, with points an hour apart, however long the past', async () => {
  const valueAt = (_: unknown, timeMs: number) => 1000 + Math.floor(timeMs / day);
  const aws = createFakeAws({ valueAt });
  const at = Date.UTC(2026, 10, 20, 12, 3);
  const wanted: ReadonlySet<string> = new Set(planSignals);
  const source = createCloudWatchSource({
    kafka: aws.kafka as never,
    cloudwatch: aws.cloudwatch as never,
    clock: { nowMs: () => at },
    clusters: ['orders'],
    signals: signals.filter(({ id }) => wanted.has(id)),
    delay: async () => {},
  });
  const done = await plan({ from: from(source), nowMs: at, historyMs: 80 * day, plan: options });
  expect(done).toMatchObject({ kind: 'planned', cluster: { name: 'orders' } });
  const queries = aws.cloudwatch.calls().flatMap(({ args: [command] }) => {
    const { MetricDataQueries = [] } = command.input as { MetricDataQueries?: { MetricStat?: object }[] };
    return MetricDataQueries.map(({ MetricStat }) => MetricStat as { Metric: object; Period: number });
  });
  expect(queries.length).toBeGreaterThan(0);
  expect(new Set(queries.map(({ Metric }) => JSON.stringify(Metric))).size).toBe(queries.length);
  expect(new Set(queries.map(({ Period }) => Period))).toEqual(new Set([3600]));
});
