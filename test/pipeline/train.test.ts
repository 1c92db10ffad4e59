import type { Json } from '../../lib/domain/forecast/forecaster.ts';
import { createSeries } from '../../lib/domain/series/series.ts';
import { assess } from '../../lib/pipeline/assess.ts';
import { modelKey } from '../../lib/pipeline/series-model.ts';
import { train } from '../../lib/pipeline/train.ts';
import { createMemoryMetricStore, createMemoryModelStore } from '../memory/index.ts';
import { bytesIn, day, diskUsed, hour, samplesOver, step, t0 } from './ports.ts';

const rhythm = (timeMs: number) => 1e6 * (2 + Math.sin((2 * Math.PI * timeMs) / day));

async function setUp() {
  const store = createMemoryMetricStore();
  const models = createMemoryModelStore();
  await store.write([samplesOver(bytesIn, { fromMs: t0 - 3 * day, toMs: t0 }, rhythm)]);
  return { store, models };
}

test('a state is saved for each series of an assessed signal, and for no other', async () => {
  const it = await setUp();
  const unassessed = createSeries('root_disk_used', { cluster: 'a/r/orders', broker: '1' });
  await it.store.write([samplesOver(unassessed, { fromMs: t0 - 3 * day, toMs: t0 }, () => 5)]);
  expect(await train({ ...it, nowMs: t0 })).toEqual({ trained: 1, waiting: 0, problems: [] });
  expect(it.models.keys()).toEqual([modelKey(bytesIn.key)]);
});

test('a series with too short a past is reported and the rest is trained', async () => {
  const it = await setUp();
  await it.store.write([samplesOver(diskUsed, { fromMs: t0 - hour, toMs: t0 }, () => 50)]);
  const report = await train({ ...it, nowMs: t0 });
  expect(report.trained).toBe(1);
  expect(report.problems).toEqual([
    {
      kind: 'too_short',
      where: diskUsed.key,
      message: '12 values are too few to train on: wait until there are 24',
      count: 1,
    },
  ]);
});

test('series whose points all went are reported, never fatal', async () => {
  const it = await setUp();
  const report = await train({ ...it, nowMs: t0 + 30 * day });
  expect(report).toMatchObject({ trained: 0, problems: [{ kind: 'too_short', where: bytesIn.key }] });
});

test('a budget trains some at a time, those without a model first', async () => {
  const it = await setUp();
  await it.store.write([samplesOver(diskUsed, { fromMs: t0 - day, toMs: t0 }, () => 50)]);
  expect(await train({ ...it, nowMs: t0, budget: 1 })).toMatchObject({ trained: 1, waiting: 1 });
  expect(await train({ ...it, nowMs: t0, budget: 1 })).toMatchObject({ trained: 1, waiting: 1 });
  expect(it.models.keys()).toHaveLength(2);
});

test('a model younger than asked is left alone', async () => {
  const it = await setUp();
  await train({ ...it, nowMs: t0 });
  expect(await train({ ...it, nowMs: t0 + hour, olderThanMs: day })).toEqual({
    trained: 0,
    waiting: 0,
    problems: [],
  });
  expect(await train({ ...it, nowMs: t0 + day, olderThanMs: day })).toMatchObject({ trained: 1 });
});

test('training anew leaves no step without its verdict', async () => {
  const it = await setUp();
  await train({ ...it, nowMs: t0 });
  await it.store.write([samplesOver(bytesIn, { fromMs: t0, toMs: t0 + 2 * hour }, rhythm)]);
  await assess({ ...it, nowMs: t0 + hour });
  await train({ ...it, nowMs: t0 + 2 * hour });
  await assess({ ...it, nowMs: t0 + 2 * hour });
  const verdicts = await it.store.readVerdicts({ fromMs: t0, toMs: t0 + day });
  expect(verdicts.map(({ timeMs }) => (timeMs - t0) / step)).toEqual([...Array(24).keys()]);
});

test('a state that is none is trained anew', async () => {
  const it = await setUp();
  await it.models.save(new Map([[modelKey(bytesIn.key), 'rubbish']]));
  expect(await train({ ...it, nowMs: t0, olderThanMs: day })).toMatchObject({ trained: 1 });
  expect(await assess({ ...it, nowMs: t0 })).toMatchObject({ untrained: [], problems: [] });
});

test('progress is told in words', async () => {
  const it = await setUp();
  const seen: [number, string][] = [];
  await train({ ...it, nowMs: t0, onProgress: (...told) => seen.push(told) });
  expect(seen).toEqual([[1, 'trained 1 of 1 series']]);
});

test("states are saved as many at a time as is asked for: writers of one object stand in one another's way", async () => {
  const it = await setUp();
  const twins = Array.from({ length: 20 }, (_, i) =>
    createSeries('bytes_in', { cluster: 'a/r/orders', broker: String(i + 10) }),
  );
  await it.store.write(twins.map((one) => samplesOver(one, { fromMs: t0 - 3 * day, toMs: t0 }, rhythm)));
  const saves: number[] = [];
  const models = {
    ...it.models,
    save: async (states: ReadonlyMap<string, Json>) => {
      saves.push(states.size);
      await it.models.save(states);
    },
  };
  expect((await train({ store: it.store, models, nowMs: t0 })).trained).toBe(21);
  expect((await train({ store: it.store, models, nowMs: t0, saveEvery: 50 })).trained).toBe(21);
  expect(saves).toEqual([16, 5, 21]);
  expect(it.models.keys()).toHaveLength(21);
});
