import type { ClusterType, MonitoringLevel } from '../cluster.ts';
import type { EntityKind } from '../series/entity.ts';

export type Unit =
  | 'percent'
  | 'fraction'
  | 'count'
  | 'bytes'
  | 'bytes_per_second'
  | 'messages'
  | 'messages_per_second'
  | 'per_second'
  | 'milliseconds'
  | 'seconds'
  | 'credits'
  | 'state';

/** As CloudWatch spells them. */
export type Statistic = 'Average' | 'Maximum' | 'Minimum' | 'Sum';

/** A metric of the namespace AWS/Kafka that gives the signal. */
export interface CloudWatchMetric {
  readonly metric: string;
  /** Other spellings seen in the wild: resolved by ListMetrics, never guessed. */
  readonly aliases?: readonly string[];
  /** A `Sum` is of one minute. Asked for a longer period, it is to be multiplied by 60 s / period where the
   *  signal's rollup is an average (connections, Serverless rates), and stays as it is where it is a sum. */
  readonly statistic: Statistic;
  /** Cluster types that emit it, each with the level from which it is there. */
  readonly level: Partial<Record<Exclude<ClusterType, 'self_managed'>, MonitoringLevel>>;
  /** Only clusters of this metadata mode emit it. */
  readonly metadata?: 'zookeeper' | 'kraft';
  /** Only clusters with tiered storage emit it. */
  readonly tieredStorage?: true;
  /** Only burstable (t3) instances emit it. */
  readonly burstable?: true;
  /** Only clusters with IAM authentication emit it. */
  readonly iamAuth?: true;
  /** Dimension names exactly as AWS spells them, spaces and all. */
  readonly dimensions: readonly string[];
  /** What to multiply the metric's values by to have the signal's unit. @default 1 */
  readonly scale?: number;
}

/** A series of a Prometheus exposition that gives the signal. */
export interface PrometheusMetric {
  /** Which exposition writes this name: the JMX exporter with the common rules, the same with its default
   *  format (and MSK open monitoring on port 11001), or the node exporter (11002). */
  readonly exposition: 'jmx' | 'jmx_default' | 'node';
  readonly metric: string;
  /** Label values that must match; `''` means that the label must be absent. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Exposition label → entity label, for those labels that name the entity (broker comes from the target). */
  readonly entityLabels?: Readonly<Record<string, 'topic' | 'group' | 'partition' | 'auth'>>;
  readonly type: 'gauge' | 'counter';
  /** How several matching series of one entity become one value: those of one target, and those of all
   *  targets for an entity that is no broker's. @default 'sum' */
  readonly combine?: 'sum' | 'max' | 'min' | 'average';
  /** @default 1 */
  readonly scale?: number;
}

export interface Signal {
  /** snake_case, unique; what rules, panels, stores and docs call it. */
  readonly id: string;
  readonly title: string;
  /** One sentence: what it measures and why one watches it. */
  readonly description: string;
  readonly unit: Unit;
  readonly entity: EntityKind;
  /** Which direction hurts. */
  readonly harm: 'high' | 'low' | 'both' | 'none';
  /** Values outside are physically impossible. */
  readonly range: { readonly min?: number; readonly max?: number };
  /** How often it is worth asking for: critical signals every 5 minutes, most every 15, slow ones hourly. */
  readonly cadence: 'critical' | 'normal' | 'slow';
  /** How the points of a longer step are made from shorter ones. */
  readonly rollup: 'average' | 'max' | 'min' | 'sum' | 'last';
  /** Whether forecasts and anomaly checks are worth their price on it. @default false */
  readonly assessed?: true;
  readonly cloudwatch?: readonly CloudWatchMetric[];
  readonly prometheus?: readonly PrometheusMetric[];
  /** The Kafka protocol source measures it. */
  readonly kafka?: true;
  /** Files that are replayed give it. */
  readonly files?: true;
  /** Tidewatch measures it of itself: no source gives it. */
  readonly own?: true;
}
