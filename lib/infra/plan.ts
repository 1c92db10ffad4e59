import type { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Rule } from '../domain/catalogue/rule.ts';
import type { RuleOverrides } from '../domain/catalogue/rule-override.ts';
import type { LagSettings } from '../domain/lag/allowed-lag.ts';
import type { Place } from '../domain/place.ts';
import type { MaintenanceWindow } from '../domain/rules/maintenance-window.ts';
import type { Calendar } from '../domain/series/calendar/index.ts';
import type { NotifyBySeverity } from './alerting/topics.ts';
import type { WatchedCluster } from './config/environment.ts';
import type { DashboardPage } from './config/names.ts';
import type { NativeAlarms } from './render/assignment.ts';
import type { CostEstimate } from './render/dashboard/costs.ts';
import type { ClusterSelection, PollingSettings } from './settings/document.ts';
import type { StageSizes } from './stage-factory.ts';
import type { PointStoreProps } from './storage/index.ts';
import type { FunctionNetwork } from './storage/point-store.ts';

/** All that decides what is built: an environment file and the properties of a construct both become one. */
export interface MonitoringPlan {
  readonly environmentName: string;
  /** Where the stacks are. */
  readonly home: Place & { readonly partition: string };
  readonly clusters: readonly WatchedCluster[];
  readonly select: readonly ClusterSelection[];
  readonly overrides: RuleOverrides;
  /** The rules in force: the catalogue's with the overrides. */
  readonly rules: readonly Rule[];
  readonly nativeAlarms: NativeAlarms;
  readonly polling: PollingSettings;
  readonly notify: NotifyBySeverity;
  readonly pagerdutyEndpoint?: string | undefined;
  readonly maintenance: readonly MaintenanceWindow[];
  readonly alarmBudget: number | undefined;
  readonly lag: LagSettings | undefined;
  /** Holidays and campaigns. @default - nothing is known */
  readonly calendar?: Calendar | undefined;
  readonly respond: 'off' | 'observe';
  readonly store: PointStoreProps;
  /** The VPC of functions that need one. */
  readonly network?: FunctionNetwork | undefined;
  readonly every: {
    readonly discover: Duration;
    readonly collect: Duration;
    readonly project: Duration;
    readonly train: Duration;
    readonly report: Duration;
  };
  readonly logRetention: RetentionDays;
  /** How long an incident is kept once it is over. */
  readonly incidentRetention: Duration;
  /** How long a replaced model state is kept. */
  readonly modelVersionRetention: Duration;
  readonly functions: StageSizes;
  readonly dashboards: readonly DashboardPage[];
  /** Drawn on the page `costs`. */
  readonly estimate?: CostEstimate | undefined;
  readonly tracing: boolean;
  readonly removalPolicy: RemovalPolicy;
  /** @default - a key of its own */
  readonly encryptionKey?: IKey | undefined;
}
