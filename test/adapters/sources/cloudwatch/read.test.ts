import { GetMetricDataCommand, ListMetricsCommand, type Metric } from '@aws-sdk/client-cloudwatch';
import {
  type CloudWatchSourceOptions,
  createCloudWatchSource,
} from '../../../../lib/adapters/sources/cloudwatch/index.ts';
import type { Owed } from '../../../../lib/ports/metric-source.ts';
import { awsError, createFakeAws, type FakeOptions, listedMetrics } from './fake-aws.ts';

const nowMs = Date.UTC(2026, 10, 20, 12, 0);
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const orders = 'cluster=123456789012/eu-central-1/orders';
const bytesIn = `bytes_in{${orders},broker=1}`;

function sourceOf(fake: FakeOptions = {}, options: Partial<CloudWatchSourceOptions> = {}) {
  const aws = createFakeAws({ valueAt: (_, timeMs) => (timeMs / minute) % 97, ...fake });
  const pauses: number[] = [];
  const source = createCloudWatchSource({
    kafka: aws.kafka as never,
    cloudwatch: aws.cloudwatch as never,
    clock: { nowMs: () => nowMs },
    delay: async (ms) => void pauses.push(ms),
    ...options,
  });
  const inputs = () => aws.cloudwatch.commandCalls(GetMetricDataCommand).map((call) => call.args[0].input);
  return { ...aws, source, pauses, inputs };
}

function only(metric: string): readonly Metric[] {
  return listedMetrics.filter(({ MetricName }) => MetricName === metric);
}

const one = { fromMs: nowMs - hour, toMs: nowMs, keys: new Set([bytesIn]) };
const hourOfMinutes = Array.from({ length: 60 }, (_, i) => one.fromMs + i * minute);

test.each(['asked', 'descending'] as const)('pages are put together, points %s', async (order) => {
  const { source, inputs } = sourceOf({ pagePoints: 7, order });
  const { samples, problems } = await source.read(one);
  expect(problems.filter(({ kind }) => kind !== 'unknown_metric' && kind !== 'ambiguous_cluster')).toEqual(
    [],
  );
  expect(samples).toHaveLength(1);
  expect([...(samples[0]?.timesMs ?? [])]).toEqual(hourOfMinutes);
  expect([...(samples[0]?.values ?? [])]).toEqual(hourOfMinutes.map((at) => (at / minute) % 97));
  expect(inputs().map(({ NextToken }) => NextToken)).toEqual([
    undefined,
    '7',
    '14',
    '21',
    '28',
    '35',
    '42',
    '49',
    '56',
  ]);
});

test('a throttled page is asked for again with its token', async () => {
  const { source, cloudwatch, inputs, pauses } = sourceOf();
  await source.discover(nowMs);
  const at = new Date(one.fromMs);
  const later = new Date(one.fromMs + minute);
  cloudwatch
    .on(GetMetricDataCommand)
    .resolvesOnce({
      MetricDataResults: [{ Id: 'm0', StatusCode: 'PartialData', Timestamps: [at], Values: [1] }],
      NextToken: 'next',
    })
    .rejectsOnce(awsError('ThrottlingException'))
    .resolves({
      MetricDataResults: [{ Id: 'm0', StatusCode: 'Complete', Timestamps: [later], Values: [2] }],
    });
  const { samples, problems } = await source.read(one);
  expect(problems).toEqual([]);
  expect([...(samples[0]?.values ?? [])]).toEqual([1, 2]);
  expect(inputs().map(({ NextToken }) => NextToken)).toEqual([undefined, 'next', 'next']);
  expect(pauses).toHaveLength(1);
});

test.each(['PartialData', 'InternalError'] as const)(
  'a series left at %s is asked for again, alone',
  async (status) => {
    const { source, cloudwatch, inputs } = sourceOf();
    await source.discover(nowMs);
    const keys = new Set([bytesIn, `bytes_in{${orders},broker=2}`]);
    const at = [new Date(one.fromMs)];
    cloudwatch
      .on(GetMetricDataCommand)
      .resolvesOnce({
        MetricDataResults: [
          { Id: 'm0', StatusCode: status, Timestamps: [], Values: [] },
          { Id: 'm1', StatusCode: 'Complete', Timestamps: at, Values: [2] },
        ],
      })
      .resolves({ MetricDataResults: [{ Id: 'm0', StatusCode: 'Complete', Timestamps: at, Values: [1] }] });
    const { samples, problems } = await source.read({ ...one, keys });
    expect(problems).toEqual([]);
    expect(samples.map(({ series, values }) => [series.key, ...values])).toEqual([
      [bytesIn, 1],
      [`bytes_in{${orders},broker=2}`, 2],
    ]);
    expect(inputs().map(({ MetricDataQueries }) => MetricDataQueries?.length)).toEqual([2, 1]);
  },
);

test('what stays incomplete is a problem, and what was had of it is kept', async () => {
  const { source, cloudwatch, inputs } = sourceOf({}, { attempts: 3 });
  await source.discover(nowMs);
  const result = {
    Id: 'm0',
    StatusCode: 'PartialData' as const,
    Timestamps: [new Date(one.fromMs)],
    Values: [5],
  };
  cloudwatch.on(GetMetricDataCommand).resolves({ MetricDataResults: [result] });
  const { samples, problems } = await source.read(one);
  expect([...(samples[0]?.values ?? [])]).toEqual([5]);
  expect(problems).toEqual([
    expect.objectContaining({ kind: 'partial_data', where: 'BytesInPerSec', count: 1 }),
  ]);
  expect(inputs()).toHaveLength(3);
});

test('a call that fails for good is a problem that counts its series, and the others still come', async () => {
  const { source, cloudwatch } = sourceOf({ metrics: brokers(600), topics: [] });
  const { series } = await source.discover(nowMs);
  expect(series).toHaveLength(600);
  cloudwatch
    .on(GetMetricDataCommand)
    .rejectsOnce(awsError('ValidationError'))
    .callsFake(({ MetricDataQueries }) => ({
      MetricDataResults: MetricDataQueries.map(({ Id }: { Id: string }) => ({
        Id,
        StatusCode: 'Complete',
        Timestamps: [new Date(one.fromMs)],
        Values: [1],
      })),
    }));
  const { samples, problems } = await source.read({ fromMs: one.fromMs, toMs: nowMs });
  expect(samples).toHaveLength(100);
  expect(problems).toEqual([expect.objectContaining({ kind: 'unreachable', count: 500 })]);
});

/** Metrics of topics on one broker of the Express cluster: as many series as one likes. */
function brokers(count: number): readonly Metric[] {
  return Array.from({ length: count }, (_, i) => ({
    MetricName: 'MaxOffsetLag',
    Dimensions: [
      { Name: 'Cluster Name', Value: 'clicks' },
      { Name: 'Consumer Group', Value: 'g' },
      { Name: 'Topic', Value: `t${i}` },
    ],
  }));
}

test('more than 500 series are asked for in several calls', async () => {
  const { source, inputs } = sourceOf({ metrics: brokers(1201), topics: [] });
  const { samples, problems } = await source.read({ fromMs: nowMs - 5 * minute, toMs: nowMs });
  expect(problems).toEqual([]);
  expect(samples).toHaveLength(1201);
  expect(inputs().map(({ MetricDataQueries }) => MetricDataQueries?.length)).toEqual([500, 500, 201]);
});

test('more than 100,800 points are asked for in several calls, each series once', async () => {
  const { source, inputs } = sourceOf({ metrics: brokers(20), topics: [], valueAt: () => undefined });
  await source.read({ fromMs: nowMs - 14 * day, toMs: nowMs });
  const calls = inputs();
  expect(calls.map(({ MetricDataQueries }) => MetricDataQueries?.length)).toEqual([5, 5, 5, 5]);
  for (const { StartTime, EndTime } of calls) {
    expect([StartTime?.getTime(), EndTime?.getTime()]).toEqual([nowMs - 14 * day, nowMs]);
  }
});

test('a long range is read with the periods that CloudWatch still keeps, without overlap or gap', async () => {
  const { source, inputs } = sourceOf({ valueAt: () => 1 });
  const { samples, problems } = await source.read({ ...one, fromMs: nowMs - 500 * day });
  const ranges = inputs().map(({ StartTime, EndTime, MetricDataQueries }) => ({
    from: ((StartTime?.getTime() ?? 0) - nowMs) / day,
    to: ((EndTime?.getTime() ?? 0) - nowMs) / day,
    period: MetricDataQueries?.[0]?.MetricStat?.Period,
  }));
  expect(ranges).toEqual([
    { from: -455 + 1 / 24, to: -63 + 1 / 24, period: 3600 },
    { from: -63 + 1 / 24, to: -15 + 1 / 24, period: 300 },
    { from: -15 + 1 / 24, to: 0, period: 60 },
  ]);
  const times = samples[0]?.timesMs ?? [];
  expect(new Set(times).size).toBe(392 * 24 + 48 * 288 + 15 * 1440 - 60);
  expect(problems).toContainEqual(expect.objectContaining({ kind: 'beyond_retention', count: 1 }));
});

test('a sum over a longer period is brought back to a minute for a level', async () => {
  const key = `client_connections{${orders},broker=1,auth=IAM}`;
  const { source } = sourceOf({ metrics: only('ClientConnectionCount'), valueAt: () => 40 });
  const read = (stepMs: number) => source.read({ fromMs: nowMs - hour, toMs: nowMs, stepMs });
  for (const stepMs of [minute, 5 * minute]) {
    const { samples } = await read(stepMs);
    expect(samples[0]?.series.key).toBe(key);
    expect(new Set(samples[0]?.values)).toEqual(new Set([40]));
  }
});

test('a step wanted is rounded up to whole minutes, and points begin inside the range', async () => {
  const { source, inputs } = sourceOf();
  const fromMs = nowMs - hour + 7_000;
  const { samples } = await source.read({ ...one, fromMs, toMs: nowMs - 1, stepMs: 90_000 });
  expect(inputs()[0]?.MetricDataQueries?.[0]?.MetricStat?.Period).toBe(120);
  expect(samples[0]?.timesMs[0]).toBe(nowMs - hour + 2 * minute);
  expect(samples[0]?.timesMs.at(-1)).toBe(nowMs - 4 * minute);
});

test('values that are physically impossible are left out and counted', async () => {
  const cpu = `cpu_user{${orders},broker=1}`;
  const wrong = new Map([
    [one.fromMs, -5],
    [one.fromMs + minute, 100.000001],
    [one.fromMs + 2 * minute, 250],
  ]);
  const { source } = sourceOf({ metrics: only('CpuUser'), valueAt: (_, at) => wrong.get(at) });
  const { samples, problems } = await source.read({ ...one, keys: new Set([cpu]) });
  expect([...(samples[0]?.values ?? [])]).toEqual([100]);
  expect(problems).toEqual([expect.objectContaining({ kind: 'out_of_range', where: cpu, count: 2 })]);
});

describe('by cadence', () => {
  const traffic = { metrics: only('BytesInPerSec'), topics: [] };
  const slow = { metrics: only('StorageUsed'), topics: [] };

  test('a series is asked for when an interval of its cadence has ended, and not before', async () => {
    const { source, inputs } = sourceOf(traffic, { polling: 'by_cadence' });
    const read = (from: number, to: number) =>
      source.read({ fromMs: nowMs + from * minute, toMs: nowMs + to * minute, keys: new Set([bytesIn]) });
    await read(-9, -6);
    expect(inputs()).toHaveLength(0);
    await read(-8, -4);
    await read(-4, -3);
    expect(inputs()).toHaveLength(1);
    await read(-4, 0);
    expect(inputs()).toHaveLength(2);
    expect(inputs().map(({ StartTime, EndTime }) => [StartTime, EndTime])).toEqual([
      [new Date(nowMs - 25 * minute), new Date(nowMs - 5 * minute)],
      [new Date(nowMs - 20 * minute), new Date(nowMs)],
    ]);
  });

  test('a point that comes late is there at the next poll', async () => {
    const late = nowMs - 6 * minute;
    let isLate = true;
    const valueAt = (_: Metric, at: number) => (at === late && isLate ? undefined : 1);
    const { source } = sourceOf({ ...traffic, valueAt }, { polling: 'by_cadence' });
    const keys = new Set([bytesIn]);
    const before = await source.read({ fromMs: nowMs - 10 * minute, toMs: nowMs - 5 * minute, keys });
    isLate = false;
    const after = await source.read({ fromMs: nowMs - 5 * minute, toMs: nowMs, keys });
    expect([...(before.samples[0]?.timesMs ?? [])]).not.toContain(late);
    expect([...(after.samples[0]?.timesMs ?? [])]).toContain(late);
  });

  test('polls that failed are made up for by the first that succeeds, whoever makes it', async () => {
    const { source, cloudwatch, inputs } = sourceOf(traffic, { polling: 'by_cadence', overlapMs: 0 });
    const keys = new Set([bytesIn]);
    let owed: Owed = new Map();
    const read = async (to: number) => {
      const range = { fromMs: nowMs + (to - 5) * minute, toMs: nowMs + to * minute };
      const result = await source.read({ ...range, keys, owed });
      owed = result.owed ?? owed;
    };
    await read(-30);
    expect(owed.size).toBe(0);
    let failures = 4;
    cloudwatch.on(GetMetricDataCommand).callsFake(() => {
      if (failures-- > 0) throw awsError('AccessDenied', 403);
      return { MetricDataResults: [{ Id: 'm0', StatusCode: 'Complete', Timestamps: [], Values: [] }] };
    });
    for (const to of [-25, -20, -15, -10]) await read(to);
    expect(owed).toEqual(new Map([[bytesIn, nowMs - 35 * minute]]));
    await read(-5);
    const { StartTime, EndTime } = inputs().at(-1) ?? {};
    expect([StartTime, EndTime]).toEqual([new Date(nowMs - 35 * minute), new Date(nowMs - 5 * minute)]);
    expect(owed.size).toBe(0);
  });

  test('what is owed is asked for when critical signals are, though its own interval is not over', async () => {
    const { source, inputs } = sourceOf(slow, { polling: 'by_cadence' });
    const [{ key } = { key: '' }] = (await source.discover(nowMs)).series;
    const owed = new Map([[key, nowMs - 3 * hour]]);
    const early = await source.read({ fromMs: nowMs + 6 * minute, toMs: nowMs + 7 * minute, owed });
    expect([inputs().length, early.owed]).toEqual([0, owed]);
    const later = await source.read({ fromMs: nowMs + 7 * minute, toMs: nowMs + 12 * minute, owed });
    expect(inputs().map(({ StartTime, EndTime }) => [StartTime, EndTime])).toEqual([
      [new Date(nowMs - 3 * hour), new Date(nowMs)],
    ]);
    expect(later.owed?.size).toBe(0);
  });

  test('what is owed is made up for a day back at most', async () => {
    const { source, inputs } = sourceOf(traffic, { polling: 'by_cadence' });
    const owed = new Map([[bytesIn, nowMs - 9 * day]]);
    await source.read({ fromMs: nowMs - 5 * minute, toMs: nowMs, keys: new Set([bytesIn]), owed });
    expect(inputs()[0]?.StartTime).toEqual(new Date(nowMs - day));
  });

  test('what was not even found is not owed: the range must be asked for again', async () => {
    const { source, cloudwatch } = sourceOf(traffic, { polling: 'by_cadence' });
    cloudwatch.on(ListMetricsCommand).rejects(awsError('AccessDenied', 403));
    const result = await source.read({ fromMs: nowMs - 5 * minute, toMs: nowMs });
    expect(result.problems.length).toBeGreaterThan(0);
    expect(result.owed).toBeUndefined();
  });

  test('cadences can be other than 5, 15 and 60 minutes', async () => {
    const cadences = { critical: 10 * minute, normal: 20 * minute, slow: hour };
    const { source, inputs } = sourceOf(traffic, { polling: 'by_cadence', cadences });
    const keys = new Set([bytesIn]);
    await source.read({ fromMs: nowMs - 15 * minute, toMs: nowMs - 11 * minute, keys });
    expect(inputs()).toHaveLength(0);
    await source.read({ fromMs: nowMs - 11 * minute, toMs: nowMs - 9 * minute, keys });
    expect(inputs().map(({ StartTime, EndTime }) => [StartTime, EndTime])).toEqual([
      [new Date(nowMs - 40 * minute), new Date(nowMs - 10 * minute)],
    ]);
    expect(source.plan().classes.map(({ everyMs }) => everyMs)).toEqual([10 * minute, 20 * minute]);
  });
});

test('the plan holds what was discovered, by cadence', async () => {
  const { source } = sourceOf();
  expect(source.plan().classes).toEqual([]);
  const { series } = await source.discover(nowMs);
  const planned = source.plan().classes.flatMap(({ queries }) => queries.map(({ key }) => key));
  expect(planned.sort()).toEqual(series.map(({ key }) => key).sort());
});
