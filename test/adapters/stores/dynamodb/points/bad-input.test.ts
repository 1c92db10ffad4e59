import { settingsOf } from '../../../../../lib/adapters/stores/dynamodb/points/options.ts';
import { recordSeries } from '../../../../../lib/adapters/stores/dynamodb/points/series-index.ts';
import { createSeries } from '../../../../../lib/domain/series/series.ts';
import {
  bytesIn,
  day,
  forecastOf,
  hour,
  minute,
  minutes,
  storeOf,
  t0,
  topicSeries,
  verdictOf,
} from './given.ts';

const all = { fromMs: t0, toMs: t0 + day };
const block = /topic=customer-events-0} p#2026-01-05T00/;

test('a block that cannot be read is passed over and reported, and the rest is read', async () => {
  const { store, damage, problems } = storeOf();
  await store.write([minutes(bytesIn, t0 + 58 * minute, [1, 2, 3, 4]), minutes(topicSeries(1), t0, [5])]);
  damage(block);
  expect(await store.read(all)).toEqual([
    minutes(bytesIn, t0 + hour, [3, 4]),
    minutes(topicSeries(1), t0, [5]),
  ]);
  const where = `points ${bytesIn.key} p#2026-01-05T00`;
  const message = 'got a body that is damaged: delete the item, or update';
  expect(problems).toEqual([{ kind: 'unreadable', where, message, count: 1 }]);
});

test('a block that cannot be read is not written over: its new points are rejected, all others are written', async () => {
  const { store, damage, items } = storeOf();
  await store.write([minutes(bytesIn, t0, [1])]);
  damage(block, Uint8Array.of(7, 7));
  const report = await store.write([
    minutes(bytesIn, t0 + 57 * minute, [1, 2, 3, 4]),
    minutes(topicSeries(1), t0, [5]),
  ]);
  const where = `points ${bytesIn.key} p#2026-01-05T00`;
  const message = 'got a body of version 7: this release reads version 1: delete the item, or update';
  expect(report).toEqual({ written: 2, rejected: [{ kind: 'unreadable', where, message, count: 3 }] });
  expect(items().find(({ sk, pk }) => sk?.S?.endsWith('T00') && pk?.S === bytesIn.key)?.b?.B).toEqual(
    Uint8Array.of(7, 7),
  );
  expect(await store.series({})).toEqual([
    { ...bytesIn, lastMs: t0 + hour },
    { ...topicSeries(1), lastMs: t0 },
  ]);
});

test('verdicts of a block that cannot be read, and a forecast that cannot, are reported', async () => {
  const { store, damage, problems } = storeOf();
  await store.writeVerdicts([verdictOf()]);
  await store.writeForecasts([forecastOf()]);
  damage(/ (v#2026|f$)/);
  expect(await store.readVerdicts(all)).toEqual([]);
  expect(await store.readForecasts({})).toEqual([]);
  await store.writeVerdicts([verdictOf({ timeMs: t0 + minute })]);
  expect(problems.map(({ kind, where }) => [kind, where])).toEqual([
    ['unreadable', `points ${bytesIn.key} v#2026-01-05T00`],
    ['unreadable', `points ${bytesIn.key} f`],
    ['unreadable', `points ${bytesIn.key} v#2026-01-05T00`],
  ]);
  const newer = forecastOf({ originMs: t0 + minute });
  await store.writeForecasts([newer]);
  expect(await store.readForecasts({})).toEqual([newer]);
});

test('a list of series that cannot be read is made anew from what is written next', async () => {
  const { store, damage, problems } = storeOf();
  await store.write([minutes(bytesIn, t0, [1]), minutes(topicSeries(1), t0, [1])]);
  damage(/^index#/);
  expect(await store.series({})).toEqual([]);
  await store.write([minutes(bytesIn, t0 + minute, [2])]);
  expect(await store.series({})).toEqual([{ ...bytesIn, lastMs: t0 + minute }]);
  expect(problems).toHaveLength(2);
  expect(problems[0]).toMatchObject({ kind: 'unreadable', where: expect.stringContaining('index#1234') });
});

test('what the table cannot take is rejected and counted, and the rest is written', async () => {
  const { store } = storeOf();
  const long = topicSeries(1);
  const endless = createSeries('topic_bytes_in', { cluster: 'a/b/c', topic: 'x'.repeat(2048) });
  const odd = { ...long, key: 'no key' };
  const report = await store.write([
    minutes(bytesIn, t0, [1, Number.NaN, 3, Number.POSITIVE_INFINITY]),
    { series: bytesIn, timesMs: Float64Array.of(-1, t0 + 0.5, 9e15), values: Float64Array.of(1, 1, 1) },
    minutes(bytesIn, t0 - 100 * day, [1, 2]),
    minutes(odd, t0, [1]),
    minutes(endless, t0, [1]),
  ]);
  expect(report.written).toBe(2);
  expect(report.rejected.map(({ kind, where, count }) => [kind, where, count])).toEqual([
    ['not_finite', bytesIn.key, 2],
    ['bad_time', bytesIn.key, 3],
    ['too_old', bytesIn.key, 2],
    ['malformed', 'no key', 1],
    ['too_large', endless.key, 1],
  ]);
  expect(report.rejected[2]?.message).toBe(
    'older than 2025-11-03T01:00:00.000Z, which is as long as points are kept: raise the retention',
  );
  expect(await store.read(all)).toEqual([
    { series: bytesIn, timesMs: Float64Array.of(t0, t0 + 2 * minute), values: Float64Array.of(1, 3) },
  ]);
});

test('verdicts and forecasts at times that no key can name are reported, and the rest is written', async () => {
  const { store, problems } = storeOf();
  await store.writeVerdicts([verdictOf({ timeMs: Number.NaN }), verdictOf()]);
  await store.writeForecasts([forecastOf({ originMs: -5 }), forecastOf({ series: topicSeries(1) })]);
  expect(problems.map(({ kind, count }) => [kind, count])).toEqual([
    ['bad_time', 1],
    ['bad_time', 1],
  ]);
  expect(await store.readVerdicts(all)).toEqual([verdictOf()]);
  expect(await store.readForecasts({})).toEqual([forecastOf({ series: topicSeries(1) })]);
});

test('what is larger than an item is reported: a block, a forecast, a list of series', async () => {
  const { store, problems, client, clock } = storeOf();
  const random = seededRandom();
  const many = Array.from({ length: 60_000 }, random);
  const timesMs = Float64Array.from(many, (_, i) => t0 + i * 10);
  const report = await store.write([{ series: bytesIn, timesMs, values: Float64Array.from(many) }]);
  expect(report).toMatchObject({ written: 0, rejected: [{ kind: 'too_large', count: 60_000 }] });
  const path = Float64Array.from(many);
  await store.writeForecasts([forecastOf({ mean: path, lower: path, upper: path })]);
  const newest = Array.from({ length: 4_000 }, () => {
    const topic = Array.from({ length: 16 }, () => random().toString(36).slice(2)).join('.');
    return { series: createSeries('topic_bytes_in', { cluster: 'a/b/c', topic }), lastMs: t0 };
  });
  const onProblem = (problem: (typeof problems)[number]) => void problems.push(problem);
  const settings = settingsOf({ dynamodb: client as never, table: 'points', clock, onProblem });
  await recordSeries(settings, 'points', newest);
  expect(problems.map(({ kind, message, count }) => [kind, message.replace(/^\d+/, 'N'), count])).toEqual([
    ['too_large', 'N bytes packed: dynamodb takes 390000; forecast fewer steps', 1],
    ['too_large', 'N series are more than an item lists: raise the parts of a cluster', 4_000],
  ]);
});

function seededRandom(): () => number {
  let seed = 1;
  return () => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed / 2_147_483_647;
  };
}
