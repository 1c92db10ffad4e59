import { assess } from '../../lib/pipeline/assess.ts';
import { modelKey } from '../../lib/pipeline/series-model.ts';
import { train } from '../../lib/pipeline/train.ts';
import { StoreError } from '../../lib/ports/errors.ts';
import type { RangeQuery } from '../../lib/ports/metric-store.ts';
import { createMemoryMetricStore, createMemoryModelStore, normal } from '../memory/index.ts';
import { bytesIn, day, diskUsed, hour, minute, samplesOver, step, t0 } from './ports.ts';

const noise = normal(1);
const wobble = Array.from({ length: 10_000 }, noise);

/** Traffic with a daily rhythm, 2 % of noise, the same at every call. */
function traffic(timeMs: number): number {
  const rhythm = 1e6 * (1 + 0.5 * Math.sin((2 * Math.PI * timeMs) / day));
  return rhythm * (1 + 0.02 * (wobble[(timeMs / step) % wobble.length] ?? 0));
}

/** Stores with four days of traffic before t0 and a model trained on it. */
async function trained() {
  const store = createMemoryMetricStore();
  const models = createMemoryModelStore();
  await store.write([samplesOver(bytesIn, { fromMs: t0 - 4 * day, toMs: t0 }, traffic)]);
  expect(await train({ store, models, nowMs: t0 })).toEqual({ trained: 1, waiting: 0, problems: [] });
  const put = (fromMs: number, toMs: number, value = traffic) =>
    store.write([samplesOver(bytesIn, { fromMs, toMs }, value)]);
  const verdicts = () => store.readVerdicts({ fromMs: 0, toMs: t0 + 100 * day });
  const states = async () => [...(await models.load(models.keys()))];
  return { store, models, put, verdicts, states };
}

test('each new complete step gets a verdict, beside what was expected of it', async () => {
  const { store, models, put, verdicts } = await trained();
  await put(t0, t0 + hour);
  const report = await assess({ store, models, nowMs: t0 + 12 * minute });
  expect(report).toMatchObject({ steps: 2, verdicts: 2, anomalies: [], untrained: [], problems: [] });
  const written = await verdicts();
  expect(written.map(({ timeMs }) => timeMs)).toEqual([t0, t0 + step]);
  for (const { timeMs, observed, expected, lower, upper, series, detector } of written) {
    expect({ series, detector, observed }).toEqual({
      series: bytesIn,
      detector: 'panel',
      observed: traffic(timeMs),
    });
    expect(Math.abs(expected - observed) / observed).toBeLessThan(0.15);
    expect(lower).toBeLessThan(expected);
    expect(upper).toBeGreaterThan(expected);
  }
});

test('assessing twice changes neither verdicts nor states', async () => {
  const { store, models, put, verdicts, states } = await trained();
  await put(t0, t0 + hour);
  await assess({ store, models, nowMs: t0 + hour });
  const before = [await verdicts(), await states()];
  expect(await assess({ store, models, nowMs: t0 + hour })).toMatchObject({ steps: 0, verdicts: 0 });
  expect([await verdicts(), await states()]).toEqual(before);
});

test('a late point of a step already judged changes nothing', async () => {
  const { store, models, put, verdicts } = await trained();
  await put(t0, t0 + hour);
  await assess({ store, models, nowMs: t0 + hour });
  const before = await verdicts();
  await put(t0 + 10 * minute, t0 + 15 * minute, () => 9e9);
  await put(t0 + hour, t0 + hour + step);
  await assess({ store, models, nowMs: t0 + hour + step });
  expect((await verdicts()).slice(0, -1)).toEqual(before);
});

test('step by step gives the same verdicts as all at once', async () => {
  const [slow, fast] = [await trained(), await trained()];
  await slow.put(t0, t0 + 2 * hour);
  await fast.put(t0, t0 + 2 * hour);
  for (let at = t0 + step; at <= t0 + 2 * hour; at += step) await assess({ ...slow, nowMs: at });
  await assess({ ...fast, nowMs: t0 + 2 * hour });
  expect(await slow.verdicts()).toEqual(await fast.verdicts());
  expect(await slow.states()).toEqual(await fast.states());
});

test('after a pause of days the steps are made up for, a day at a time', async () => {
  const { store, models, put } = await trained();
  await put(t0, t0 + 2.5 * day);
  const reads: number[] = [];
  const counting = {
    ...store,
    read: (query: Parameters<typeof store.read>[0]) => {
      reads.push(query.toMs - query.fromMs);
      return store.read(query);
    },
  };
  const report = await assess({ store: counting, models, nowMs: t0 + 2.5 * day });
  expect(report).toMatchObject({ steps: 720, verdicts: 720 });
  expect(reads).toEqual([day, day, day / 2]);
});

test('lost traffic and a surge are anomalies of opposite sign, usual traffic is none', async () => {
  const { store, models, put } = await trained();
  await put(t0, t0 + hour);
  await put(t0 + 20 * minute, t0 + 25 * minute, () => 1000);
  await put(t0 + 40 * minute, t0 + 45 * minute, (timeMs) => 2 * traffic(timeMs));
  const { anomalies } = await assess({ store, models, nowMs: t0 + hour });
  expect(anomalies.map(({ timeMs, score }) => [timeMs - t0, Math.sign(score)])).toEqual([
    [20 * minute, -1],
    [40 * minute, 1],
  ]);
});

test('healthy traffic is flagged less than once in 2,000 steps', async () => {
  const { store, models, put } = await trained();
  await put(t0, t0 + 14 * day);
  const { verdicts, anomalies } = await assess({ store, models, nowMs: t0 + 14 * day });
  expect(verdicts).toBe(14 * 288);
  expect(anomalies.length).toBeLessThanOrEqual(2);
});

test('a newest step without points is waited for, and then judged when they come', async () => {
  const { store, models, put, verdicts } = await trained();
  await put(t0, t0 + step);
  expect(await assess({ store, models, nowMs: t0 + 2 * step })).toMatchObject({ steps: 1 });
  await put(t0 + step, t0 + 2 * step);
  expect(await assess({ store, models, nowMs: t0 + 2 * step })).toMatchObject({ steps: 1, verdicts: 1 });
  expect(await verdicts()).toHaveLength(2);
});

test('a series gone silent moves on by gaps, and is judged again when it is back', async () => {
  const { store, models, put, verdicts } = await trained();
  const report = await assess({ store, models, nowMs: t0 + 3 * hour });
  expect(report).toMatchObject({ steps: 33, verdicts: 0 });
  await put(t0 + 3 * hour, t0 + 4 * hour);
  const { anomalies } = await assess({ store, models, nowMs: t0 + 4 * hour });
  expect(await verdicts()).toHaveLength(12);
  expect(anomalies).toEqual([]);
});

test('a whole cycle is one load of states, one reading of points and one save', async () => {
  const { store, models, put } = await trained();
  await put(t0, t0 + step);
  const { loads, saves } = models;
  await assess({ store, models, nowMs: t0 + step, keys: [bytesIn.key] });
  expect([models.loads - loads, models.saves - saves]).toEqual([1, 1]);
});

test('a store that fails while verdicts are written leaves the states, and a repeat mends it', async () => {
  const { store, models, put, verdicts, states } = await trained();
  await put(t0, t0 + hour);
  const before = await states();
  const failing = {
    ...store,
    writeVerdicts: async () => {
      throw new StoreError('the disk is full: make room');
    },
  };
  await expect(assess({ store: failing, models, nowMs: t0 + hour })).rejects.toThrow(StoreError);
  expect(await states()).toEqual(before);
  await assess({ store, models, nowMs: t0 + hour });
  expect(await verdicts()).toHaveLength(12);
});

test('series without a model, or with a broken one, are named and the rest goes on', async () => {
  const { store, models, put } = await trained();
  await store.write([samplesOver(diskUsed, { fromMs: t0, toMs: t0 + hour }, () => 50)]);
  await put(t0, t0 + hour);
  expect(await assess({ store, models, nowMs: t0 + hour })).toMatchObject({
    verdicts: 12,
    untrained: [diskUsed.key],
    problems: [],
  });
  await models.save(new Map([[modelKey(diskUsed.key), { forecaster: 'oracle' }]]));
  const report = await assess({ store, models, nowMs: t0 + hour });
  expect(report.untrained).toEqual([diskUsed.key]);
  expect(report.problems).toMatchObject([{ kind: 'bad_state', where: diskUsed.key }]);
});

test('points of a step are rolled up as the signal says', async () => {
  const { store, models, verdicts } = await trained();
  await store.write([samplesOver(diskUsed, { fromMs: t0 - day, toMs: t0 }, () => 50)]);
  await train({ store, models, nowMs: t0 });
  const everyMinute = { fromMs: t0, toMs: t0 + step, stepMs: minute };
  await store.write([samplesOver(diskUsed, everyMinute, (timeMs) => 50 + (timeMs - t0) / minute)]);
  await store.write([samplesOver(bytesIn, everyMinute, (timeMs) => 1e6 + (timeMs - t0) / minute)]);
  await assess({ store, models, nowMs: t0 + step });
  const observed = new Map((await verdicts()).map((verdict) => [verdict.series.signal, verdict.observed]));
  expect(observed.get('disk_used')).toBe(54);
  expect(observed.get('bytes_in')).toBe(1e6 + 2);
});

test('a series without a new point is not read: every reading is paid for', async () => {
  const { store, models, put } = await trained();
  await put(t0, t0 + 10 * minute);
  await assess({ store, models, nowMs: t0 + 10 * minute });
  let readings = 0;
  const counting = {
    ...store,
    read: (query: RangeQuery) => {
      readings++;
      return store.read(query);
    },
  };
  await assess({ store: counting, models, nowMs: t0 + 20 * minute });
  expect(readings).toBe(0);
  await put(t0 + 10 * minute, t0 + 20 * minute);
  expect(await assess({ store: counting, models, nowMs: t0 + 20 * minute })).toMatchObject({ steps: 2 });
  expect(readings).toBe(1);
});

test('of a cluster in parts, each part assesses its own series and together they assess all', async () => {
  const { store, models, put } = await trained();
  await put(t0, t0 + hour);
  const assessed = async (index: number) =>
    (
      await assess({
        store,
        models,
        nowMs: t0 + hour,
        cluster: bytesIn.entity.cluster,
        part: { index, of: 3 },
      })
    ).assessed;
  expect([await assessed(0), await assessed(1), await assessed(2)].sort()).toEqual([0, 0, 1]);
  expect((await assess({ store, models, nowMs: t0 + hour, cluster: 'a/b/other' })).assessed).toBe(0);
});
