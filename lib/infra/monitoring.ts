import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { CfnCluster } from 'aws-cdk-lib/aws-msk';
import type { ITopicSubscription } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { rules } from '../domain/catalogue/index.ts';
import type { Severity } from '../domain/catalogue/rule.ts';
import { overriddenRules, overrideProblems, type RuleOverrides } from '../domain/catalogue/rule-override.ts';
import type { LagSettings } from '../domain/lag/allowed-lag.ts';
import type { MaintenanceWindow } from '../domain/rules/maintenance-window.ts';
import type { Calendar } from '../domain/series/calendar/index.ts';
import type { NotifyBySeverity, SeverityReceivers } from './alerting/topics.ts';
import { compose, type MonitoringParts } from './compose.ts';
import type { DashboardPage } from './config/names.ts';
import { type MonitoredCluster, monitoredCfnCluster, watchedIn } from './monitored-cluster.ts';
import type { MonitoringPlan } from './plan.ts';
import type { NativeAlarms } from './render/assignment.ts';
import type { PollingSettings } from './settings/document.ts';
import type { StageSizes } from './stage-factory.ts';
import type { PointStoreProps } from './storage/index.ts';
import type { FunctionNetwork } from './storage/point-store.ts';

export interface TidewatchMonitoringProps {
  /** The cluster to watch: an MSK cluster of this app, or the facts of an existing one. @default - see `clusters` */
  readonly cluster?: CfnCluster | MonitoredCluster;
  /** Several clusters to watch. @default - `cluster` alone */
  readonly clusters?: readonly (CfnCluster | MonitoredCluster)[];
  /** Clusters to find at run time, in this account and region, by tags that they must have. @default - none */
  readonly select?: readonly Readonly<Record<string, string>>[];
  /** Part of the names of alarms, topics and dashboards; unique in the account and region. @default - the construct's id */
  readonly environmentName?: string;
  /** Where points are kept. @default - DynamoDB */
  readonly store?: PointStoreProps;
  /** The VPC of functions that need one. @default - none */
  readonly network?: FunctionNetwork;
  /** Who is told, by severity; `notify` adds to it. @default - topics without subscribers but the router */
  readonly notify?: NotifyBySeverity;
  /** Address of PagerDuty's Events API v2. @default - the US one */
  readonly pagerdutyEndpoint?: string;
  /** Changes to rules, by rule id. @default - the catalogue's rules as they are */
  readonly alarms?: RuleOverrides;
  /** Which rules CloudWatch alarms watch where they can. @default 'all' */
  readonly nativeAlarms?: NativeAlarms;
  /** Windows in which alarms are muted and new findings held back. @default - none */
  readonly maintenance?: readonly MaintenanceWindow[];
  /** Holidays and campaigns, which forecasts allow for. @default - nothing is known */
  readonly calendar?: Calendar;
  /** False alarms that are put up with, a series and month. @default 1 */
  readonly alarmBudget?: number;
  /** Lag that is allowed, and what is different for single groups. @default - 1000 messages, or a minute */
  readonly lag?: LagSettings;
  /** Whether responses are observed. @default 'off' */
  readonly respond?: 'off' | 'observe';
  /** How CloudWatch is asked. @default - 5, 15 and 60 minutes, what is needed, one part, 14 days of back-fill */
  readonly polling?: Partial<PollingSettings>;
  /** @default Duration.minutes(15) */
  readonly discoverEvery?: Duration;
  /** @default Duration.minutes(5) */
  readonly collectEvery?: Duration;
  /** @default Duration.hours(1) */
  readonly projectEvery?: Duration;
  /** @default Duration.days(1) */
  readonly trainEvery?: Duration;
  /** @default Duration.days(1) */
  readonly reportEvery?: Duration;
  /** Sizes of the functions. @default - sizes for a few thousand series */
  readonly functions?: StageSizes;
  /** CloudWatch dashboards; each is billed. @default overview, tidewatch */
  readonly dashboards?: readonly DashboardPage[];
  /** How long an incident is kept once it is over. @default Duration.days(365) */
  readonly incidentRetention?: Duration;
  /** How long a replaced model state is kept. @default Duration.days(7) */
  readonly modelVersionRetention?: Duration;
  /** @default RetentionDays.ONE_MONTH */
  readonly logRetention?: RetentionDays;
  /** Whether the functions are traced by X-Ray. @default true */
  readonly tracing?: boolean;
  /** Key for all data at rest. @default - a key of its own, rotated each year */
  readonly encryptionKey?: IKey;
  /** What becomes of the data when the stack goes. @default RemovalPolicy.RETAIN */
  readonly removalPolicy?: RemovalPolicy;
}

/** What CloudWatch is asked by default. */
const defaultPolling: PollingSettings = {
  criticalMinutes: 5,
  normalMinutes: 15,
  slowMinutes: 60,
  signals: 'needed',
  partsPerCluster: 1,
  backfillDays: 14,
};

/**
 * The whole of Tidewatch in one construct, for an app of your own: storage, stages, alarms, dashboards.
 * Its methods return it, so that calls can be chained.
 * @throws RangeError when there is nothing to watch, a cluster's ARN is none, or an alarm's change does not suit
 * its rule
 */
export class TidewatchMonitoring extends Construct {
  /** What was built, for what else the app does with it. */
  readonly parts: MonitoringParts;

  constructor(scope: Construct, id: string, props: TidewatchMonitoringProps) {
    super(scope, id);
    const plan = planOf(this, id, props);
    this.parts = compose(
      {
        storage: this,
        alerting: this,
        pipeline: this,
        dashboards: this,
        alarms: () => this,
      },
      plan,
    );
  }

  /** Tells more people of findings of a severity. */
  notify(severity: Severity, receivers: SeverityReceivers): this {
    this.parts.topics.tell(severity, receivers);
    if (receivers.pagerdutySecret !== undefined) this.parts.router.page(severity, receivers.pagerdutySecret);
    return this;
  }

  /** Adds a subscription to the topic of a severity. */
  subscribe(severity: Severity, subscription: ITopicSubscription): this {
    this.parts.topics.bySeverity[severity].addSubscription(subscription);
    return this;
  }

  /** Lets somebody publish findings of their own; they are routed as Tidewatch's are. */
  grantPublish(grantee: IGrantable): this {
    for (const topic of Object.values(this.parts.topics.bySeverity)) topic.grantPublish(grantee);
    return this;
  }

  /** Lets somebody read the incident log. */
  grantReadIncidents(grantee: IGrantable): this {
    this.parts.storage.incidentTable.grantReadData(grantee);
    return this;
  }

  /** Lets somebody see the custom widgets, which CloudWatch draws with the rights of the person who looks. */
  grantViewDashboards(grantee: IGrantable): this {
    this.parts.dashboards.grantView(grantee);
    return this;
  }
}

function planOf(scope: Construct, id: string, props: TidewatchMonitoringProps): MonitoringPlan {
  const { account, region, partition } = Stack.of(scope);
  const overrides = props.alarms ?? {};
  refuseUnsuited(overrides);
  const given = [...(props.cluster ? [props.cluster] : []), ...(props.clusters ?? [])];
  const select = (props.select ?? []).map((tags) => ({ tags, places: [{ account, region }] }));
  if (given.length + select.length === 0)
    throw new RangeError('nothing to watch: give `cluster`, `clusters` or `select`');
  return {
    environmentName: props.environmentName ?? id,
    home: { account, region, partition },
    clusters: given.map((one) => watchedIn(scope, 'cfnOptions' in one ? monitoredCfnCluster(one) : one)),
    select,
    overrides,
    rules: overriddenRules(rules, overrides),
    nativeAlarms: props.nativeAlarms ?? 'all',
    polling: { ...defaultPolling, ...props.polling },
    notify: props.notify ?? {},
    pagerdutyEndpoint: props.pagerdutyEndpoint,
    maintenance: props.maintenance ?? [],
    alarmBudget: props.alarmBudget,
    lag: props.lag,
    calendar: props.calendar,
    respond: props.respond ?? 'off',
    store: props.store ?? { kind: 'dynamodb' },
    network: props.network,
    every: {
      discover: props.discoverEvery ?? Duration.minutes(15),
      collect: props.collectEvery ?? Duration.minutes(5),
      project: props.projectEvery ?? Duration.hours(1),
      train: props.trainEvery ?? Duration.days(1),
      report: props.reportEvery ?? Duration.days(1),
    },
    logRetention: props.logRetention ?? RetentionDays.ONE_MONTH,
    incidentRetention: props.incidentRetention ?? Duration.days(365),
    modelVersionRetention: props.modelVersionRetention ?? Duration.days(7),
    functions: props.functions ?? {},
    dashboards: props.dashboards ?? ['overview', 'tidewatch'],
    tracing: props.tracing ?? true,
    removalPolicy: props.removalPolicy ?? RemovalPolicy.RETAIN,
    encryptionKey: props.encryptionKey,
  };
}

function refuseUnsuited(overrides: RuleOverrides): void {
  for (const [id, override] of Object.entries(overrides)) {
    const rule = rules.find((one) => one.id === id);
    if (!rule) throw new RangeError(`alarms: no rule "${id}"; docs/rules.md has them all`);
    for (const { key, words } of overrideProblems(rule, override ?? {}))
      throw new RangeError(`alarms.${id}.${key}: ${words}`);
  }
}
