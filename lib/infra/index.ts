/** Tidewatch as CDK constructs and stacks. */

export type { RuleOverride, RuleOverrides } from '../domain/catalogue/rule-override.ts';
export type { MaintenanceWindow } from '../domain/rules/maintenance-window.ts';
export type { Calendar, CalendarEvent, Holiday, Span } from '../domain/series/calendar/index.ts';
export type { NotifyBySeverity, SeverityReceivers } from './alerting/topics.ts';
export type { MonitoringParts } from './compose.ts';
export { publicHolidays } from './config/calendar/holidays.ts';
export type { Environment, WatchedCluster } from './config/environment.ts';
export { EnvironmentError } from './config/errors.ts';
export { loadEnvironments, type ParsedEnvironment, parseEnvironment } from './config/load.ts';
export type { DashboardPage, StageName } from './config/names.ts';
export type { WidgetFunctionProps } from './dashboards/widget-function.ts';
export { EnvironmentStage } from './environment-stage.ts';
export { type MonitoredCluster, monitoredCfnCluster } from './monitored-cluster.ts';
export { TidewatchMonitoring, type TidewatchMonitoringProps } from './monitoring.ts';
export {
  TidewatchReader,
  type TidewatchReaderProps,
  TidewatchSink,
  type TidewatchSinkProps,
} from './reader-role.ts';
export type { NativeAlarms } from './render/assignment.ts';
export type { CostEstimate } from './render/dashboard/costs.ts';
export type { Parts } from './render/dashboard/parts.ts';
export type { PollingSettings } from './settings/document.ts';
export type { StageSizes } from './stage-factory.ts';
export type { FunctionOptions } from './stage-function.ts';
export type { PointStoreProps } from './storage/index.ts';
export type { FunctionNetwork, PointStore } from './storage/point-store.ts';
