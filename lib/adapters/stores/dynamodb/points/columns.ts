import { deflateSync, inflateSync } from 'node:zlib';

/** What an item's body holds: whole numbers that rise or repeat, columns of doubles, and texts. */
export interface Columns {
  /** Whole numbers, best evenly spaced. */
  readonly times: ArrayLike<number>;
  /** Columns of any length; every double comes back bit by bit, NaN too. */
  readonly values: readonly ArrayLike<number>[];
  readonly words: readonly string[];
}

/** The first byte of a body. */
const version = 1;
/** No body unpacks to more than this: a damaged one must not eat the memory. */
const maxOutputLength = 1 << 26;

/**
 * The columns in few bytes, the same for the same columns: a version byte, then deflated (zlib, with its
 * checksum): times as differences of differences in variable length, doubles each combined (xor) with the one
 * before and laid out byte by byte, so that what neighbours share are runs of zeros.
 */
export function packColumns({ times, values, words }: Columns): Uint8Array {
  const head: number[] = [];
  pushTimes(head, times);
  pushWhole(head, values.length);
  for (const column of values) pushWhole(head, column.length);
  const texts = words.map((word) => Buffer.from(word));
  pushWhole(head, texts.length);
  for (const text of texts) pushWhole(head, text.length);
  const body = Buffer.concat([Uint8Array.from(head), ...values.map(planesOf), ...texts]);
  return Buffer.concat([Uint8Array.of(version), deflateSync(body, { level: 9 })]);
}

/** The columns of a body made by `packColumns`. @throws RangeError when it is none, or of a later version */
export function unpackColumns(bytes: Uint8Array): {
  readonly times: readonly number[];
  readonly values: readonly Float64Array[];
  readonly words: readonly string[];
} {
  if (bytes[0] !== version)
    throw new RangeError(`got a body of version ${bytes[0]}: this release reads version ${version}`);
  const cursor = new Cursor(inflate(bytes.subarray(1)));
  const times = cursor.times();
  const lengths = cursor.wholes();
  const textLengths = cursor.wholes();
  return {
    times,
    values: lengths.map((length) => doublesOf(cursor.bytes(length * 8))),
    words: textLengths.map((length) => cursor.bytes(length).toString()),
  };
}

function inflate(bytes: Uint8Array): Buffer {
  try {
    return inflateSync(bytes, { maxOutputLength });
  } catch (error) {
    throw new RangeError('got a body that is damaged', { cause: error });
  }
}

function pushTimes(head: number[], times: ArrayLike<number>): void {
  pushWhole(head, times.length);
  let time = 0;
  let step = 0;
  for (let i = 0; i < times.length; i++) {
    const next = times[i] ?? 0;
    const change = next - time - step;
    // Signed to unsigned: 0, -1, 1, -2 … become 0, 1, 2, 3 …
    pushWhole(head, change < 0 ? -2 * change - 1 : 2 * change);
    step = next - time;
    time = next;
  }
}

/** A whole number from 0, seven bits a byte, the lowest first; beyond 2³¹ too, so no bit operators. */
function pushWhole(head: number[], whole: number): void {
  let rest = whole;
  while (rest >= 128) {
    head.push((rest % 128) + 128);
    rest = Math.floor(rest / 128);
  }
  head.push(rest);
}

/** Byte 0 of all doubles, then byte 1 of all …, each xor the same byte of the double before. */
function planesOf(column: ArrayLike<number>): Uint8Array {
  const raw = new DataView(new ArrayBuffer(column.length * 8));
  for (let i = 0; i < column.length; i++) raw.setFloat64(i * 8, column[i] ?? Number.NaN);
  const planes = new Uint8Array(column.length * 8);
  for (let i = 0; i < column.length; i++) {
    for (let plane = 0; plane < 8; plane++) {
      const before = i === 0 ? 0 : raw.getUint8((i - 1) * 8 + plane);
      planes[plane * column.length + i] = raw.getUint8(i * 8 + plane) ^ before;
    }
  }
  return planes;
}

function doublesOf(planes: Uint8Array): Float64Array {
  const length = planes.length / 8;
  const raw = new DataView(new ArrayBuffer(planes.length));
  const doubles = new Float64Array(length);
  for (let i = 0; i < length; i++) {
    for (let plane = 0; plane < 8; plane++) {
      const before = i === 0 ? 0 : raw.getUint8((i - 1) * 8 + plane);
      raw.setUint8(i * 8 + plane, (planes[plane * length + i] ?? 0) ^ before);
    }
    doubles[i] = raw.getFloat64(i * 8);
  }
  return doubles;
}

/** Reads a body from its start; what is not there is a damaged body. */
class Cursor {
  private readonly body: Buffer;
  private at = 0;

  constructor(body: Buffer) {
    this.body = body;
  }

  bytes(length: number): Buffer {
    if (this.at + length > this.body.length) throw new RangeError('got a body that ends too soon');
    this.at += length;
    return this.body.subarray(this.at - length, this.at);
  }

  whole(): number {
    let whole = 0;
    for (let unit = 1; ; unit *= 128) {
      const byte = this.bytes(1)[0] ?? 0;
      whole += (byte % 128) * unit;
      if (byte < 128) return whole;
    }
  }

  wholes(): readonly number[] {
    return this.list(() => this.whole());
  }

  times(): readonly number[] {
    let time = 0;
    let step = 0;
    return this.list(() => {
      const code = this.whole();
      step += code % 2 === 1 ? -(code + 1) / 2 : code / 2;
      time += step;
      return time;
    });
  }

  private list<T>(next: () => T): readonly T[] {
    const length = this.whole();
    const items: T[] = [];
    while (items.length < length) items.push(next());
    return items;
  }
}
