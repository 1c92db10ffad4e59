import type { RuleOverrides } from '../../domain/catalogue/rule-override.ts';
import type { Cluster } from '../../domain/cluster.ts';
import type { LagSettings } from '../../domain/lag/allowed-lag.ts';
import type { MaintenanceWindow } from '../../domain/rules/maintenance-window.ts';
import type { Calendar } from '../../domain/series/calendar/index.ts';

/** What all functions are told, as JSON in SSM parameters; `lambdas/settings.ts` reads it. */
export interface SettingsDocument {
  readonly environment: string;
  readonly home: { readonly account: string; readonly region: string; readonly partition: string };
  /** The clusters that the configuration names. */
  readonly clusters: readonly DeclaredCluster[];
  /** Clusters to find by their tags, each with the places to look in. */
  readonly select: readonly ClusterSelection[];
  readonly overrides: RuleOverrides;
  /** Ids of clusters with the ids of the rules that CloudWatch alarms watch there: not for our own evaluation. */
  readonly alarmed: readonly (readonly [clusterIds: readonly string[], ruleIds: readonly string[]])[];
  readonly polling: PollingSettings;
  readonly maintenance: readonly MaintenanceWindow[];
  /** Holidays and campaigns; its maintenance is empty: `maintenance` says when. @default nothing is known */
  readonly calendar?: Calendar;
  /** False alarms that are put up with, a series and month. @default 1 */
  readonly alarmBudget?: number;
  /** Lag that is allowed, and what is different for single groups. @default 1000 messages, or a minute */
  readonly lag?: LagSettings;
  readonly respond: { readonly mode: 'off' | 'observe' };
  readonly pagerdutyEndpoint?: string;
  /** How long an incident is kept once it is over, in days. */
  readonly incidentDays: number;
}

export interface DeclaredCluster {
  readonly arn: string;
  /** It is scraped in its VPC, and what that gives is not polled. */
  readonly openMonitoring?: true;
  /** What MSK does not tell of it. */
  readonly facts?: Pick<Cluster, 'retentionSeconds' | 'metadata'>;
}

export interface ClusterSelection {
  readonly tags: Readonly<Record<string, string>>;
  readonly places: readonly { readonly account: string; readonly region: string }[];
}

export interface PollingSettings {
  readonly criticalMinutes: number;
  readonly normalMinutes: number;
  readonly slowMinutes: number;
  /** `needed`: what rules of our own evaluation and forecasts need. */
  readonly signals: 'needed' | 'all';
  readonly partsPerCluster: number;
  readonly backfillDays: number;
}
