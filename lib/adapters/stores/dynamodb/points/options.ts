import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Problem } from '../../../../domain/series/samples.ts';
import type { Clock } from '../../../../ports/clock.ts';
import { type Delay, wait } from '../../../aws/retry.ts';

export interface DynamoMetricStoreOptions {
  readonly dynamodb: DynamoDBClient;
  /** A table with the keys and the TTL attribute of `pointTable`, billed on demand. */
  readonly table: string;
  readonly clock: Clock;
  /** How long points, verdicts and forecasts are kept, in ms; older points are refused. @default 63 days, as long as
   *  CloudWatch keeps points at 5 minutes */
  readonly keepMs?: number;
  /** Parts of a cluster that are written at the same time, as `partOf` says: each has its own list of series, so
   *  that writers of different parts never meet. It may change at any time. @default 1 */
  readonly parts?: number;
  /** Calls at a time. @default 32 */
  readonly width?: number;
  /** Tries of one item when other writers come first, and of a call that is throttled. @default 8 */
  readonly attempts?: number;
  /** How to wait between tries. @default a timer */
  readonly delay?: Delay;
  /** Told of what cannot be read and passed over, and of verdicts and forecasts that cannot be kept.
   *  @default a line on the error output */
  readonly onProblem?: (problem: Problem) => void;
}

export type Settings = Required<DynamoMetricStoreOptions>;

/** @throws RangeError on a `keepMs` or `parts` that cannot be */
export function settingsOf(options: DynamoMetricStoreOptions): Settings {
  const settings: Settings = {
    keepMs: 63 * 86_400_000,
    parts: 1,
    width: 32,
    attempts: 8,
    delay: wait,
    onProblem: ({ kind, where, message, count }) =>
      console.warn(`dynamodb: ${kind} at ${where} (${count}): ${message}`),
    ...options,
  };
  const { keepMs, parts } = settings;
  if (!(keepMs > 0)) throw new RangeError(`got keepMs ${keepMs}: give a number above 0`);
  if (!Number.isInteger(parts) || parts < 1)
    throw new RangeError(`got parts ${parts}: give a whole number from 1`);
  return settings;
}
