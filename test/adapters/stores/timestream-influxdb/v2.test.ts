import {
  createInfluxMetricStore,
  type InfluxCredentials,
  type InfluxStoreOptions,
} from '../../../../lib/adapters/stores/timestream-influxdb/index.ts';
import { createSeries } from '../../../../lib/domain/series/series.ts';
import { StoreError } from '../../../../lib/ports/errors.ts';
import { type Reply, startRecorded } from './recorded.ts';

/*
 * Answers recorded from InfluxDB 2.7.12. The contract itself is run on that server, by test/integration/influxdb.
 */

const t0 = Date.UTC(2026, 0, 5);
const minute = 60_000;
const series = createSeries('bytes_in', { cluster: 'a/r/orders', broker: '1' });
const other = createSeries('bytes_in', { cluster: 'a/r/orders' });

const closings: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closings.splice(0)) await close();
});

async function open(replies: readonly Reply[], options: Partial<InfluxStoreOptions> = {}) {
  const server = await startRecorded(replies);
  closings.push(server.close);
  const delays: number[] = [];
  const store = createInfluxMetricStore({
    engine: 'v2',
    url: server.url,
    access: server.access,
    clock: { nowMs: () => t0 },
    delay: async (ms) => void delays.push(ms),
    ...options,
  });
  return { server, store, delays };
}

function samples(values: readonly number[], of = series) {
  const timesMs = Float64Array.from(values, (_, i) => t0 + i * minute);
  return { series: of, timesMs, values: Float64Array.from(values) };
}

const written: Reply = { status: 204 };
const empty: Reply = { status: 200, body: '{"results":[{"statement_id":0}]}' };
const queryOf = (body: string | undefined) => new URLSearchParams(body).get('q');

test('points are lines with tags sorted by name and times in ms', async () => {
  const { server, store } = await open([written]);
  expect(await store.write([samples([1.5, 1e-9])])).toEqual({ written: 2, rejected: [] });
  expect(server.requests).toEqual([
    {
      method: 'POST',
      url: '/api/v2/write?org=ours&bucket=tide&precision=ms',
      authorization: 'Token the-token',
      body: [
        'points,broker=1,cluster=a/r/orders,signal=bytes_in value=1.5 1767571200000',
        'points,broker=1,cluster=a/r/orders,signal=bytes_in value=1e-9 1767571260000',
      ].join('\n'),
    },
  ]);
});

test('nothing is sent when there is nothing to write', async () => {
  const { server, store } = await open([written]);
  expect(await store.write([])).toEqual({ written: 0, rejected: [] });
  await store.writeForecasts([]);
  expect(server.requests).toEqual([]);
});

test('the same point twice in one write is sent once, the later one', async () => {
  const { server, store } = await open([written]);
  expect((await store.write([samples([1]), samples([2])])).written).toBe(1);
  expect(server.requests[0]?.body).toMatch(/value=2 /);
});

test('a value that is not finite is reported, and the others are sent', async () => {
  const { store } = await open([written]);
  const { written: count, rejected } = await store.write([
    samples([1, Number.NaN, Number.POSITIVE_INFINITY]),
  ]);
  expect(count).toBe(1);
  expect(rejected).toMatchObject([{ kind: 'rejected', where: 'points bytes_in', count: 2 }]);
});

test('many points go in batches', async () => {
  const { server, store } = await open([written], { batchLines: 3, width: 1 });
  await store.write([samples([1, 2, 3, 4, 5, 6, 7])]);
  expect(server.requests.map(({ body }) => body.split('\n').length)).toEqual([3, 3, 1]);
});

const conflict = JSON.stringify({
  code: 'unprocessable entity',
  message:
    'failure writing points to database: partial write: field type conflict: input field "value" on measurement "points" is type string, already exists as type float dropped=1',
});

const tooOld = JSON.stringify({
  code: 'unprocessable entity',
  message:
    'failure writing points to database: partial write: dropped 2 points outside retention policy of duration 24h0m0s - oldest point points,broker=1 at 2025-11-20T02:00:00Z dropped=2',
});

test.each([
  ['a field of another type', conflict, 3, 1, /field type conflict/],
  ['points beyond the retention', tooOld, 2, 2, /lengthen the retention/],
] as const)('a partial write (%s) reports what was dropped', async (_, body, left, dropped, words) => {
  const { store } = await open([{ status: 422, body }]);
  expect(await store.write([samples([1, 2, 3, 4])])).toEqual({
    written: left,
    rejected: [{ kind: 'rejected', where: 'points', message: expect.stringMatching(words), count: dropped }],
  });
});

test('a line that cannot be read is found by halves, and the others are written', async () => {
  const body = '{"code":"invalid","message":"unable to parse \'points\': invalid field format"}';
  const { server, store } = await open(
    [{ status: 400, body }, written, { status: 400, body }, { status: 400, body }, written],
    { width: 1 },
  );
  expect(await store.write([samples([1, 2, 3, 4])])).toEqual({
    written: 3,
    rejected: [
      {
        kind: 'rejected',
        where: 'points bytes_in',
        message: expect.stringMatching(/unable to parse/),
        count: 1,
      },
    ],
  });
  expect(server.requests.map(({ body: sent }) => sent.split('\n').length)).toEqual([4, 2, 2, 1, 1]);
});

test.each([429, 500, 503])('a server that answers %i is asked again, with growing pauses', async (status) => {
  const { server, store, delays } = await open([{ status }, { status }, written]);
  expect((await store.write([samples([1])])).written).toBe(1);
  expect(server.requests).toHaveLength(3);
  expect(delays).toHaveLength(2);
});

test('a server that stays busy is a store error after the last try', async () => {
  const busy = { status: 503, body: '{"code":"unavailable","message":"engine is closed"}' };
  const { server, store } = await open([busy], { attempts: 3 });
  const writing = store.write([samples([1])]);
  await expect(writing).rejects.toThrow(StoreError);
  await expect(writing).rejects.toThrow(/cannot be written: it answered 503: engine is closed/);
  expect(server.requests).toHaveLength(3);
});

test('a server that cannot be reached is a store error that names it', async () => {
  const { server, store } = await open([written], { attempts: 2 });
  await server.close();
  closings.splice(0);
  await expect(store.read({ fromMs: t0, toMs: t0 + minute })).rejects.toThrow(
    `influxdb at ${server.url} cannot be queried: the connection failed (ECONNREFUSED)`,
  );
});

test('a bucket that is not there is a store error, and not asked for again', async () => {
  const body = '{"code":"not found","message":"bucket \\"tide\\" not found"}';
  const { server, store } = await open([{ status: 404, body }]);
  await expect(store.write([samples([1])])).rejects.toThrow(/it answered 404: bucket "tide" not found/);
  expect(server.requests).toHaveLength(1);
});

test('an error inside of a good answer is a store error', async () => {
  const { store } = await open([
    { status: 200, body: '{"results":[{"statement_id":0,"error":"database not found: tide"}]}' },
  ]);
  await expect(store.series({})).rejects.toThrow(/cannot be queried: database not found: tide/);
});

const refused: Reply = { status: 401, body: '{"code":"unauthorized","message":"unauthorized access"}' };

test('a token that is refused is read anew, once', async () => {
  const asked: (string | undefined)[] = [];
  const access = async (old?: string): Promise<InfluxCredentials> => {
    asked.push(old);
    return { token: old === undefined ? 'old' : 'new' };
  };
  const { server, store } = await open([refused, written], { access });
  await store.write([samples([1])]);
  expect(asked).toEqual([undefined, 'old']);
  expect(server.requests.map(({ authorization }) => authorization)).toEqual(['Token old', 'Token new']);
});

test('a token that stays refused is told without the token', async () => {
  const echo: Reply = { status: 401, body: '{"message":"bad token the-token"}' };
  const { store } = await open([echo]);
  const error = await store.write([samples([1])]).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(StoreError);
  expect(String(error)).toMatch(/refuses the token/);
  expect(JSON.stringify([String(error), (error as Error).cause])).not.toContain('the-token');
});

test('a server that prints the token in an error does not get it into ours', async () => {
  const { store } = await open([{ status: 404, body: '{"message":"no bucket for the-token"}' }]);
  await expect(store.write([samples([1])])).rejects.toThrow('no bucket for [token]');
});

test('a read asks for cluster, signals and time alone, and gives a series by key', async () => {
  const body = JSON.stringify({
    results: [
      {
        statement_id: 0,
        series: [
          {
            name: 'points',
            tags: { broker: '1', cluster: 'a/r/orders', signal: 'bytes_in' },
            columns: ['time', 'value'],
            values: [[t0, 0.1]],
          },
          {
            name: 'points',
            tags: { broker: '', cluster: 'a/r/orders', signal: 'bytes_in' },
            columns: ['time', 'value'],
            values: [[t0, 1e-9]],
          },
        ],
      },
    ],
  });
  const { server, store } = await open([{ status: 200, body }]);
  const filter = { cluster: "a/r/or'ders\\", signals: ['bytes_in', 'cpu_user'] };
  expect(await store.read({ ...filter, fromMs: t0, toMs: t0 + minute })).toEqual(
    [samples([0.1]), samples([1e-9], other)].sort((a, b) => (a.series.key < b.series.key ? -1 : 1)),
  );
  expect(server.requests[0]?.url).toBe('/query?db=tide&epoch=ms');
  expect(queryOf(server.requests[0]?.body)).toBe(
    `SELECT "value" FROM "points" WHERE time >= 1767571200000ms AND time < 1767571260000ms` +
      ` AND "cluster" = 'a/r/or\\'ders%5c' AND ("signal" = 'bytes_in' OR "signal" = 'cpu_user')` +
      ` GROUP BY "signal", "cluster", "broker", "client_auth", "consumer_group", "topic", "topic_partition"`,
  );
});

test('downsampling is done by the server, in steps from the epoch', async () => {
  const { server, store } = await open([empty]);
  await store.read({ fromMs: t0, toMs: t0 + minute, stepMs: 300_000, rollup: 'last' });
  expect(queryOf(server.requests[0]?.body)).toMatch(
    /^SELECT last\("value"\) .*, time\(300000ms\) fill\(none\)$/,
  );
});

test('keys are asked for in groups, each by all its tags; those of no series ask for nothing', async () => {
  const { server, store } = await open([empty], { width: 1 });
  const keys = Array.from(
    { length: 201 },
    (_, i) => createSeries('lag', { cluster: 'c', topic: `t${i}` }).key,
  );
  await store.read({ fromMs: t0, toMs: t0 + minute, keys });
  expect(server.requests).toHaveLength(2);
  expect(queryOf(server.requests[1]?.body)).toContain(
    `(("signal" = 'lag' AND "cluster" = 'c' AND "broker" = '' AND "client_auth" = '' AND "consumer_group" = '' AND "topic" = 't200' AND "topic_partition" = ''))`,
  );
  await store.read({ fromMs: t0, toMs: t0 + minute, keys: ['no key'] });
  await store.read({ fromMs: t0, toMs: t0 + minute, signals: [] });
  expect(server.requests).toHaveLength(2);
});

test('pruning ends just before the time, as the end of a deletion is inclusive', async () => {
  const counted =
    '{"results":[{"statement_id":0,"series":[{"name":"points","columns":["time","count"],"values":[[0,2]]}]}]}';
  const { server, store } = await open([{ status: 200, body: counted }, written]);
  expect(await store.prune(t0)).toBe(2);
  expect(server.requests.slice(1).map(({ body }) => JSON.parse(body))).toEqual([
    expect.objectContaining({ stop: '2026-01-04T23:59:59.999Z', predicate: '_measurement="points"' }),
    expect.objectContaining({ stop: '2026-01-04T23:59:59.999Z', predicate: '_measurement="verdicts"' }),
  ]);
});

test('refused verdicts are told, not thrown', async () => {
  const told: unknown[] = [];
  const { store } = await open([{ status: 422, body: conflict }], {
    onProblem: (problem) => told.push(problem),
  });
  const numbers = { observed: 1, expected: 1, lower: Number.NaN, upper: 2, score: 0, pValue: 1 };
  await store.writeVerdicts([{ series, timeMs: t0, ...numbers, isAnomaly: false, detector: 'a "b"' }]);
  expect(told).toMatchObject([{ where: 'verdicts', count: 1 }]);
});

test.each(['ftp://host', 'https://user:pass@host:8086'])('refuses the address %s', (url) => {
  const access = async () => ({ token: 't' });
  expect(() => createInfluxMetricStore({ engine: 'v2', url, access, clock: { nowMs: () => t0 } })).toThrow(
    /allowed: https:\/\/HOST:PORT, without a user/,
  );
});
