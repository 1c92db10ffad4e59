import type { TimestreamQueryClient } from '@aws-sdk/client-timestream-query';
import type { TimestreamWriteClient } from '@aws-sdk/client-timestream-write';
import type { Problem } from '../../../domain/series/samples.ts';
import type { Clock } from '../../../ports/clock.ts';
import { type Delay, wait } from '../../aws/retry.ts';

export interface TimestreamStoreOptions {
  readonly writer: TimestreamWriteClient;
  readonly reader: TimestreamQueryClient;
  readonly clock: Clock;
  readonly database: string;
  /** @default points, verdicts, forecasts */
  readonly tables?: { readonly points: string; readonly verdicts: string; readonly forecasts: string };
  /** How far back `series` and `readForecasts` look, in ms: a query is paid by what it scans.
   *  @default 14 days */
  readonly lookbackMs?: number;
  /** WriteRecords calls at a time. @default 8 */
  readonly width?: number;
  /** Tries of a call that is throttled. @default 5 */
  readonly attempts?: number;
  /** How to wait between tries. @default a timer */
  readonly delay?: Delay;
  /** Told of verdicts and forecasts that the service refused. @default a line on the error output */
  readonly onProblem?: (problem: Problem) => void;
}

export type Settings = Required<TimestreamStoreOptions>;

export function settingsOf(options: TimestreamStoreOptions): Settings {
  return {
    tables: { points: 'points', verdicts: 'verdicts', forecasts: 'forecasts' },
    lookbackMs: 14 * 86_400_000,
    width: 8,
    attempts: 5,
    delay: wait,
    onProblem: ({ kind, where, message, count }) =>
      console.warn(`timestream: ${kind} at ${where} (${count}): ${message}`),
    ...options,
  };
}
