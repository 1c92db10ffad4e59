import { gunzipSync, gzipSync } from 'node:zlib';
import {
  GetObjectCommand,
  type GetObjectCommandInput,
  PutObjectCommand,
  type PutObjectCommandInput,
  S3Client,
} from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { createS3ModelStore, type S3ModelStoreOptions } from '../../../../lib/adapters/stores/s3/index.ts';
import { partOf } from '../../../../lib/domain/series/part.ts';
import { createSeries } from '../../../../lib/domain/series/series.ts';
import { StoreError } from '../../../../lib/ports/errors.ts';
import { modelStoreContract } from '../../../contracts/model-store.ts';

/** A bucket in memory behind a mocked client, with S3's conditions on writes. */
function createFakeBucket() {
  const s3 = mockClient(new S3Client({ region: 'us-east-1' }));
  const objects = new Map<string, { bytes: Uint8Array; etag: string }>();
  let writes = 0;

  s3.on(GetObjectCommand).callsFake(({ Key = '' }: GetObjectCommandInput) => {
    const found = objects.get(Key);
    if (!found) throw awsError('NoSuchKey', 404);
    return { ETag: found.etag, Body: { transformToByteArray: async () => found.bytes } };
  });
  const put = ({ Key = '', Body, IfMatch, IfNoneMatch }: PutObjectCommandInput) => {
    const found = objects.get(Key);
    if (IfNoneMatch === '*' && found) throw awsError('PreconditionFailed', 412);
    if (IfMatch !== undefined && !found) throw awsError('NoSuchKey', 404);
    if (IfMatch !== undefined && found?.etag !== IfMatch) throw awsError('PreconditionFailed', 412);
    objects.set(Key, { bytes: Body as Uint8Array, etag: `"${++writes}"` });
    return { ETag: `"${writes}"` };
  };
  s3.on(PutObjectCommand).callsFake(put);
  return { s3, objects, put };
}

function awsError(name: string, status: number): Error {
  return Object.assign(new Error(name), { name, $metadata: { httpStatusCode: status } });
}

function storeOf(options: Partial<S3ModelStoreOptions> = {}) {
  const fake = createFakeBucket();
  const pauses: number[] = [];
  const delay = async (ms: number) => void pauses.push(ms);
  const open = () => createS3ModelStore({ s3: fake.s3 as never, bucket: 'models', delay, ...options });
  return { ...fake, open, store: open(), pauses };
}

modelStoreContract('s3', async () => storeOf().store);
modelStoreContract('s3 with a prefix and parts', async () => storeOf({ prefix: 'a/', parts: 4 }).store);

const modelOf = (topic: number, cluster = '1/eu/orders') =>
  `model/${createSeries('topic_bytes_in', { cluster, topic: `t${topic}` }).key}`;
const models = (count: number, cluster?: string) =>
  Array.from({ length: count }, (_, i) => [modelOf(i, cluster), i] as const);

test('the states of a cluster share an object a part: one read and one write each', async () => {
  const { store, s3, objects } = storeOf({ parts: 4 });
  await store.save(new Map(models(100)));
  const expected = [0, 1, 2, 3].map((part) => `models/4/1%2Feu%2Forders/${part}.json.gz`);
  expect([...objects.keys()].sort()).toEqual(expected);
  expect(s3.commandCalls(PutObjectCommand)).toHaveLength(4);
  for (const [i, object] of expected.entries()) {
    const keys = Object.keys(JSON.parse(gunzipSync(objects.get(object)?.bytes ?? '').toString()));
    for (const key of keys) expect(partOf(key.replace('model/', ''), 4)).toBe(i);
  }
  s3.resetHistory();
  expect(await store.load(models(100).map(([key]) => key))).toEqual(new Map(models(100)));
  expect(s3.commandCalls(GetObjectCommand)).toHaveLength(4);
});

test('by default a cluster has one part; clusters have objects of their own', async () => {
  const { store, objects } = storeOf();
  await store.save(new Map([...models(20), ...models(20, '1/eu/other')]));
  expect([...objects.keys()].sort()).toEqual([
    'models/1/1%2Feu%2Forders/0.json.gz',
    'models/1/1%2Feu%2Fother/0.json.gz',
  ]);
});

test('what series are forecast from is apart from what is written at each poll', async () => {
  const { store, objects } = storeOf();
  const outlooks = models(3).map(([key, value]) => [key.replace('model/', 'outlook/'), value] as const);
  await store.save(new Map([...models(3), ...outlooks]));
  expect([...objects.keys()].sort()).toEqual([
    'models/1/1%2Feu%2Forders/0.json.gz',
    'models/1/1%2Feu%2Forders/outlook-0.json.gz',
  ]);
  expect(await store.load(outlooks.map(([key]) => key))).toEqual(new Map(outlooks));
});

test('every other state has an object of its own, whatever its key', async () => {
  const { store, objects } = storeOf({ prefix: 'tide/' });
  const keys = [
    'rules/1/eu/orders',
    'watermark/cloudwatch',
    'model/no series',
    'model/',
    '',
    'x'.repeat(3000),
  ];
  await store.save(new Map(keys.map((key, i) => [key, i])));
  expect(await store.load(keys)).toEqual(new Map(keys.map((key, i) => [key, i])));
  expect([...objects.keys()].sort()).toEqual([
    'tide/states/.json.gz',
    'tide/states/model%2F.json.gz',
    'tide/states/model%2Fno%20series.json.gz',
    'tide/states/rules%2F1%2Feu%2Forders.json.gz',
    'tide/states/watermark%2Fcloudwatch.json.gz',
    expect.stringMatching(/^tide\/states\/x{800}~\d+\.json\.gz$/),
  ]);
  for (const key of objects.keys()) expect(Buffer.byteLength(key)).toBeLessThan(1024);
});

test('long keys that begin alike, and keys that are no text, are kept apart or share an object in peace', async () => {
  const { store, objects } = storeOf();
  const odd = new Map([
    [`${'日'.repeat(900)}a`, 1],
    [`${'日'.repeat(900)}b`, 2],
    ['\ud800', 3],
    ['\ufffd', 4],
  ]);
  await store.save(odd);
  expect(await store.load([...odd.keys()])).toEqual(odd);
  expect(objects.size).toBe(3);
});

test('writers of different parts, clusters and states never meet', async () => {
  const { open, s3 } = storeOf({ parts: 2 });
  const groups = [0, 1].map((part) => models(40).filter(([key]) => partOf(key.slice(6), 2) === part));
  const others = [
    models(5, '1/eu/other'),
    [['rules/1/eu/orders', 1] as const],
    [['rules/1/eu/other', 1] as const],
  ];
  const all = [...groups, ...others];
  await Promise.all(all.map((states) => open().save(new Map(states))));
  expect(s3.commandCalls(PutObjectCommand)).toHaveLength(6);
  expect(await open().load(all.flat().map(([key]) => key))).toEqual(new Map(all.flat()));
});

test('an object of megabytes comes back as it was, and a change of one key keeps the others', async () => {
  const { store } = storeOf();
  const season = 'AbC+/0129xYz'.repeat(100_000);
  const states = new Map(models(3).map(([key, i]) => [key, { season: season + i }]));
  await store.save(states);
  await store.save(new Map([[modelOf(1), 'short']]));
  expect(await store.load([...states.keys()])).toEqual(
    new Map<string, unknown>([...states, [modelOf(1), 'short']]),
  );
});

test.each([0, 1.5])('refuses %d parts', (parts) => {
  expect(() => storeOf({ parts })).toThrow(new RangeError(`got parts ${parts}: give a whole number from 1`));
});

test('a first write is on condition that nothing is there, a later one that nothing changed', async () => {
  const { store, s3 } = storeOf();
  await store.save(new Map([['a', 1]]));
  await store.save(new Map([['a', 2]]));
  const conditions = s3
    .commandCalls(PutObjectCommand)
    .map(({ args: [{ input }] }) => [input.IfNoneMatch, input.IfMatch]);
  expect(conditions).toEqual([
    ['*', undefined],
    [undefined, '"1"'],
  ]);
});

test('two writers of one object at once lose nothing', async () => {
  const { open, store, s3 } = storeOf();
  await Promise.all(Array.from({ length: 6 }, (_, i) => open().save(new Map([[modelOf(i), i]]))));
  expect(await store.load(models(6).map(([key]) => key))).toEqual(new Map(models(6)));
  expect(s3.commandCalls(PutObjectCommand).length).toBeGreaterThan(6);
});

test.each([
  ['PreconditionFailed', 412],
  ['ConditionalRequestConflict', 409],
  ['NoSuchKey', 404],
  ['SlowDown', 503],
])('after %s the object is read and merged again', async (name, status) => {
  const { store, s3, put, pauses } = storeOf();
  s3.on(PutObjectCommand).rejectsOnce(awsError(name, status)).callsFake(put);
  await store.save(new Map([['a', 1]]));
  expect(await store.load(['a'])).toEqual(new Map([['a', 1]]));
  expect(s3.commandCalls(GetObjectCommand)).toHaveLength(3);
  expect(pauses).toHaveLength(1);
});

test('a conflict without end is a StoreError, after as many tries as allowed', async () => {
  const { store, s3 } = storeOf({ attempts: 3 });
  s3.on(PutObjectCommand).rejects(awsError('PreconditionFailed', 412));
  await expect(store.save(new Map([['a', 1]]))).rejects.toThrow(StoreError);
  expect(s3.commandCalls(PutObjectCommand)).toHaveLength(3);
});

test.each([
  ['no gzip', Buffer.from('not gzip')],
  ['no JSON', gzipSync('{"a":')],
  ['no object', gzipSync('null')],
  ['a list', gzipSync('[1]')],
])('an object that holds no states (%s) is a StoreError and is not written over', async (_, bytes) => {
  const { store, objects, s3 } = storeOf();
  objects.set('states/a.json.gz', { bytes, etag: '"x"' });
  await expect(store.load(['a'])).rejects.toThrow(/s3:\/\/models\/states\/a\.json\.gz holds no model states/);
  await expect(store.save(new Map([['a', 1]]))).rejects.toThrow(StoreError);
  expect(s3.commandCalls(PutObjectCommand)).toHaveLength(0);
});

test('a bucket that refuses is a StoreError that says so', async () => {
  const { store, s3 } = storeOf();
  s3.on(GetObjectCommand).rejects(awsError('AccessDenied', 403));
  await expect(store.load(['a'])).rejects.toThrow(/cannot be had: AccessDenied/);
});

test('keys named like parts of every object are keys like others', async () => {
  const { store } = storeOf();
  const odd = new Map([
    ['constructor', 1],
    ['__proto__', 2],
  ]);
  expect(await store.load([...odd.keys()])).toEqual(new Map());
  await store.save(odd);
  expect(await store.load([...odd.keys()])).toEqual(odd);
});
