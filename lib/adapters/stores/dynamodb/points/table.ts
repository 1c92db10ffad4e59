/** The table's keys, both strings, and its TTL attribute (seconds since the epoch). */
export const pointTable = { partitionKey: 'pk', sortKey: 'sk', expires: 'expires' } as const;

/** What the table holds of a series, by the letter that its sort keys begin with. */
export const letters = { points: 'p', verdicts: 'v', forecasts: 'f' } as const;
export type Kind = keyof typeof letters;

/** A block is an hour, aligned to the epoch: of 60 doubles an item stays under the 1 kB of one write unit. */
export const blockMs = 3_600_000;

/** The last time that a sort key can name. */
export const maxTimeMs = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/** Bytes of a partition key and of an item. Source: DynamoDB developer guide, constraints; room for the names. */
export const maxKeyBytes = 2048;
export const maxBodyBytes = 390_000;

export interface ItemKey {
  readonly pk: string;
  readonly sk: string;
}

export interface Item extends ItemKey {
  /** Raised by each writer of a block or an index; of a forecast its origin. */
  readonly version: number;
  /** Made by `packColumns`. */
  readonly body: Uint8Array;
  /** When it may go. @default never */
  readonly expiresMs?: number;
}

/** One text of the key, for maps. */
export function idOf({ pk, sk }: ItemKey): string {
  return `${sk} ${pk}`;
}

export function blockStart(timeMs: number): number {
  return Math.floor(timeMs / blockMs) * blockMs;
}

/** The key of the block that holds the time: `p#2026-01-05T13`. */
export function blockKey(pk: string, kind: Kind, timeMs: number): ItemKey {
  return { pk, sk: `${letters[kind]}#${new Date(timeMs).toISOString().slice(0, 13)}` };
}

/** The newest forecast of a series. */
export function forecastKey(pk: string): ItemKey {
  return { pk, sk: letters.forecasts };
}

/** The partition that names the clusters, one item each. */
export const clustersPartition = 'index';

/** The partition that lists the series of a cluster, an item a kind, signal and part. */
export function indexPartition(cluster: string): string {
  return `index#${cluster}`;
}

export function indexKey(cluster: string, kind: Kind, signal: string, part: number): ItemKey {
  return { pk: indexPartition(cluster), sk: `${letters[kind]}#${signal}#${part}` };
}
