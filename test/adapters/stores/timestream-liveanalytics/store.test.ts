import { QueryCommand } from '@aws-sdk/client-timestream-query';
import { WriteRecordsCommand } from '@aws-sdk/client-timestream-write';
import {
  createTimestreamStore,
  type TimestreamStoreOptions,
} from '../../../../lib/adapters/stores/timestream-liveanalytics/index.ts';
import { createSeries, type Series } from '../../../../lib/domain/series/series.ts';
import { StoreError } from '../../../../lib/ports/errors.ts';
import { createFakeTimestream, type FakeOptions } from './fake-timestream.ts';

const t0 = Date.UTC(2026, 0, 5);
const minute = 60_000;
const nowMs = t0 + 60 * minute;
const cluster = 'a/r/orders';
const bytesIn = createSeries('bytes_in', { cluster, broker: '1' });
const lag = createSeries('lag_max', { cluster, group: "o'brien; --", topic: 'x"y' });
const range = { fromMs: t0, toMs: nowMs };

let closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers) close();
  closers = [];
});

async function storeOf(options: Partial<TimestreamStoreOptions> = {}, fakeOptions: FakeOptions = {}) {
  const fake = await createFakeTimestream(fakeOptions);
  closers.push(fake.close);
  const pauses: number[] = [];
  const store = createTimestreamStore({
    writer: fake.writer as never,
    reader: fake.reader as never,
    clock: { nowMs: () => nowMs },
    database: 'tide',
    delay: async (ms) => void pauses.push(ms),
    ...options,
  });
  const writes = () => fake.writer.commandCalls(WriteRecordsCommand).map((call) => call.args[0].input);
  const queries = () => fake.reader.commandCalls(QueryCommand).map((call) => call.args[0].input);
  return { ...fake, store, pauses, writes, queries };
}

function minutes(series: Series, count: number, first = 0) {
  return {
    series,
    timesMs: Float64Array.from({ length: count }, (_, i) => t0 + i * minute),
    values: Float64Array.from({ length: count }, (_, i) => first + i),
  };
}

function awsError(name: string, status = 400): Error {
  return Object.assign(new Error(`${name}!`), { name, $metadata: { httpStatusCode: status } });
}

describe('writing', () => {
  test('goes in batches of 100, and says once what all records of a batch share', async () => {
    const { store, writes } = await storeOf({ width: 1 });
    const report = await store.write([minutes(bytesIn, 150), minutes(lag, 100)]);
    expect(report).toEqual({ written: 250, rejected: [] });
    expect(writes().map(({ Records }) => Records?.length)).toEqual([100, 100, 50]);
    const [own, mixed] = writes();
    expect(own?.CommonAttributes).toEqual({
      Dimensions: [
        { Name: 'cluster', Value: cluster },
        { Name: 'broker', Value: '1' },
      ],
      TimeUnit: 'MILLISECONDS',
      Version: nowMs,
    });
    expect(own?.Records?.[0]).toEqual({
      Dimensions: [],
      MeasureName: 'bytes_in',
      MeasureValueType: 'DOUBLE',
      MeasureValue: '0',
      Time: String(t0),
    });
    expect(mixed?.CommonAttributes?.Dimensions).toEqual([{ Name: 'cluster', Value: cluster }]);
  });

  test('a record that a faster clock wrote is sent again above its version, and alone', async () => {
    const { store, writes, writer, reader } = await storeOf();
    await createTimestreamStore({
      writer: writer as never,
      reader: reader as never,
      clock: { nowMs: () => nowMs + 5000 },
      database: 'tide',
    }).write([minutes(bytesIn, 1)]);
    const report = await store.write([minutes(bytesIn, 3, 7)]);
    expect(report).toEqual({ written: 3, rejected: [] });
    expect(
      writes()
        .slice(1)
        .map(({ Records }) => Records?.length),
    ).toEqual([3, 1]);
    expect(writes().at(-1)?.CommonAttributes?.Version).toBe(nowMs + 5001);
    expect([...((await store.read(range))[0]?.values ?? [])]).toEqual([7, 8, 9]);
  });

  test('records beyond the retention are counted as rejected, with what to do, and the others are written', async () => {
    const { store, writes } = await storeOf({}, { oldestMs: t0 + 2 * minute });
    const report = await store.write([minutes(bytesIn, 5)]);
    expect(report.written).toBe(3);
    expect(report.rejected).toEqual([
      {
        kind: 'rejected',
        where: 'points bytes_in',
        message: expect.stringMatching(/outside the time range.*enable magnetic store writes/),
        count: 2,
      },
    ]);
    expect(writes()).toHaveLength(1);
  });

  test('a throttled batch is sent again', async () => {
    const { store, writer, pauses } = await storeOf();
    writer.on(WriteRecordsCommand).rejectsOnce(awsError('ThrottlingException')).resolves({});
    expect(await store.write([minutes(bytesIn, 1)])).toEqual({ written: 1, rejected: [] });
    expect(pauses).toHaveLength(1);
  });

  test('a table that is not there is a StoreError that names it', async () => {
    const { store, writer } = await storeOf();
    writer.on(WriteRecordsCommand).rejects(awsError('ResourceNotFoundException'));
    const writing = store.write([minutes(bytesIn, 1)]);
    await expect(writing).rejects.toThrow(StoreError);
    await expect(writing).rejects.toThrow(
      'timestream table tide.points cannot be written: ResourceNotFoundException',
    );
  });

  test('the same series given twice in one write is one record a time, the later one', async () => {
    const { store } = await storeOf();
    expect(await store.write([minutes(bytesIn, 2), minutes(bytesIn, 1, 9)])).toEqual({
      written: 2,
      rejected: [],
    });
    expect([...((await store.read(range))[0]?.values ?? [])]).toEqual([9, 1]);
  });

  test('verdicts that are refused are told, not thrown', async () => {
    const told: unknown[] = [];
    const { store } = await storeOf({ onProblem: (problem) => told.push(problem) }, { oldestMs: nowMs });
    const numbers = { observed: 1, expected: 1, lower: 0, upper: 2, score: 0, pValue: 1 };
    await store.writeVerdicts([{ series: bytesIn, timeMs: t0, ...numbers, isAnomaly: false, detector: 'z' }]);
    expect(told).toEqual([
      expect.objectContaining({ kind: 'rejected', where: 'verdicts bytes_in', count: 1 }),
    ]);
  });
});

describe('reading', () => {
  test('names with quotes are data and nothing else', async () => {
    const { store, queries } = await storeOf();
    await store.write([minutes(lag, 2), minutes(bytesIn, 1)]);
    expect(await store.read({ ...range, keys: [lag.key] })).toEqual([minutes(lag, 2)]);
    expect(await store.read({ ...range, cluster: "x' OR 'a'='a" })).toEqual([]);
    expect(queries().at(-1)?.QueryString).toContain(`"cluster" = 'x'' OR ''a''=''a'`);
  });

  test('the statement is bounded in time, binned and in order', async () => {
    const { store, queries } = await storeOf();
    await store.write([minutes(bytesIn, 1)]);
    await store.read({ ...range, stepMs: 300_000, rollup: 'last', signals: ['bytes_in'] });
    const missing = ['client_auth', 'consumer_group', 'topic', 'topic_partition'];
    const nulls = missing.map((name) => `CAST(NULL AS VARCHAR) AS "${name}"`).join(', ');
    expect(queries().at(-1)?.QueryString).toBe(
      `SELECT "measure_name", "cluster", "broker", ${nulls}, bin("time", 300000ms) AS "at",` +
        ` max_by(measure_value::double, "time") AS "value" FROM "tide"."points"` +
        ` WHERE "time" >= from_milliseconds(${t0}) AND "time" < from_milliseconds(${nowMs})` +
        ` AND "measure_name" IN ('bytes_in')` +
        ` GROUP BY 1, 2, 3, 4, 5, 6, 7, 8 ORDER BY 1, 2, 3, 4, 5, 6, 7, 8`,
    );
  });

  test('an answer of many pages is read to its end', async () => {
    const { store, queries } = await storeOf({}, { pageRows: 7 });
    await store.write([minutes(bytesIn, 50)]);
    expect(await store.read(range)).toEqual([minutes(bytesIn, 50)]);
    expect(queries().filter(({ QueryString = '' }) => QueryString.startsWith('SELECT'))).toHaveLength(8);
  });

  test('many keys are asked for in several statements, each within the length allowed', async () => {
    const { store, queries } = await storeOf();
    const many = Array.from({ length: 450 }, (_, i) =>
      createSeries('lag_max', { cluster, group: `g${i}`, topic: 't' }),
    );
    await store.write(many.map((series) => minutes(series, 1)));
    const found = await store.read({ ...range, keys: many.map(({ key }) => key) });
    expect(found).toHaveLength(450);
    const statements = new Set(queries().map(({ QueryString = '' }) => QueryString));
    expect([...statements].filter((sql) => sql.startsWith('SELECT'))).toHaveLength(3);
  });

  test('a key with a label that the table has never seen asks for nothing', async () => {
    const { store, queries } = await storeOf();
    await store.write([minutes(bytesIn, 1)]);
    expect(await store.read({ ...range, keys: [lag.key, 'no key'] })).toEqual([]);
    expect(queries().every(({ QueryString = '' }) => QueryString.startsWith('DESCRIBE'))).toBe(true);
  });

  test('a label that comes later is there in the next answer', async () => {
    const { store } = await storeOf();
    await store.write([minutes(bytesIn, 1)]);
    await store.read(range);
    await store.write([minutes(lag, 1)]);
    expect((await store.read(range)).map(({ series }) => series)).toEqual([bytesIn, lag]);
  });

  test('throttled queries are asked again, and a refused one is a StoreError', async () => {
    const { store, reader, pauses } = await storeOf();
    reader
      .on(QueryCommand)
      .rejectsOnce(awsError('ThrottlingException'))
      .rejects(awsError('AccessDeniedException', 403));
    await expect(store.read(range)).rejects.toThrow(
      'timestream database tide cannot be queried: AccessDenied',
    );
    expect(pauses).toHaveLength(1);
  });
});

describe('forecasts', () => {
  const steps = 700;
  const forecast = {
    series: bytesIn,
    originMs: t0,
    stepMs: minute,
    level: 0.9,
    model: 'a model of many words, '.repeat(20),
    trainedFromMs: t0 - minute,
    trainedToMs: t0,
    backtest: { error: Number.NaN, naiveError: 2 },
    mean: Float64Array.from({ length: steps }, (_, i) => Math.sin(i) * 1e6),
    lower: Float64Array.from({ length: steps }, (_, i) => -1 - i / 3),
    upper: Float64Array.from({ length: steps }, (_, i) => i / 7),
  };

  test('a long one is kept in parts at the time of its origin, and comes back to the last bit', async () => {
    const { store, tables } = await storeOf({}, { pageRows: 100 });
    await store.writeForecasts([forecast]);
    const times = [...(tables.get('forecasts')?.values() ?? [])].map(({ cells }) => cells.time);
    expect(times.length).toBeGreaterThan(10);
    expect(new Set(times)).toEqual(new Set([String(t0)]));
    const [read] = await store.readForecasts({});
    expect(read).toEqual({ ...forecast, model: forecast.model.slice(0, 300) });
  });

  test('while the newest is not whole, the one before it serves', async () => {
    const { store, tables } = await storeOf({}, { pageRows: 100 });
    await store.writeForecasts([forecast]);
    await store.writeForecasts([{ ...forecast, originMs: t0 + minute }]);
    const table = tables.get('forecasts');
    for (const [key, { cells }] of table ?? []) {
      if (cells.time === String(t0 + minute) && cells.part === '5') table?.delete(key);
    }
    expect((await store.readForecasts({})).map(({ originMs }) => originMs)).toEqual([t0]);
  });

  test('a shorter one of the same origin leaves nothing of the longer behind', async () => {
    const { store } = await storeOf({}, { pageRows: 100 });
    await store.writeForecasts([forecast]);
    const one = { mean: Float64Array.of(1), lower: Float64Array.of(0), upper: Float64Array.of(2) };
    await store.writeForecasts([{ ...forecast, ...one }]);
    expect((await store.readForecasts({})).map(({ mean }) => [...mean])).toEqual([[1]]);
  });
});

test('pruning is left to the retention of the tables', async () => {
  const { store } = await storeOf();
  await store.write([minutes(bytesIn, 2)]);
  expect(await store.prune(nowMs)).toBe(0);
  expect(await store.read(range)).toHaveLength(1);
});
