import { createInfluxMetricStore } from '../../../lib/adapters/stores/timestream-influxdb/index.ts';
import { createSeries } from '../../../lib/domain/series/series.ts';
import { StoreError } from '../../../lib/ports/errors.ts';
import { metricStoreContract } from '../../contracts/metric-store.ts';
import { openBucket } from './buckets.ts';

const t0 = Date.UTC(2026, 0, 5);
const minute = 60_000;
const series = createSeries('bytes_in', { cluster: 'a/r/orders', broker: '1' });

metricStoreContract('InfluxDB 2', async () => (await openBucket({ nowMs: t0 + 3_600_000 })).store);

const range = { fromMs: t0, toMs: t0 + 3_600_000 };

/** Samples of the series a minute apart. */
function samples(values: readonly number[], of = series, fromMs = t0) {
  const timesMs = Float64Array.from(values, (_, i) => fromMs + i * minute);
  return { series: of, timesMs, values: Float64Array.from(values) };
}

test('doubles come back exactly', async () => {
  const { store } = await openBucket({ nowMs: t0 });
  const written = samples([
    0.1 + 0.2,
    5e-324,

    Number.MAX_VALUE,
    2 ** 53 - 1,
    123456789012345680000,
    1 / 3,
  ]);
  await store.write([written]);
  const [read] = await store.read(range);
  expect(read).toEqual(written);
});

test.each([
  ['a space and a comma', 'a, b'],
  ['an equals sign', 'a=b'],
  ['quotes', `"it's"`],
  ['a backslash at the end', 'a\\'],
  ['a backslash before a comma', 'a\\,b'],
  ['a line break', 'a\nb'],
  ['a percent sign that looks like an escape', '%5c%'],
  ['letters of other scripts', 'größe-北-🌊'],
  ['nothing at all', ''],
])('a group with %s in its name is found again', async (_, group) => {
  const { store } = await openBucket({ nowMs: t0 });
  const odd = createSeries('lag_sum', { cluster: 'a/r/or ders', group });
  await store.write([samples([1, 2], odd), samples([3])]);
  expect(await store.read({ ...range, keys: [odd.key] })).toEqual([samples([1, 2], odd)]);
  expect(await store.read({ ...range, cluster: 'a/r/or ders' })).toEqual([samples([1, 2], odd)]);
  expect(await store.series({ keys: [odd.key] })).toEqual([{ ...odd, lastMs: t0 + minute }]);
});

test('points beyond the retention are reported, and the others written', async () => {
  const nowMs = Date.now() - (Date.now() % minute);
  const { store } = await openBucket({ nowMs, keepDays: 1 });
  const report = await store.write([
    samples([1, 2], series, nowMs - minute),
    samples([3], series, nowMs - 3 * 86_400_000),
  ]);
  expect(report).toMatchObject({ written: 2, rejected: [{ kind: 'rejected', where: 'points', count: 1 }] });
  expect(report.rejected[0]?.message).toMatch(/outside retention policy.*lengthen the retention/);
  expect(await store.read({ fromMs: 0, toMs: nowMs + minute })).toEqual([
    samples([1, 2], series, nowMs - minute),
  ]);
});

test('an older forecast that comes late does not replace a newer one', async () => {
  const { store } = await openBucket({ nowMs: t0 });
  const path = { mean: Float64Array.of(1), lower: Float64Array.of(0), upper: Float64Array.of(2) };
  const trained = { trainedFromMs: 0, trainedToMs: t0, backtest: { error: 1, naiveError: 2 } };
  const newer = { series, originMs: t0, stepMs: minute, level: 0.9, model: 'one "two"', ...trained, ...path };
  await store.writeForecasts([newer]);
  await store.writeForecasts([{ ...newer, originMs: t0 - minute, model: 'late' }]);
  expect(await store.readForecasts({})).toEqual([newer]);
});

test('a token that has been replaced is read anew', async () => {
  const { store, replaceToken } = await openBucket({ nowMs: t0 });
  await store.write([samples([1])]);
  await replaceToken();
  await store.write([samples([2], series, t0 + minute)]);
  expect(await store.read(range)).toEqual([samples([1, 2])]);
});

test("the functions' token opens no other bucket", async () => {
  const { url, access } = await openBucket({ nowMs: t0 });
  const other = await openBucket({ nowMs: t0 });
  const store = createInfluxMetricStore({
    engine: 'v2',
    url,
    access: async () => ({ ...(await access()), bucket: other.bucket }),
    clock: { nowMs: () => t0 },
  });
  await expect(store.write([samples([1])])).rejects.toThrow(StoreError);
  await expect(store.read(range)).rejects.toThrow(StoreError);
});

test('a hundred thousand points are written and rolled up', async () => {
  const { store } = await openBucket({ nowMs: t0 });
  const many = Array.from({ length: 50 }, (_, i) => {
    const one = createSeries('bytes_in', { cluster: 'a/r/orders', topic: `t${i}` });
    return samples(
      Array.from({ length: 2000 }, (_, k) => i + k),
      one,
    );
  });
  expect((await store.write(many)).written).toBe(100_000);
  const rolled = await store.read({
    fromMs: t0,
    toMs: t0 + 2000 * minute,
    stepMs: 60 * minute,
    rollup: 'max',
  });
  expect(rolled).toHaveLength(50);
  expect(rolled.every(({ values }) => values.length === 34)).toBe(true);
});
