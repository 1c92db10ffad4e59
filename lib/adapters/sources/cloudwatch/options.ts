import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import type { KafkaClient } from '@aws-sdk/client-kafka';
import { type ClusterArn, parseClusterArn } from '../../../domain/arn.ts';
import type { Signal } from '../../../domain/catalogue/signal.ts';
import { signals as catalogue } from '../../../domain/catalogue/signals/index.ts';
import type { Cluster } from '../../../domain/cluster.ts';
import { type Cadences, cadenceMs } from '../../../domain/cost/poll-plan.ts';
import type { Clock } from '../../../ports/clock.ts';
import { ConfigError } from '../../../ports/errors.ts';
import { createPacer } from '../../aws/pace.ts';
import { type Delay, wait } from '../../aws/retry.ts';

/** How points are read. */
export interface ReadOptions {
  /** Client of the account and region of the clusters. */
  readonly cloudwatch: CloudWatchClient;
  readonly clock: Clock;
  /** What to look for. @default the whole catalogue */
  readonly signals?: readonly Signal[];
  /**
   * `every_read`: each read asks for all its series, for exactly its range.
   * `by_cadence`: a series is asked for only when an interval of its cadence ended within the range, and then
   * with the interval and `overlapMs` before it, so that points that came late are there at the next poll. Its
   * answers may hold points before the range, and are empty while nothing is due; series that failed are `owed`.
   * It is for the collector, at a fifth of the price or less.
   * @default 'every_read'
   */
  readonly polling?: 'every_read' | 'by_cadence';
  /** @default 5, 15 and 60 minutes */
  readonly cadences?: Cadences;
  /** How far back `by_cadence` reads again besides one interval, in ms. @default 600,000 */
  readonly overlapMs?: number;
  /** Tries of one call, or of series that came back incomplete. @default 5 */
  readonly attempts?: number;
  /** How to wait between tries. @default a timer */
  readonly delay?: Delay;
}

export interface CloudWatchSourceOptions extends ReadOptions {
  /** Client of the same account and region as `cloudwatch`. */
  readonly kafka: KafkaClient;
  /** ARNs or names. @default all clusters of the account and region, or none where `tags` are given */
  readonly clusters?: readonly string[];
  /** Besides `clusters`, those that have all the tags of one of these. @default none */
  readonly tags?: readonly Tags[];
  /** What is known of wanted clusters: taken where they cannot be described. @default nothing */
  readonly known?: readonly Cluster[];
  /** Whether to find out the endpoints of a cluster's open monitoring. @default of none */
  readonly isScraped?: (cluster: Cluster) => boolean;
  /** Clusters looked at at the same time. @default 8 */
  readonly width?: number;
  /** ListMetrics calls a second; AWS allows 25 in an account and region. @default 20 */
  readonly listsPerSecond?: number;
}

export type Tags = Readonly<Record<string, string>>;

/** The options for reading with their defaults. */
export type ReadSettings = Required<ReadOptions>;

/** All options with their defaults, checked. */
export interface Settings extends Required<Omit<CloudWatchSourceOptions, 'clusters' | 'listsPerSecond'>> {
  /** Absent: all clusters. */
  readonly wanted?: readonly WantedCluster[];
  /** Waits until one more ListMetrics call is allowed. */
  readonly pace: () => Promise<void>;
}

export type WantedCluster =
  | { readonly kind: 'arn'; readonly arn: ClusterArn }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'tags'; readonly tags: Tags };

export function readSettingsOf(options: ReadOptions): ReadSettings {
  return {
    signals: catalogue,
    polling: 'every_read',
    cadences: cadenceMs,
    overlapMs: 600_000,
    attempts: 5,
    delay: wait,
    ...options,
  };
}

/** @throws ConfigError with each entry that is neither an ARN nor a name of an MSK cluster */
export function settingsOf(options: CloudWatchSourceOptions): Settings {
  const { clusters, listsPerSecond = 20, ...rest } = options;
  const { tags = [] } = rest;
  const byTags = tags.map((one): WantedCluster => ({ kind: 'tags', tags: one }));
  const isAll = clusters === undefined && tags.length === 0;
  const read = readSettingsOf(options);
  return {
    tags,
    known: [],
    isScraped: () => false,
    width: 8,
    pace: createPacer({ perSecond: listsPerSecond, clock: read.clock, delay: read.delay }),
    ...read,
    ...rest,
    ...(isAll ? {} : { wanted: [...wantedClusters(clusters ?? []), ...byTags] }),
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
