import { promisify } from 'node:util';
import { constants, gunzip, gzip } from 'node:zlib';
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
import { byObject } from './objects.ts';

export interface S3ModelStoreOptions {
  readonly s3: S3Client;
  readonly bucket: string;
  /** What object keys begin with. @default '' */
  readonly prefix?: string;
  /** Objects that the states of one cluster's series are spread over, as `partOf` says; it is part of the object
   *  keys, so a change of it begins with no such states. @default 1 */
  readonly parts?: number;
  /** Objects read or written at a time. @default 8 */
  readonly width?: number;
  /** Tries of one write when other writers come first, and of a call that is throttled. @default 8 */
  readonly attempts?: number;
  /** How to wait between tries. @default a timer */
  readonly delay?: Delay;
}

type Settings = Required<S3ModelStoreOptions>;

/** States by key, without a prototype: `__proto__` is a key like others. */
type States = { [key: string]: Json };

/** An object as it was read; without an ETag there was none. */
interface Stored {
  readonly states: States;
  readonly etag?: string;
}

const pack = promisify(gzip);
const unpack = promisify(gunzip);
/** From this many characters on the text is mostly models in base64, in which nothing repeats: without looking for
 *  repeats 19 MB are packed in a third of the time and to 5 % more bytes. */
const largeLength = 2_000_000;

/**
 * Model states in S3: gzipped JSON, one object a part of a cluster's series, because a write per key would be the
 * largest cost of all; other states have an object each. A write is on condition that the object is still the one
 * that was read (If-Match), else it is read and merged again: no writer loses another's keys, and writers of
 * different objects never meet. The client stays the caller's.
 * @throws RangeError on `parts` that cannot be
 */
export function createS3ModelStore(options: S3ModelStoreOptions): ModelStore {
  const settings: Settings = { prefix: '', parts: 1, width: 8, attempts: 8, delay: wait, ...options };
  const { prefix, parts, width } = settings;
  if (!Number.isInteger(parts) || parts < 1)
    throw new RangeError(`got parts ${parts}: give a whole number from 1`);
  return {
    load: async (keys) => {
      const found = await inParallel([...byObject(keys, prefix, parts)], width, async ([object, mine]) => {
        const { states } = await readStates(settings, object);
        return mine.flatMap((key) => {
          const state = states[key];
          return state === undefined ? [] : [[key, state] as const];
        });
      });
      return new Map(found.flat());
    },
    save: async (states) => {
      await inParallel([...byObject(states.keys(), prefix, parts)], width, ([object, mine]) =>
        saveStates(settings, object, mine, states),
      );
    },
    close: async () => {},
  };
}

async function readStates(settings: Settings, Key: string): Promise<Stored> {
  const { s3, bucket, delay, attempts } = settings;
  try {
    const read = async () => {
      const { Body, ETag } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key }));
      return { bytes: (await Body?.transformToByteArray()) ?? new Uint8Array(), etag: ETag };
    };
    const { bytes, etag } = await withRetry(read, { delay, attempts });
    const states = statesOf((await unpack(bytes)).toString());
    return etag === undefined ? { states } : { states, etag };
  } catch (error) {
    if (nameOf(error) === 'NoSuchKey' || statusOf(error) === 404) return { states: statesOf('{}') };
    throw unusable(settings, Key, error);
  }
}

/** @throws SyntaxError when the text is no JSON object */
function statesOf(text: string): States {
  const states: unknown = JSON.parse(text);
  if (typeof states !== 'object' || states === null || Array.isArray(states))
    throw new SyntaxError('got JSON that is no object');
  return Object.setPrototypeOf(states, null) as States;
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

async function saveStates(
  settings: Settings,
  object: string,
  keys: readonly string[],
  changes: ReadonlyMap<string, Json>,
): Promise<void> {
  const { delay, attempts } = settings;
  for (let attempt = 1; ; attempt++) {
    const { states, etag } = await readStates(settings, object);
    // What was read is nobody else's: it is changed in place, for it may have tens of MB.
    for (const key of keys) {
      const state = changes.get(key);
      if (state !== undefined) states[key] = state;
    }
    try {
      await writeStates(settings, object, states, etag);
      return;
    } catch (error) {
      if (attempt >= attempts || !(isConflict(error) || isTransient(error))) {
        throw unusable(settings, object, error);
      }
      await delay(pauseMs(attempt));
    }
  }
}

async function writeStates(
  { s3, bucket }: Settings,
  Key: string,
  states: States,
  etag: string | undefined,
): Promise<void> {
  const text = JSON.stringify(states);
  const Body = await pack(text, text.length < largeLength ? {} : { strategy: constants.Z_HUFFMAN_ONLY });
  const condition = etag === undefined ? { IfNoneMatch: '*' } : { IfMatch: etag };
  // No ContentEncoding: what reads the object would unpack it unasked, or not, by its own lights.
  const input = { Bucket: bucket, Key, Body, ContentType: 'application/gzip', ...condition };
  await s3.send(new PutObjectCommand(input));
}
