/** The namespace of the metrics that the stages emit (lambdas/stage-metrics.ts). */
export const ownNamespace = 'Tidewatch';

/** Their names, for the alarms on them. */
export const ownMetrics = {
  /** Dimensions Environment and Cluster (its bare name), percent. */
  anomalousShare: 'AnomalousShare',
  /** Dimensions Environment and Cluster, 0 or 1. */
  clusterInMaintenance: 'ClusterInMaintenance',
  /** Dimension Environment, hours. */
  oldestModelHours: 'OldestModelHours',
  /** Dimension Environment, percent. */
  forecastErrorRatio: 'ForecastErrorRatio',
} as const;
