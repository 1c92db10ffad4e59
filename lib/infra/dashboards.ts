import { Stack } from 'aws-cdk-lib';
import { CfnDashboard } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { Rule } from '../domain/catalogue/rule.ts';
import type { WatchedCluster } from './config/environment.ts';
import { renderDashboard } from './render/dashboard.ts';

export interface TidewatchDashboardsProps {
  readonly environmentName: string;
  readonly clusters: readonly WatchedCluster[];
  /** The rules in force, overrides applied: their limits are drawn, and their alarms listed. */
  readonly rules: readonly Rule[];
}

/** One CloudWatch dashboard a cluster, from the dashboard model. */
export class TidewatchDashboards extends Construct {
  readonly dashboards: readonly CfnDashboard[];

  constructor(scope: Construct, id: string, props: TidewatchDashboardsProps) {
    super(scope, id);
    this.dashboards = props.clusters.map(
      (cluster) =>
        new CfnDashboard(this, `Dashboard-${cluster.name}`, {
          // Dashboards are global: the region keeps two clusters of one name apart.
          dashboardName: dashboardName(props.environmentName, cluster),
          dashboardBody: Stack.of(this).toJsonString(
            renderDashboard(cluster, props.rules, props.environmentName, Stack.of(this).partition),
          ),
        }),
    );
  }
}

/** At most 255 letters, digits, - and _ (PutDashboard). */
export function dashboardName(environment: string, cluster: WatchedCluster): string {
  return `tidewatch-${environment}-${cluster.region}-${cluster.name}`
    .replace(/[^A-Za-z0-9_-]/g, '_')
    .slice(0, 255);
}
