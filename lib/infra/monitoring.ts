import type { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { rules } from '../domain/catalogue/index.ts';
import { overriddenRules, overrideProblems, type RuleOverrides } from '../domain/catalogue/rule-override.ts';
import { type MaintenanceWindow, TidewatchAlerting } from './alerting.ts';
import { watchedCluster } from './config/environment.ts';
import { TidewatchDashboards } from './dashboards.ts';
import { TidewatchPipeline } from './pipeline.ts';
import { functionSettings } from './settings.ts';
import type { FunctionOptions } from './stage-function.ts';
import { TidewatchStorage } from './storage.ts';
import type { NotifyBySeverity } from './topics.ts';

/** A cluster to watch and the facts that decide which metrics, rules and limits it has. */
export interface MonitoredCluster {
  readonly arn: string;
  /** @default 'standard' */
  readonly type?: 'standard' | 'express' | 'serverless';
  /** How many brokers. @default - none, as a serverless cluster has */
  readonly brokers?: number;
  /** `kafka.m7g.large`, `express.m7g.xlarge` … @default - unknown: rules whose limit follows from it are left out */
  readonly instanceType?: string;
  /** @default - unknown: rules that need it are left out */
  readonly metadata?: 'kraft' | 'zookeeper';
  /** MSK's enhanced monitoring level. @default 'DEFAULT' */
  readonly monitoring?: 'DEFAULT' | 'PER_BROKER' | 'PER_TOPIC_PER_BROKER' | 'PER_TOPIC_PER_PARTITION';
  /** Storage of one broker, in GiB. @default - unknown */
  readonly storageGib?: number;
  /** Provisioned throughput of one broker's volume, in MiB/s. @default - unknown */
  readonly volumeMibPerSecond?: number;
  /** @default false */
  readonly tieredStorage?: boolean;
  /** Whether clients authenticate by IAM. @default false */
  readonly iamAuth?: boolean;
  /** Longest retention of a topic. @default - unknown */
  readonly topicRetention?: Duration;
}

export interface TidewatchMonitoringProps {
  /** Part of the names of alarms, topics and dashboards; unique in the account and region. */
  readonly environmentName: string;
  /** Existing MSK clusters, all of the stack's account and region. */
  readonly clusters: readonly MonitoredCluster[];
  /** Who is told, by severity. @default - topics without subscribers but the router */
  readonly notify?: NotifyBySeverity;
  /** Changes to rules, by rule id. @default - the catalogue's rules as they are */
  readonly alarms?: RuleOverrides;
  /** Windows in which CloudWatch alarms are muted. @default - none */
  readonly maintenance?: readonly MaintenanceWindow[];
  /** @default Duration.minutes(5) */
  readonly collectEvery?: Duration;
  /** @default Duration.minutes(5) */
  readonly detectEvery?: Duration;
  /** @default Duration.hours(1) */
  readonly projectEvery?: Duration;
  /** @default Duration.days(1) */
  readonly trainEvery?: Duration;
  /** Sizes of the functions. @default - sizes for a few hundred series */
  readonly functions?: { readonly [stage in 'collect' | 'forecast' | 'detect' | 'route']?: FunctionOptions };
  /** How long points stay in Timestream's memory store. @default Duration.hours(24) */
  readonly memoryRetention?: Duration;
  /** How long points are kept in all. @default Duration.days(400) */
  readonly magneticRetention?: Duration;
  /** How long an incident is kept once it is over. @default Duration.days(365) */
  readonly incidentRetention?: Duration;
  /** @default RetentionDays.ONE_MONTH */
  readonly logRetention?: RetentionDays;
  /** Key for all data at rest. @default - a key of its own, rotated each year */
  readonly encryptionKey?: IKey;
  /** What becomes of the data when the stack goes. @default RemovalPolicy.RETAIN */
  readonly removalPolicy?: RemovalPolicy;
}

/**
 * The whole of Tidewatch in one construct, for an app of your own: storage, pipeline, alerting, dashboards.
 * @throws RangeError when a cluster's ARN is none, or an alarm's change does not suit its rule
 */
export class TidewatchMonitoring extends Construct {
  readonly storage: TidewatchStorage;
  readonly alerting: TidewatchAlerting;
  readonly pipeline: TidewatchPipeline;
  readonly dashboards: TidewatchDashboards;

  constructor(scope: Construct, id: string, props: TidewatchMonitoringProps) {
    super(scope, id);
    const { environmentName, notify } = props;
    const overrides = props.alarms ?? {};
    refuseUnsuited(overrides);
    const clusters = props.clusters.map(clusterOf);
    const inForce = overriddenRules(rules, overrides);
    const settings = functionSettings({ environmentName, clusters, overrides, rules: inForce });
    const shared = {
      environmentName,
      clusters,
      settings,
      ...(props.logRetention && { logRetention: props.logRetention }),
    };
    this.storage = new TidewatchStorage(this, 'Storage', props);
    this.alerting = new TidewatchAlerting(this, 'Alerting', {
      ...shared,
      storage: this.storage,
      rules: inForce,
      ...(notify && { notify }),
      ...(props.incidentRetention && { incidentRetention: props.incidentRetention }),
      ...(props.maintenance && { maintenance: props.maintenance }),
      ...(props.functions?.route && { route: props.functions.route }),
    });
    this.pipeline = new TidewatchPipeline(this, 'Pipeline', {
      ...props,
      ...shared,
      storage: this.storage,
      topics: this.alerting.topics.bySeverity,
    });
    this.dashboards = new TidewatchDashboards(this, 'Dashboards', {
      environmentName,
      clusters,
      rules: inForce,
    });
  }
}

function clusterOf(cluster: MonitoredCluster) {
  const { topicRetention, ...rest } = cluster;
  return watchedCluster({
    type: 'standard',
    monitoring: 'DEFAULT',
    tieredStorage: false,
    iamAuth: false,
    ...rest,
    ...(topicRetention && { retentionHours: topicRetention.toHours() }),
  });
}

function refuseUnsuited(overrides: RuleOverrides): void {
  for (const [id, override] of Object.entries(overrides)) {
    const rule = rules.find((one) => one.id === id);
    if (!rule) throw new RangeError(`alarms: no rule "${id}"; docs/rules.md has them all`);
    for (const { key, words } of overrideProblems(rule, override ?? {}))
      throw new RangeError(`alarms.${id}.${key}: ${words}`);
  }
}
