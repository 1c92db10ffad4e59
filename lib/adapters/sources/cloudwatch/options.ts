import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import type { KafkaClient } from '@aws-sdk/client-kafka';
import { type ClusterArn, parseClusterArn } from '../../../domain/arn.ts';
import type { Signal } from '../../../domain/catalogue/signal.ts';
import { signals as catalogue } from '../../../domain/catalogue/signals/index.ts';
import type { Clock } from '../../../ports/clock.ts';
import { ConfigError } from '../../../ports/errors.ts';
import { type Delay, wait } from '../../aws/retry.ts';

export interface CloudWatchSourceOptions {
  /** Client of the region of the clusters. */
  readonly kafka: KafkaClient;
  /** Client of the same account and region. */
  readonly cloudwatch: CloudWatchClient;
  readonly clock: Clock;
  /** ARNs or names. @default all clusters of the account and region */
  readonly clusters?: readonly string[];
  /** What to look for. @default the whole catalogue */
  readonly signals?: readonly Signal[];
  /**
   * `every_read`: each read asks for all its series, for exactly its range.
   * `by_cadence`: a series is asked for only when an interval of its cadence (5, 15 or 60 min) ended within
   * the range, and then with the interval and `overlapMs` before it, so that points that came late and polls
   * that failed are made up for. Its answers may hold points before the range, and are empty while nothing is
   * due: it is for the collector, at a fifth of the price or less.
   * @default 'every_read'
   */
  readonly polling?: 'every_read' | 'by_cadence';
  /** How far back `by_cadence` reads again besides one interval, in ms. @default 600,000 */
  readonly overlapMs?: number;
  /** Tries of one call, or of series that came back incomplete. @default 5 */
  readonly attempts?: number;
  /** How to wait between tries. @default a timer */
  readonly delay?: Delay;
}

/** The options with their defaults, checked. */
export interface Settings extends Required<Omit<CloudWatchSourceOptions, 'clusters'>> {
  /** Absent: all clusters. */
  readonly wanted?: readonly WantedCluster[];
}

export type WantedCluster =
  | { readonly kind: 'arn'; readonly arn: ClusterArn }
  | { readonly kind: 'name'; readonly name: string };

/** @throws ConfigError with each entry that is neither an ARN nor a name of an MSK cluster */
export function settingsOf(options: CloudWatchSourceOptions): Settings {
  const { clusters, ...rest } = options;
  const wanted = clusters === undefined ? undefined : wantedClusters(clusters);
  return {
    signals: catalogue,
    polling: 'every_read',
    overlapMs: 600_000,
    attempts: 5,
    delay: wait,
    ...rest,
    ...(wanted === undefined ? {} : { wanted }),
  };
}

function wantedClusters(texts: readonly string[]): readonly WantedCluster[] {
  const problems: string[] = [];
  const wanted = texts.flatMap((text): readonly WantedCluster[] => {
    if (/^[A-Za-z0-9-]{1,64}$/.test(text)) return [{ kind: 'name', name: text }];
    const parsed = parseClusterArn(text);
    if (parsed.kind === 'arn') return [parsed];
    problems.push(
      text.includes(':') ? parsed.reason : `not the name of an MSK cluster: got '${text}': ${nameRule}`,
    );
    return [];
  });
  if (problems.length > 0) throw new ConfigError(problems);
  return wanted;
}

const nameRule = 'allowed are 1 to 64 letters, digits and hyphens, or an ARN';
