import { seasonalNaive } from '../../lib/domain/forecast/seasonal-naive/index.ts';
import { createSeries } from '../../lib/domain/series/series.ts';
import { loadAccuracy, mergedSegments } from '../../lib/pipeline/accuracy.ts';
import { assess } from '../../lib/pipeline/assess.ts';
import { project } from '../../lib/pipeline/project.ts';
import { report } from '../../lib/pipeline/report.ts';
import { dueKeys, train } from '../../lib/pipeline/train.ts';
import { createMemoryIncidentStore } from '../memory/incident-store.ts';
import { createMemoryMetricStore, createMemoryModelStore } from '../memory/index.ts';
import { normal } from '../memory/noise.ts';
import { bytesIn, day, diskUsed, hour, minute, samplesOver, t0 } from './ports.ts';

const stepMs = 15 * minute;
const cluster = bytesIn.entity.cluster;
const twin = createSeries('bytes_in', { cluster, broker: '2' });
const noise = new Map<number, number>();
const draw = normal(7);
/** The same noise for the same time. */
const noiseAt = (timeMs: number) => {
  const known = noise.get(timeMs) ?? draw();
  noise.set(timeMs, known);
  return known;
};
const calm = (timeMs: number) => 1e6 * (3 + Math.sin((2 * Math.PI * timeMs) / day) + 0.05 * noiseAt(timeMs));
const filling = (timeMs: number) => 20 + (2 * (timeMs - t0)) / day;

/** Two series of traffic and a disk, watched for so many hours; the first has the values of a function. */
async function watched(hours: number, value: (timeMs: number) => number) {
  const store = createMemoryMetricStore();
  const models = createMemoryModelStore();
  const it = { store, models };
  const span = { fromMs: t0 - 4 * day, toMs: t0 + hours * hour, stepMs };
  const until = (nowMs: number) => ({ ...span, toMs: nowMs });
  const write = (nowMs: number, from: number) =>
    store.write([
      samplesOver(bytesIn, { ...until(nowMs), fromMs: from }, value),
      samplesOver(twin, { ...until(nowMs), fromMs: from }, (t) => calm(t + 7 * minute)),
      samplesOver(diskUsed, { ...until(nowMs), fromMs: from }, filling),
    ]);
  await write(t0, span.fromMs);
  await train({ ...it, nowMs: t0, stepMs, projector: seasonalNaive });
  let last = await project({ ...it, nowMs: t0 });
  for (let nowMs = t0 + hour; nowMs <= span.toMs; nowMs += hour) {
    await write(nowMs, nowMs - hour);
    await assess({ ...it, nowMs });
    last = await project({ ...it, nowMs });
  }
  const due = (afterHours: number) =>
    dueKeys({ ...it, nowMs: t0 + afterHours * hour, stepMs, olderThanMs: day });
  return { ...it, last, due };
}

test('a calm series is scored by signal and hours ahead, and trained when its day is over', async () => {
  const { models, store, due, last } = await watched(31, calm);
  const segments = mergedSegments(await loadAccuracy(models, [cluster], 1));
  expect(segments.map(({ segment, leadHours, series }) => [segment, leadHours, series])).toEqual([
    ['all', 1, 3],
    ['all', 6, 3],
    ['all', 24, 3],
    ['bytes_in', 1, 2],
    ['bytes_in', 6, 2],
    ['bytes_in', 24, 2],
    ['disk_used', 1, 1],
    ['disk_used', 6, 1],
    ['disk_used', 24, 1],
  ]);
  for (const { segment, coveragePercent, errorRatioPercent } of segments) {
    expect(coveragePercent).toBeGreaterThan(80);
    expect(errorRatioPercent).toBeLessThan(segment === 'disk_used' ? 20 : 120);
  }
  expect(await due(23)).toEqual([]);
  expect(await due(24)).toHaveLength(3);
  expect(last).toMatchObject({ drifting: 0, errorRatioPercent: segments[2]?.errorRatioPercent });
  const [point] = await store.read({ signals: ['forecast_error'], fromMs: t0, toMs: t0 + 2 * day });
  expect(point?.series.entity).toEqual({ cluster });
  expect(point?.values.at(-1)).toBe(last.errorRatioPercent);
});

test('a level that shifts has its series trained before its day is over, and that one alone', async () => {
  const shifted = (timeMs: number) => calm(timeMs) * (timeMs >= t0 + 8 * hour ? 2.5 : 1);
  const { due, last, store, models } = await watched(16, shifted);
  expect(last.drifting).toBe(1);
  expect(await due(16)).toEqual([bytesIn.key]);
  await train({
    store,
    models,
    nowMs: t0 + 16 * hour,
    stepMs,
    keys: [bytesIn.key],
    projector: seasonalNaive,
  });
  expect(await due(17)).toEqual([]);
  expect(await project({ store, models, nowMs: t0 + 16 * hour })).toMatchObject({ drifting: 0 });
});

test('one wild hour does not', async () => {
  const wild = (timeMs: number) => calm(timeMs) * (Math.floor((timeMs - t0) / hour) === 8 ? 9 : 1);
  const { due, last } = await watched(16, wild);
  expect(last.drifting).toBe(0);
  expect(await due(16)).toEqual([]);
});

test('the daily report says how good forecasts are', async () => {
  const { models } = await watched(8, calm);
  const incidents = createMemoryIncidentStore();
  const made = await report({ incidents, models, nowMs: t0 + day, spanMs: day, clusters: [cluster] });
  expect(made.forecasts[0]).toMatchObject({ segment: 'all', leadHours: 1, series: 3 });
  expect(made.drifting).toEqual([]);
});

test('a state of scores that is none begins anew, and is told', async () => {
  const { store, models } = await watched(2, calm);
  await models.save(new Map([[`outlook/${bytesIn.key}`, { accuracy: 'rubbish' }]]));
  const made = await project({ store, models, nowMs: t0 + 2 * hour });
  expect(made.problems).toMatchObject([{ kind: 'bad_state', where: bytesIn.key }]);
  expect(made.forecasts).toBe(3);
});

test('projecting twice scores nothing twice', async () => {
  const { store, models } = await watched(8, calm);
  const before = await models.load([`outlook/${bytesIn.key}`, `outlook/${diskUsed.key}`]);
  await project({ store, models, nowMs: t0 + 8 * hour });
  expect(await models.load([`outlook/${bytesIn.key}`, `outlook/${diskUsed.key}`])).toEqual(before);
});
