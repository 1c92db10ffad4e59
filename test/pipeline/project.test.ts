import { assess } from '../../lib/pipeline/assess.ts';
import { project } from '../../lib/pipeline/project.ts';
import { train } from '../../lib/pipeline/train.ts';
import { createMemoryMetricStore, createMemoryModelStore } from '../memory/index.ts';
import { bytesIn, day, diskUsed, hour, minute, samplesOver, step, t0 } from './ports.ts';

const rhythm = (timeMs: number) => 1e6 * (2 + Math.sin((2 * Math.PI * timeMs) / day));
const filling = (timeMs: number) => 60 + (20 * (timeMs - t0)) / day;

async function trained() {
  const store = createMemoryMetricStore();
  const models = createMemoryModelStore();
  await store.write([samplesOver(bytesIn, { fromMs: t0 - 4 * day, toMs: t0 }, rhythm)]);
  await store.write([samplesOver(diskUsed, { fromMs: t0 - 2 * day, toMs: t0 }, filling)]);
  await train({ store, models, nowMs: t0 });
  return { store, models };
}

test('traffic is forecast a day ahead by the hour, with the season it has', async () => {
  const it = await trained();
  expect(await project({ ...it, nowMs: t0 })).toEqual({
    forecasts: 2,
    stale: 0,
    drifting: 0,
    oldestTrainedMs: t0,
    untrained: [],
    problems: [],
  });
  const [forecast] = await it.store.readForecasts({ keys: [bytesIn.key] });
  expect(forecast).toMatchObject({
    series: bytesIn,
    originMs: t0 - hour,
    stepMs: hour,
    level: 0.95,
    trainedFromMs: t0 - 4 * day,
    trainedToMs: t0,
  });
  expect(forecast?.model).toMatch(/^pool: /);
  expect(forecast?.mean).toHaveLength(24);
  for (const [i, mean] of forecast?.mean.entries() ?? []) {
    const from = t0 + i * hour;
    const steps = Array.from({ length: 12 }, (_, k) => rhythm(from + k * step));
    expect(Math.abs(mean / (steps.reduce((a, b) => a + b) / 12) - 1)).toBeLessThan(0.02);
  }
});

test('hours that have begun since the last whole one do not shorten the forecast', async () => {
  const it = await trained();
  const nowMs = t0 + 2 * hour + 30 * minute;
  await it.store.write([samplesOver(bytesIn, { fromMs: t0, toMs: t0 + 30 * minute }, rhythm)]);
  await assess({ ...it, nowMs: t0 + 30 * minute });
  await project({ ...it, nowMs });
  const [forecast] = await it.store.readForecasts({ keys: [bytesIn.key] });
  expect(forecast).toMatchObject({ originMs: t0 - hour, stepMs: hour });
  expect(forecast?.mean).toHaveLength(26);
});

test('a disk that fills is forecast to go on, up to full and no further', async () => {
  const it = await trained();
  await project({ ...it, nowMs: t0 });
  const [forecast] = await it.store.readForecasts({ keys: [diskUsed.key] });
  expect(forecast).toMatchObject({ stepMs: 45 * minute });
  const at = (hours: number) => forecast?.mean[Math.round((hours * hour) / (45 * minute)) - 1];
  expect(at(24)).toBeCloseTo(filling(t0 + day), 0);
  expect(at(72)).toBe(100);
  expect(Math.max(...(forecast?.upper ?? []))).toBe(100);
});

test('the horizon and the step may be given', async () => {
  const it = await trained();
  await project({
    ...it,
    nowMs: t0,
    keys: [diskUsed.key],
    horizonOf: () => ({ horizonMs: day, everyMs: hour }),
  });
  const forecasts = await it.store.readForecasts({});
  expect(forecasts.map(({ series, stepMs, mean }) => [series.key, stepMs, mean.length])).toEqual([
    [diskUsed.key, hour, 24],
  ]);
});

test('a series silent for hours is not forecast', async () => {
  const it = await trained();
  await it.store.write([samplesOver(bytesIn, { fromMs: t0, toMs: t0 + 12 * hour }, rhythm)]);
  await assess({ ...it, nowMs: t0 + 12 * hour });
  expect(await project({ ...it, nowMs: t0 + 12 * hour })).toMatchObject({ forecasts: 1, stale: 1 });
});

test('series without a model are named', async () => {
  const it = await trained();
  const models = createMemoryModelStore();
  expect(await project({ ...it, models, nowMs: t0 })).toMatchObject({
    forecasts: 0,
    untrained: [bytesIn.key, diskUsed.key],
  });
});
