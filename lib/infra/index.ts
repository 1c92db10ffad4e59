/** Tidewatch as CDK constructs and stacks. */

export type { RuleOverride, RuleOverrides } from '../domain/catalogue/rule-override.ts';
export { type MaintenanceWindow, TidewatchAlerting, type TidewatchAlertingProps } from './alerting.ts';
export type { Environment, WatchedCluster } from './config/environment.ts';
export { EnvironmentError } from './config/errors.ts';
export { loadEnvironments, type ParsedEnvironment, parseEnvironment } from './config/load.ts';
export { TidewatchDashboards, type TidewatchDashboardsProps } from './dashboards.ts';
export { EnvironmentStage } from './environment-stage.ts';
export { type MonitoredCluster, TidewatchMonitoring, type TidewatchMonitoringProps } from './monitoring.ts';
export { TidewatchPipeline, type TidewatchPipelineProps } from './pipeline.ts';
export type { FunctionOptions } from './stage-function.ts';
export { TidewatchStorage, type TidewatchStorageProps } from './storage.ts';
export type { NotifyBySeverity, SeverityReceivers } from './topics.ts';
