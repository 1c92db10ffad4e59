import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { Json } from '../../../domain/forecast/forecaster.ts';
import { StoreError } from '../../../ports/errors.ts';
import type { ModelStore } from '../../../ports/model-store.ts';
import { inParallel } from '../../aws/parallel.ts';
import {
  type Delay,
  isTransient,
  lineOf,
  nameOf,
  pauseMs,
  statusOf,
  wait,
  withRetry,
} from '../../aws/retry.ts';
import { shardsOf } from './shard.ts';

export interface S3ModelStoreOptions {
  readonly s3: S3Client;
  readonly bucket: string;
  /** What object keys begin with. @default 'models/' */
  readonly prefix?: string;
  /** Objects that the keys are spread over; it is part of the object keys, so a change of it begins with no
   *  states. @default 64 */
  readonly shards?: number;
  /** Objects read or written at a time. @default 8 */
  readonly width?: number;
  /** Tries of one write when other writers come first, and of a call that is throttled. @default 8 */
  readonly attempts?: number;
  /** How to wait between tries. @default a timer */
  readonly delay?: Delay;
}

type Settings = Required<S3ModelStoreOptions>;

/** An object as it was read; without an ETag there was none. */
interface Shard {
  readonly states: Readonly<Record<string, Json>>;
  readonly etag?: string;
}

const pack = promisify(gzip);
const unpack = promisify(gunzip);

/**
 * Model states in S3: gzipped JSON, one object a shard of keys, because a write per key would be the largest
 * cost of all. A write is on condition that the object is still the one that was read (If-Match), else it is
 * read and merged again: no writer loses another's keys. The client stays the caller's.
 */
export function createS3ModelStore(options: S3ModelStoreOptions): ModelStore {
  const settings: Settings = {
    prefix: 'models/',
    shards: 64,
    width: 8,
    attempts: 8,
    delay: wait,
    ...options,
  };
  return {
    load: async (keys) => {
      const found = await inParallel(
        [...shardsOf(keys, settings.shards)],
        settings.width,
        async ([n, mine]) => {
          const { states } = await readShard(settings, n);
          return mine.flatMap((key) => {
            const state = ownState(states, key);
            return state === undefined ? [] : [[key, state] as const];
          });
        },
      );
      return new Map(found.flat());
    },
    save: async (states) => {
      await inParallel([...shardsOf([...states.keys()], settings.shards)], settings.width, ([n, mine]) =>
        saveShard(
          settings,
          n,
          mine.flatMap((key) => {
            const state = states.get(key);
            return state === undefined ? [] : [[key, state] as const];
          }),
        ),
      );
    },
    close: async () => {},
  };
}

function ownState(states: Shard['states'], key: string): Json | undefined {
  return Object.hasOwn(states, key) ? states[key] : undefined;
}

function objectKey({ prefix, shards }: Settings, shard: number): string {
  return `${prefix}${shards}/${String(shard).padStart(4, '0')}.json.gz`;
}

async function readShard(settings: Settings, shard: number): Promise<Shard> {
  const { s3, bucket, delay, attempts } = settings;
  const Key = objectKey(settings, shard);
  try {
    const read = () => s3.send(new GetObjectCommand({ Bucket: bucket, Key }));
    const { Body, ETag } = await withRetry(read, { delay, attempts });
    const bytes = (await Body?.transformToByteArray()) ?? new Uint8Array();
    const states = JSON.parse((await unpack(bytes)).toString()) as Shard['states'];
    return ETag === undefined ? { states } : { states, etag: ETag };
  } catch (error) {
    if (nameOf(error) === 'NoSuchKey' || statusOf(error) === 404) return { states: {} };
    throw unusable(settings, Key, error);
  }
}

function unusable({ bucket }: Settings, key: string, error: unknown): StoreError {
  const isBroken = error instanceof SyntaxError || /^Z_/.test((error as { code?: string }).code ?? '');
  const message = isBroken
    ? `s3://${bucket}/${key} holds no model states; restore an earlier version of it, or delete it to begin anew`
    : `s3://${bucket}/${key} cannot be had: ${lineOf(error)}`;
  return new StoreError(message, { cause: error });
}

/** Another writer came between the read and the write: 412, 409 while both run, 404 when it was deleted. */
function isConflict(error: unknown): boolean {
  const status = statusOf(error);
  return status === 412 || status === 409 || status === 404 || nameOf(error) === 'PreconditionFailed';
}

async function saveShard(
  settings: Settings,
  shard: number,
  changes: readonly (readonly [string, Json])[],
): Promise<void> {
  const { delay, attempts } = settings;
  const key = objectKey(settings, shard);
  for (let attempt = 1; ; attempt++) {
    const { states, etag } = await readShard(settings, shard);
    const merged = Object.fromEntries([...Object.entries(states), ...changes]);
    try {
      await writeShard(settings, key, merged, etag);
      return;
    } catch (error) {
      if (attempt >= attempts || !(isConflict(error) || isTransient(error))) {
        throw unusable(settings, key, error);
      }
      await delay(pauseMs(attempt));
    }
  }
}

async function writeShard(
  { s3, bucket }: Settings,
  Key: string,
  states: Shard['states'],
  etag: string | undefined,
): Promise<void> {
  const Body = await pack(JSON.stringify(states));
  const condition = etag === undefined ? { IfNoneMatch: '*' } : { IfMatch: etag };
  // No ContentEncoding: what reads the object would unpack it unasked, or not, by its own lights.
  const input = { Bucket: bucket, Key, Body, ContentType: 'application/gzip', ...condition };
  await s3.send(new PutObjectCommand(input));
}
