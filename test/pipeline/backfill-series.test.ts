import { backfillSeries } from '../../lib/pipeline/backfill-series.ts';
import { StoreError } from '../../lib/ports/errors.ts';
import { createMemoryMetricStore, createMemoryModelStore } from '../memory/index.ts';
import { bytesIn, createFakeSource, day, diskUsed, hour, minute, t0, unreachable } from './ports.ts';

const keys = [bytesIn.key, diskUsed.key];

function setUp() {
  const source = createFakeSource([bytesIn, diskUsed], (timeMs) => timeMs / 1000);
  const read = source.read.bind(source);
  source.read = async (request) => {
    const { samples, problems } = await read(request);
    return { samples: samples.filter(({ series }) => request.keys?.has(series.key)), problems };
  };
  const ports = { source, store: createMemoryMetricStore(), models: createMemoryModelStore() };
  return { ...ports, keys, toMs: t0 + 2 * minute, days: 2, groupSize: 1 };
}

test('each series is asked for twice: its past at 5 minutes and its last hours at one', async () => {
  const it = setUp();
  const report = await backfillSeries(it);
  expect(report).toMatchObject({ series: 2, isComplete: true, hasFailed: false, problems: [] });
  expect(
    it.source.requests.map(({ fromMs, toMs, stepMs, keys: some }) => [fromMs, toMs, stepMs, ...(some ?? [])]),
  ).toEqual(
    keys.flatMap((key) => [
      [t0 - 2 * day, t0 - 3 * hour, 5 * minute, key],
      [t0 - 3 * hour, t0, minute, key],
    ]),
  );
  const [samples] = await it.store.read({ keys: [bytesIn.key], fromMs: 0, toMs: t0 });
  expect(samples?.timesMs.length).toBe((2 * day - 3 * hour) / (5 * minute) + 180);
});

test('when time runs out it stops, and the same time again goes on from there', async () => {
  const it = setUp();
  let groups = 0;
  const hasTime = () => groups++ < 1;
  expect(await backfillSeries({ ...it, hasTime })).toMatchObject({ series: 1, isComplete: false });
  const report = await backfillSeries(it);
  expect(report).toMatchObject({ series: 1, isComplete: true });
  expect(it.source.requests.map(({ keys: some }) => [...(some ?? [])][0])).toEqual([
    bytesIn.key,
    bytesIn.key,
    diskUsed.key,
    diskUsed.key,
  ]);
});

test('a message that comes again when all is done asks for nothing', async () => {
  const it = setUp();
  await backfillSeries(it);
  const asked = it.source.requests.length;
  expect(await backfillSeries(it)).toMatchObject({ series: 0, points: 0, isComplete: true });
  expect(it.source.requests.length).toBe(asked);
});

test('another time begins anew', async () => {
  const it = setUp();
  await backfillSeries(it);
  expect(await backfillSeries({ ...it, toMs: t0 + day })).toMatchObject({ series: 2 });
});

test('a source that gives only problems is no progress', async () => {
  const it = setUp();
  it.source.failing = [unreachable];
  expect(await backfillSeries(it)).toMatchObject({
    isComplete: false,
    hasFailed: true,
    problems: [unreachable],
  });
  it.source.failing = [];
  expect(await backfillSeries(it)).toMatchObject({ series: 2, isComplete: true });
});

test('a store that is down loses no series', async () => {
  const it = setUp();
  it.store.isDown = true;
  await expect(backfillSeries(it)).rejects.toThrow(StoreError);
  it.store.isDown = false;
  expect(await backfillSeries(it)).toMatchObject({ series: 2, isComplete: true });
});
