import { residualZ } from '../../lib/domain/anomaly/residual-z/index.ts';
import type { Json } from '../../lib/domain/forecast/forecaster.ts';
import { seasonalNaive } from '../../lib/domain/forecast/seasonal-naive/index.ts';
import { createSeries } from '../../lib/domain/series/series.ts';
import { assess } from '../../lib/pipeline/assess.ts';
import { outlookKey } from '../../lib/pipeline/outlook-model.ts';
import { project } from '../../lib/pipeline/project.ts';
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
  expect(it.models.keys()).toEqual([modelKey(bytesIn.key), outlookKey(bytesIn.key)]);
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
  expect(it.models.keys()).toHaveLength(4);
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
  await it.store.write(twins.map((one) => samplesOver(one, { fromMs: t0 - day, toMs: t0 }, rhythm)));
  const saves: number[] = [];
  const models = {
    ...it.models,
    save: async (states: ReadonlyMap<string, Json>) => {
      saves.push(states.size);
      await it.models.save(states);
    },
  };
  const quick = { store: it.store, models, nowMs: t0, stepMs: 3 * step, projector: null };
  expect((await train(quick)).trained).toBe(21);
  expect((await train({ ...quick, saveEvery: 50 })).trained).toBe(21);
  // Of each series one for detectors and one for forecasts.
  expect(saves).toEqual([32, 10, 42]);
  expect(it.models.keys()).toHaveLength(42);
});

test('a forecaster that throws costs its series the forecast by the hour, and no other series anything', async () => {
  const it = await setUp();
  const broken = {
    ...seasonalNaive,
    id: 'broken',
    fit: () => {
      throw new Error('the matrix is singular');
    },
  };
  const report = await train({ ...it, nowMs: t0, projector: broken });
  expect(report).toEqual({
    trained: 1,
    waiting: 0,
    problems: [
      { kind: 'fit_failed', where: bytesIn.key, message: 'broken: the matrix is singular', count: 1 },
    ],
  });
  expect(await project({ ...it, nowMs: t0 })).toMatchObject({ forecasts: 1 });
  expect((await it.store.readForecasts({}))[0]?.model).toContain('season 1 day');
});

test('a fit ends when its time is up', async () => {
  const it = await setUp();
  const expired: boolean[] = [];
  const slow: typeof seasonalNaive = {
    ...seasonalNaive,
    fit: (y, options) => {
      expired.push(options.expired?.() ?? false, options.expired?.() ?? false);
      return seasonalNaive.fit(y, options);
    },
  };
  let nowMs = 0;
  const elapsedMs = () => {
    nowMs += 300;
    return nowMs;
  };
  await train({ ...it, nowMs: t0, projector: slow, elapsedMs, fitMs: 500 });
  expect(expired).toEqual([false, true]);
});

test('a known campaign is taken out of what models learn, and put where it comes again', async () => {
  const it = await setUp();
  const fromMs = t0 - 2 * day + 12 * hour;
  const events = [
    { name: 'sale', fromMs, toMs: fromMs + 6 * hour, strength: 2, uncertainty: 0.05 },
    {
      name: 'sale',
      fromMs: fromMs + 2 * day,
      toMs: fromMs + 2 * day + 6 * hour,
      strength: 2,
      uncertainty: 0.05,
    },
  ];
  const isSale = (timeMs: number) => events.some((one) => timeMs >= one.fromMs && timeMs < one.toMs);
  const value = (timeMs: number) => rhythm(timeMs) * (isSale(timeMs) ? 2 : 1);
  await it.store.write([samplesOver(bytesIn, { fromMs: t0 - 3 * day, toMs: t0 }, value)]);
  const calendar = { timeZone: 'UTC', holidays: [], events, maintenance: [] };
  await train({ ...it, nowMs: t0, calendar });
  await project({ ...it, nowMs: t0 });
  const [forecast] = await it.store.readForecasts({});
  const at = (hours: number) => (forecast?.mean[hours] ?? 0) / rhythm(t0 + hours * hour + hour / 2);
  expect(at(14)).toBeGreaterThan(1.7);
  expect(at(4)).toBeLessThan(1.2);
});

test('what happens in maintenance is not learnt as normal', async () => {
  const it = await setUp();
  const window = { fromMs: t0 - 6 * hour, toMs: t0 - 4 * hour };
  const learnt: number[] = [];
  const detector: typeof residualZ = {
    ...residualZ,
    create: (given) => {
      const memory = residualZ.create(given);
      const update = (point: Parameters<typeof memory.update>[0]) => {
        if (Number.isFinite(point.observed)) learnt.push(point.timeMs);
        memory.update(point);
      };
      return { ...memory, update };
    },
  };
  const calendar = { timeZone: 'UTC', holidays: [], events: [], maintenance: [window] };
  await train({ ...it, nowMs: t0, calendar, detectors: [detector], projector: null });
  expect(learnt.filter((timeMs) => timeMs >= window.fromMs && timeMs < window.toMs)).toEqual([]);
  expect(learnt).toContain(window.toMs);
  expect(learnt).toContain(window.fromMs - step);
});
