import { createInfluxMetricStore } from '../../../../lib/adapters/stores/timestream-influxdb/index.ts';
import { createSeries } from '../../../../lib/domain/series/series.ts';
import { StoreError } from '../../../../lib/ports/errors.ts';
import { metricStoreContract } from '../../../contracts/metric-store.ts';
import { startFakeInfluxdb3 } from './fake-influxdb3.ts';
import { startRecorded } from './recorded.ts';

const t0 = Date.UTC(2026, 0, 5);
const minute = 60_000;
const day = 86_400_000;
const clock = { nowMs: () => t0 + 3_600_000 };
const series = createSeries('lag_sum', { cluster: 'a/r/orders', group: 'bill, "ing" = ü\\' });

const closings: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closings.splice(0)) await close();
});

/** Closed after the test, also when that fails. */
function closed<Server extends { close(): Promise<void> }>(server: Server): Server {
  closings.push(server.close);
  return server;
}

async function open() {
  const server = closed(await startFakeInfluxdb3());
  const access = async () => ({ token: server.token });
  const store = createInfluxMetricStore({ engine: 'v3', url: server.url, access, clock, width: 1 });
  return { server, store };
}

function samples(timesMs: readonly number[], values: readonly number[], of = series) {
  return { series: of, timesMs: Float64Array.from(timesMs), values: Float64Array.from(values) };
}

metricStoreContract(
  'InfluxDB 3 (by its documentation)',
  async () => {
    return (await open()).store;
  },
  { prunes: false },
);

test('a name with separators, quotes and a backslash at its end is found again', async () => {
  const { store } = await open();
  await store.write([samples([t0], [1])]);
  expect(await store.read({ fromMs: t0, toMs: t0 + 1, keys: [series.key] })).toEqual([samples([t0], [1])]);
});

test('a long range is read in windows of two days, and no step is cut', async () => {
  const { server, store } = await open();
  const step = 7 * 3_600_000;
  const from = Math.ceil((t0 - 5 * day) / step) * step;
  const times = Array.from({ length: 60 }, (_, i) => from + i * 2 * 3_600_000);
  await store.write([
    samples(
      times,
      times.map(() => 1),
    ),
  ]);
  const [read] = await store.read({ fromMs: from, toMs: t0 + day, stepMs: step, rollup: 'sum' });
  expect(read?.values.reduce((sum, value) => sum + value, 0)).toBe(60);
  expect(new Set(read?.timesMs).size).toBe(read?.timesMs.length);
  expect(server.queries.filter((sql) => sql.includes('date_bin'))).toHaveLength(4);
});

test('a tag that no line has had yet is no column that is asked for', async () => {
  const { server, store } = await open();
  const broker = createSeries('cpu_user', { cluster: 'a/r/orders', broker: '1' });
  await store.write([samples([t0], [1], broker)]);
  expect(await store.read({ fromMs: t0, toMs: t0 + minute, keys: [series.key, broker.key] })).toEqual([
    samples([t0], [1], broker),
  ]);
  expect(server.queries.some((sql) => sql.includes('consumer_group'))).toBe(false);
  await store.write([samples([t0], [2])]);
  expect(await store.read({ fromMs: t0, toMs: t0 + minute, keys: [series.key] })).toEqual([
    samples([t0], [2]),
  ]);
});

/** Source: InfluxDB 3 Core, "Use the v3 write API to write data", accept partial writes. */
const partialWrite = JSON.stringify({
  error: 'partial write of line protocol occurred',
  data: [
    {
      original_line: 'home,room=Sunroom temp=hi 1735549200',
      line_number: 2,
      error_message:
        "invalid column type for column 'temp', expected iox::column_type::field::float, got iox::column_type::field::string",
    },
  ],
});

test('a partial write tells the line that was refused by its signal', async () => {
  const server = closed(await startRecorded([{ status: 400, body: partialWrite }]));
  const store = createInfluxMetricStore({ engine: 'v3', url: server.url, access: server.access, clock });
  expect(await store.write([samples([t0, t0 + minute, t0 + 2 * minute], [1, 2, 3])])).toEqual({
    written: 2,
    rejected: [
      {
        kind: 'rejected',
        where: 'points lag_sum',
        message: expect.stringMatching(/^influxdb refused it: invalid column type for column 'temp'/),
        count: 1,
      },
    ],
  });
  expect(server.requests).toEqual([
    {
      method: 'POST',
      url: '/api/v3/write_lp?db=tide&precision=millisecond&accept_partial=true',
      authorization: 'Bearer the-token',
      body: expect.stringMatching(
        /^points,cluster=a\/r\/orders,consumer_group=bill\\,\\ "ing"\\ \\=\\ ü%5c,signal=lag_sum value=1 1767571200000\n/,
      ),
    },
  ]);
});

test('a query that the server cannot plan is an error that says why', async () => {
  const error =
    'error while planning query: External error: Query would exceed file limit of 432 parquet files.';
  const server = closed(
    await startRecorded([
      { status: 200, body: '[{"table_name":"points","column_name":"time"}]' },
      { status: 500, body: JSON.stringify({ error }) },
    ]),
  );
  const settings = { url: server.url, access: server.access, clock, attempts: 1 };
  const store = createInfluxMetricStore({ engine: 'v3', ...settings });
  const reading = store.read({ fromMs: t0, toMs: t0 + minute });
  await expect(reading).rejects.toThrow(StoreError);
  await expect(reading).rejects.toThrow(/exceed file limit/);
});
