/** The functions, by their folder in lambdas/. */
export const stageNames = [
  'discover',
  'collect',
  'scrape',
  'train',
  'assess',
  'project',
  'evaluate',
  'route',
  'respond',
  'report',
  'widget',
] as const;
export type StageName = (typeof stageNames)[number];

/** CloudWatch dashboards of an environment. */
export const dashboardPages = [
  'overview',
  'brokers',
  'topics',
  'consumers',
  'forecasts',
  'costs',
  'tidewatch',
] as const;
export type DashboardPage = (typeof dashboardPages)[number];
