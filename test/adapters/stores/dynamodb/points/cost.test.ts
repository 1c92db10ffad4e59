import { bytesOf } from './fake-dynamodb.ts';
import { forecastOf, hour, minute, minutes, noise, storeOf, t0, topicSeries, verdictOf } from './given.ts';

/** The figures of lib/adapters/stores/dynamodb/points/README.md, on values that do not pack: the worst. */
const series = Array.from({ length: 12 }, (_, i) => topicSeries(i));

/** A poll at `atMs` of the quarter of an hour before it, and of ten minutes more for late points. */
function poll(atMs: number, values: readonly (readonly number[])[]) {
  const first = (atMs - t0) / minute - 25;
  return series.map((one, i) => minutes(one, t0 + first * minute, values[i]?.slice(first, first + 25) ?? []));
}

test('a poll costs a write unit a series and one a signal, whatever the values', async () => {
  const { store, units, clock } = storeOf();
  const values = series.map((_, i) => noise(25 * 60, i));
  await store.write(poll(t0 + hour, values));
  Object.assign(units, { read: 0, written: 0 });
  for (let polls = 1; polls <= 96; polls++) {
    clock.now = t0 + hour + polls * 15 * minute;
    await store.write(poll(clock.now, values));
  }
  expect(units.written / 96).toBe(series.length + 1);
  // One for each block that the poll and its overlap touch, and one for the list of series.
  expect(units.read / 96).toBeCloseTo(series.length * 1.25 + 1, 6);
});

test('a full hour of points and one of verdicts at 5 minutes stay under the 1 kB of a write unit', async () => {
  const { store, items } = storeOf();
  const [one = topicSeries(0)] = series;
  const [a, b, c, d, e, f] = [1, 2, 3, 4, 5, 6].map((seed) => noise(12, seed));
  await store.write([minutes(one, t0, noise(60))]);
  await store.writeVerdicts(
    Array.from({ length: 12 }, (_, i) =>
      verdictOf({
        series: one,
        timeMs: t0 + i * 5 * minute,
        observed: a?.[i] ?? 0,
        expected: b?.[i] ?? 0,
        lower: c?.[i] ?? 0,
        upper: d?.[i] ?? 0,
        score: e?.[i] ?? 0,
        pValue: f?.[i] ?? 0,
        isAnomaly: i % 5 === 0,
      }),
    ),
  );
  const blocks = items().filter(({ pk }) => pk?.S === one.key);
  expect(blocks).toHaveLength(2);
  for (const item of blocks) expect(bytesOf(item)).toBeLessThan(800);
});

test('a forecast of 96 steps costs at most three write units and no reading', async () => {
  const { store, units } = storeOf();
  const [mean, lower, upper] = [1, 2, 3].map((seed) => Float64Array.from(noise(96, seed)));
  const path = { mean: mean ?? [], lower: lower ?? [], upper: upper ?? [] } as never;
  const forecasts = series.map((one) => ({ ...forecastOf({ series: one }), ...(path as object) }));
  await store.writeForecasts(forecasts);
  Object.assign(units, { read: 0, written: 0 });
  await store.writeForecasts(forecasts.map((one) => ({ ...one, originMs: t0 + hour })));
  expect(units).toEqual({ read: 1, written: 3 * series.length });
});

test('a day of one-minute points of a series costs less than three read units, the last minutes half a unit', async () => {
  const { store, units } = storeOf();
  const [one = topicSeries(0)] = series;
  await store.write([minutes(one, t0, noise(24 * 60))]);
  Object.assign(units, { read: 0, written: 0 });
  await store.read({ keys: [one.key], fromMs: t0, toMs: t0 + 24 * hour });
  expect(units.read).toBeLessThan(3);
  Object.assign(units, { read: 0, written: 0 });
  await store.read({ keys: [one.key], fromMs: t0 + 15 * minute, toMs: t0 + 30 * minute });
  expect(units.read).toBe(0.5);
});

test('listing a thousand series of a signal costs a few units and its list a dozen at a poll', async () => {
  const { store, units } = storeOf();
  const many = Array.from({ length: 1000 }, (_, i) => topicSeries(i));
  await store.write(many.map((one) => minutes(one, t0, [1])));
  Object.assign(units, { read: 0, written: 0 });
  expect(await store.series({})).toHaveLength(1000);
  expect(units.read).toBeLessThan(3);
  await store.write(many.map((one) => minutes(one, t0 + minute, [1])));
  expect(units.written).toBeLessThan(1000 + 12);
});
