import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';

/** Metrics of our own, few and never one a series: each is billed. */
export const stageMetricNames = {
  /** Share of a cluster's assessed series whose newest verdicts are anomalous, in percent; by assess. */
  anomalousShare: { name: 'AnomalousShare', unit: MetricUnit.Percent },
  /** 1 while MSK works on the cluster by itself, else 0; by discover. */
  clusterInMaintenance: { name: 'ClusterInMaintenance', unit: MetricUnit.Count },
  /** Age of the oldest model that forecasts are made with, in hours; by project. */
  oldestModelHours: { name: 'OldestModelHours', unit: MetricUnit.Count },
  /** Error of the forecasts that came true over that of seasonal naive, in percent, over all clusters; by project. */
  forecastErrorRatio: { name: 'ForecastErrorRatio', unit: MetricUnit.Percent },
} as const;
export type StageMetricName = keyof typeof stageMetricNames;

/** The namespace of our own metrics. */
export const metricNamespace = 'Tidewatch';

/** What a handler measures itself with. */
export interface StageMetrics {
  /** @param dimensions besides `Environment` */
  put(name: StageMetricName, value: number, dimensions?: Readonly<Record<string, string>>): void;
}

/** Metrics through the log, in CloudWatch's embedded metric format: a line each, at once. */
export function createMetrics(stage: string, environment: string): StageMetrics {
  const metrics = new Metrics({ namespace: metricNamespace, serviceName: stage });
  return {
    put: (name, value, dimensions = {}) => {
      const { name: metric, unit } = stageMetricNames[name];
      const single = metrics.singleMetric();
      // Powertools would add `service`: an alarm names all dimensions of its metric.
      single.clearDefaultDimensions();
      for (const [key, text] of Object.entries({ Environment: environment, ...dimensions }))
        single.addDimension(key, text);
      single.addMetric(metric, unit, value);
    },
  };
}
