import type { Problem } from '../../../domain/series/samples.ts';
import type { Clock } from '../../../ports/clock.ts';
import { type Delay, wait } from '../../aws/retry.ts';

/** What opens a bucket (InfluxDB 2) or a database (InfluxDB 3). */
export interface InfluxCredentials {
  readonly token: string;
  /** InfluxDB 2 alone. @default 'tidewatch' */
  readonly organization?: string | undefined;
  /** Bucket of InfluxDB 2, database of InfluxDB 3. @default 'tidewatch' */
  readonly bucket?: string | undefined;
}

/**
 * Gives the credentials; asked before each request, so it remembers them.
 * @param refused a token that the server did not take: read it anew, it may have been replaced
 */
export type InfluxAccess = (refused?: string) => Promise<InfluxCredentials>;

export interface InfluxStoreOptions {
  /** v2: InfluxDB 2 by line protocol and InfluxQL; v3: InfluxDB 3 by line protocol and SQL. */
  readonly engine: 'v2' | 'v3';
  /** `https://HOST:8086` (v2) or `https://HOST:8181` (v3). */
  readonly url: string;
  readonly access: InfluxAccess;
  readonly clock: Clock;
  /** How far back `series` and `readForecasts` look, in ms. @default 14 days */
  readonly lookbackMs?: number;
  /** Longest span that is read where none is given, in ms; v3 alone, which reads in windows. @default 800 days */
  readonly maxAgeMs?: number;
  /** Lines of one write. @default 5000 */
  readonly batchLines?: number;
  /** Requests at a time. @default 4 */
  readonly width?: number;
  /** How long an answer may take, in ms. @default 30000 */
  readonly timeoutMs?: number;
  /** Tries of a request while the server is busy or cannot be reached. @default 4 */
  readonly attempts?: number;
  /** How to wait between tries. @default a timer */
  readonly delay?: Delay;
  /** Told of verdicts and forecasts that the server refused. @default a line on the error output */
  readonly onProblem?: (problem: Problem) => void;
}

export type Settings = Required<InfluxStoreOptions>;

const dayMs = 86_400_000;

/** @throws RangeError when the address is none, or one with a user in it: credentials come from `access` */
export function settingsOf(options: InfluxStoreOptions): Settings {
  const { protocol, username, password, origin } = new URL(options.url);
  if (!/^https?:$/.test(protocol) || username !== '' || password !== '')
    throw new RangeError(`influxdb address: got ${protocol}//…; allowed: https://HOST:PORT, without a user`);
  return {
    lookbackMs: 14 * dayMs,
    maxAgeMs: 800 * dayMs,
    batchLines: 5000,
    width: 4,
    timeoutMs: 30_000,
    attempts: 4,
    delay: wait,
    onProblem: ({ kind, where, message, count }) =>
      console.warn(`influxdb: ${kind} at ${where} (${count}): ${message}`),
    ...options,
    url: origin,
  };
}

/** The name of the bucket, database and organization when the credentials say none. */
export const defaultName = 'tidewatch';
