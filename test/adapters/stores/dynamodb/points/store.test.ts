import { BatchGetItemCommand, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import { pointTable } from '../../../../../lib/adapters/stores/dynamodb/index.ts';
import { createSeries } from '../../../../../lib/domain/series/series.ts';
import { StoreError } from '../../../../../lib/ports/errors.ts';
import { createMemoryMetricStore } from '../../../../memory/metric-store.ts';
import { serviceError } from './fake-dynamodb.ts';
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

test('random writes and readings agree with the store in memory', async () => {
  const batch = fc.record({
    topic: fc.nat(2),
    fromMinute: fc.nat(300),
    values: fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { maxLength: 70 }),
  });
  const range = fc.tuple(fc.nat(400), fc.nat(400), fc.constantFrom(undefined, 5 * minute, hour));
  await fc.assert(
    fc.asyncProperty(fc.array(batch, { maxLength: 6 }), range, async (batches, [from, length, stepMs]) => {
      const { store } = storeOf();
      const memory = createMemoryMetricStore();
      for (const { topic, fromMinute, values } of batches) {
        const samples = [minutes(topicSeries(topic), t0 + fromMinute * minute, values)];
        expect(await store.write(samples)).toEqual({ written: values.length, rejected: [] });
        if (values.length > 0) await memory.write(samples);
      }
      const fromMs = t0 + from * minute;
      const query = {
        fromMs,
        toMs: fromMs + length * minute,
        rollup: 'max',
        ...(stepMs && { stepMs }),
      } as const;
      expect(await store.read(query)).toEqual(await memory.read(query));
      expect(await store.series({})).toEqual(await memory.series({}));
    }),
    { numRuns: 60 },
  );
});

test('numbers that JSON does not know come back in verdicts and forecasts', async () => {
  const { store } = storeOf();
  const verdict = verdictOf({
    expected: Number.NaN,
    upper: Number.POSITIVE_INFINITY,
    lower: -0,
    pValue: 5e-324,
  });
  await store.writeVerdicts([verdict]);
  expect(await store.readVerdicts(all)).toEqual([verdict]);
  const forecast = forecastOf({
    backtest: { error: 1 / 3, naiveError: Number.POSITIVE_INFINITY },
    mean: Float64Array.of(0.1, Number.NaN),
  });
  await store.writeForecasts([forecast]);
  expect(await store.readForecasts({})).toEqual([forecast]);
});

test('verdicts of several detectors keep their names, hour after hour', async () => {
  const { store } = storeOf();
  const verdicts = Array.from({ length: 30 }, (_, i) =>
    verdictOf({ timeMs: t0 + i * 5 * minute, detector: i % 3 === 0 ? 'residual-z' : `other-${i % 3}` }),
  );
  for (const verdict of verdicts) await store.writeVerdicts([verdict]);
  expect(await store.readVerdicts(all)).toEqual(verdicts);
});

test('an older forecast never replaces a newer one, and of several in one call the newest stays', async () => {
  const { store } = storeOf();
  const newest = forecastOf({ originMs: t0 + minute, model: 'newest' });
  await store.writeForecasts([forecastOf({ model: 'first' }), newest, forecastOf({ model: 'last' })]);
  await store.writeForecasts([forecastOf({ model: 'late' })]);
  expect(await store.readForecasts({})).toEqual([newest]);
});

test('a range without bounds reads all there is', async () => {
  const { store } = storeOf();
  await store.write([minutes(bytesIn, t0, [1, 2])]);
  const forever = { fromMs: Number.NEGATIVE_INFINITY, toMs: Number.POSITIVE_INFINITY };
  expect(await store.read(forever)).toEqual([minutes(bytesIn, t0, [1, 2])]);
  expect(await store.read({ fromMs: t0 + hour, toMs: t0 })).toEqual([]);
});

test('a hundred and more series are read in calls of a hundred keys, a long range by a query a series', async () => {
  const { store, client } = storeOf({ pageBytes: 300 });
  const keys = Array.from({ length: 130 }, (_, i) => topicSeries(i).key);
  for (const h of [0, 1, 2])
    await store.write(keys.map((_, i) => minutes(topicSeries(i), t0 + h * hour, [i, i + h])));
  client.resetHistory();
  expect(await store.read({ keys, fromMs: t0, toMs: t0 + 2 * hour })).toHaveLength(130);
  expect(client.commandCalls(BatchGetItemCommand)).toHaveLength(3);
  expect(client.commandCalls(QueryCommand)).toHaveLength(0);
  client.resetHistory();
  const long = await store.read({ keys: keys.slice(0, 2), ...all });
  expect(long.map(({ values }) => [...values])).toEqual([
    [0, 0, 0, 1, 0, 2],
    [1, 1, 1, 2, 1, 3],
  ]);
  expect(client.commandCalls(BatchGetItemCommand)).toHaveLength(0);
});

test('keys that the service left unprocessed are asked for again', async () => {
  const { store, pauses } = storeOf({ batchBytes: 400 });
  const samples = Array.from({ length: 40 }, (_, i) => minutes(topicSeries(i), t0, [i]));
  await store.write(samples);
  const read = await store.read({ fromMs: t0, toMs: t0 + hour });
  expect(read.map(({ values }) => values[0]).sort()).toEqual(samples.map(({ values }) => values[0]).sort());
  expect(pauses.length).toBeGreaterThan(5);
});

test('a service that processes nothing is a StoreError after as many tries as allowed', async () => {
  const { store, client } = storeOf({ attempts: 3 });
  const Keys = [{ pk: { S: bytesIn.key }, sk: { S: 'p#2026-01-05T00' } }];
  client.on(BatchGetItemCommand).resolves({ UnprocessedKeys: { points: { Keys } } });
  await expect(store.read({ keys: [bytesIn.key], fromMs: t0, toMs: t0 + hour })).rejects.toThrow(
    new StoreError('dynamodb table points gave none of 1 items in 3 tries'),
  );
  expect(client.commandCalls(BatchGetItemCommand)).toHaveLength(3);
});

test('only merges read consistently: they alone must see the last write', async () => {
  const { store, client } = storeOf();
  await store.write([minutes(bytesIn, t0, [1])]);
  await store.writeVerdicts([verdictOf()]);
  const consistent = () =>
    client
      .commandCalls(BatchGetItemCommand)
      .map(({ args: [{ input }] }) => input.RequestItems?.points?.ConsistentRead);
  expect(new Set(consistent())).toEqual(new Set([true]));
  client.resetHistory();
  await store.read({ ...all, toMs: t0 + hour });
  await store.readForecasts({ keys: [bytesIn.key] });
  expect(new Set(consistent())).toEqual(new Set([false]));
});

test('a throttled call is repeated with growing pauses', async () => {
  const { store, client, pauses } = storeOf();
  const throttled = serviceError('ProvisionedThroughputExceededException');
  client.on(PutItemCommand).rejectsOnce(throttled).rejectsOnce(throttled).resolves({});
  expect(await store.write([minutes(bytesIn, t0, [1])])).toEqual({ written: 1, rejected: [] });
  expect(pauses).toHaveLength(2);
  expect(pauses[0]).toBeLessThanOrEqual(200);
  expect(pauses[1]).toBeGreaterThanOrEqual(200);
});

test('a table that does not answer is a StoreError that names it', async () => {
  const { store, client } = storeOf();
  client.on(BatchGetItemCommand).rejects(serviceError('AccessDeniedException'));
  await expect(store.write([minutes(bytesIn, t0, [1])])).rejects.toThrow(
    'dynamodb table points does not answer: AccessDeniedException: AccessDeniedException',
  );
  client.on(QueryCommand).rejects(serviceError('ResourceNotFoundException'));
  await expect(store.series({})).rejects.toThrow(StoreError);
});

test('items expire as long after their hour, origin or newest point as they are kept; clusters never', async () => {
  const keepMs = 30 * day;
  const { store, items } = storeOf({ keepMs });
  await store.write([minutes(bytesIn, t0 + 5 * minute, [1])]);
  await store.writeForecasts([forecastOf()]);
  const expires = items().map((item) => [item.sk?.S, Number(item[pointTable.expires]?.N)]);
  expect(Object.fromEntries(expires)).toEqual({
    'p#2026-01-05T00': (t0 + hour + keepMs) / 1000,
    'p#topic_bytes_in#0': (t0 + 5 * minute + keepMs) / 1000,
    f: (t0 + keepMs) / 1000,
    'f#topic_bytes_in#0': (t0 + keepMs) / 1000,
    '123456789012/eu-central-1/orders': Number.NaN,
  });
});

test('a series is forgotten once its newest point is older than points are kept', async () => {
  const { store, clock } = storeOf({ keepMs: day });
  await store.write([minutes(bytesIn, t0, [1]), minutes(topicSeries(1), t0 + 30 * minute, [1])]);
  clock.now = t0 + day + 10 * minute;
  expect((await store.series({})).map(({ key }) => key)).toEqual([topicSeries(1).key]);
  await store.write([minutes(topicSeries(2), clock.now, [1])]);
  clock.now = t0;
  expect((await store.series({})).map(({ key }) => key)).toEqual([topicSeries(1).key, topicSeries(2).key]);
});

test.each([
  [1, 3],
  [3, 1],
])(
  'series written in %d part(s) and then in %d are known by the newest of their times',
  async (before, after) => {
    const { open } = storeOf();
    const series = [0, 1, 2, 3, 4].map((i) => topicSeries(i));
    await open({ parts: before }).write(series.map((one) => minutes(one, t0, [1])));
    await open({ parts: after }).write(series.map((one) => minutes(one, t0 + minute, [1])));
    const known = await open().series({ cluster: bytesIn.entity.cluster });
    expect(known).toEqual(series.map((one) => ({ ...one, lastMs: t0 + minute })));
  },
);

test('series of several clusters are found without naming a cluster, by key without a list of clusters', async () => {
  const { store, client } = storeOf();
  const other = createSeries('bytes_in', { cluster: 'a/r/other', broker: '1' });
  await store.write([minutes(bytesIn, t0, [1]), minutes(other, t0, [1])]);
  expect((await store.series({})).map(({ key }) => key)).toEqual([other.key, bytesIn.key]);
  client.resetHistory();
  expect((await store.series({ keys: [other.key] })).map(({ key }) => key)).toEqual([other.key]);
  expect(client.commandCalls(QueryCommand)).toHaveLength(1);
});

test.each([
  ['keepMs', { keepMs: 0 }],
  ['parts', { parts: 1.5 }],
])('refuses a %s that cannot be', (name, options) => {
  expect(() => storeOf(options)).toThrow(new RegExp(`got ${name}`));
});
