import { gunzipSync } from 'node:zlib';
import {
  GetObjectCommand,
  type GetObjectCommandInput,
  PutObjectCommand,
  type PutObjectCommandInput,
  S3Client,
} from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { createS3ModelStore, type S3ModelStoreOptions } from '../../../../lib/adapters/stores/s3/index.ts';
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
modelStoreContract('s3 with one shard', async () => storeOf({ shards: 1 }).store);

test('keys share objects: one read and one write a shard', async () => {
  const { store, s3, objects } = storeOf({ shards: 4 });
  await store.save(new Map(Array.from({ length: 100 }, (_, i) => [`key ${i}`, i])));
  expect([...objects.keys()].sort()).toEqual(
    ['0000', '0001', '0002', '0003'].map((shard) => `models/4/${shard}.json.gz`),
  );
  expect(s3.commandCalls(PutObjectCommand)).toHaveLength(4);
  const all = [...objects.values()].map(({ bytes }) => JSON.parse(gunzipSync(bytes).toString()));
  expect(Object.assign({}, ...all)).toHaveProperty(['key 42'], 42);
});

test('a first write is on condition that nothing is there, a later one that nothing changed', async () => {
  const { store, s3 } = storeOf({ shards: 1 });
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
  const { open, store, s3 } = storeOf({ shards: 1 });
  await Promise.all(Array.from({ length: 6 }, (_, i) => open().save(new Map([[`writer ${i}`, i]]))));
  const keys = Array.from({ length: 6 }, (_, i) => `writer ${i}`);
  expect(await store.load(keys)).toEqual(new Map(keys.map((key, i) => [key, i])));
  expect(s3.commandCalls(PutObjectCommand).length).toBeGreaterThan(6);
});

test.each([
  ['PreconditionFailed', 412],
  ['ConditionalRequestConflict', 409],
  ['NoSuchKey', 404],
  ['SlowDown', 503],
])('after %s the object is read and merged again', async (name, status) => {
  const { store, s3, put, pauses } = storeOf({ shards: 1 });
  s3.on(PutObjectCommand).rejectsOnce(awsError(name, status)).callsFake(put);
  await store.save(new Map([['a', 1]]));
  expect(await store.load(['a'])).toEqual(new Map([['a', 1]]));
  expect(s3.commandCalls(GetObjectCommand)).toHaveLength(3);
  expect(pauses).toHaveLength(1);
});

test('a conflict without end is a StoreError, after as many tries as allowed', async () => {
  const { store, s3 } = storeOf({ shards: 1, attempts: 3 });
  s3.on(PutObjectCommand).rejects(awsError('PreconditionFailed', 412));
  await expect(store.save(new Map([['a', 1]]))).rejects.toThrow(StoreError);
  expect(s3.commandCalls(PutObjectCommand)).toHaveLength(3);
});

test('an object that holds no states is a StoreError and is not written over', async () => {
  const { store, objects, s3 } = storeOf({ shards: 1 });
  objects.set('models/1/0000.json.gz', { bytes: Buffer.from('not gzip'), etag: '"x"' });
  await expect(store.load(['a'])).rejects.toThrow(
    /s3:\/\/models\/models\/1\/0000\.json\.gz holds no model states/,
  );
  await expect(store.save(new Map([['a', 1]]))).rejects.toThrow(StoreError);
  expect(s3.commandCalls(PutObjectCommand)).toHaveLength(0);
});

test('a bucket that refuses is a StoreError that says so', async () => {
  const { store, s3 } = storeOf();
  s3.on(GetObjectCommand).rejects(awsError('AccessDenied', 403));
  await expect(store.load(['a'])).rejects.toThrow(/cannot be had: AccessDenied/);
});

test('keys named like parts of every object are keys like others', async () => {
  const { store } = storeOf({ shards: 1 });
  const odd = new Map([
    ['constructor', 1],
    ['__proto__', 2],
  ]);
  expect(await store.load([...odd.keys()])).toEqual(new Map());
  await store.save(odd);
  expect(await store.load([...odd.keys()])).toEqual(odd);
});
