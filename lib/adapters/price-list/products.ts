import type { PriceName } from '../../domain/cost/prices.ts';

/** Where the Price List API has a price. */
export interface ListedProduct {
  readonly service: string;
  /** Usage type without its region: `EUC1-CW:GMD-Metrics` is listed as `CW:GMD-Metrics`. */
  readonly usageType: string;
  /** Whether it has one price for all regions, and no region of its own. @default false */
  readonly isGlobal?: true;
  /** Other attributes that the product must have. @default none */
  readonly attributes?: Readonly<Record<string, string>>;
  /** Listed units in one of ours. @default 1 */
  readonly times?: number;
}

/**
 * The product of each price; a price without one keeps its built-in figure. Usage types are as they stand in
 * bills and in public lists; none of them has been asked of the live API from here, so that an answer far from the
 * built-in figure is not believed (index.ts).
 */
export const products: Readonly<Record<PriceName, ListedProduct | undefined>> = {
  getMetricData: { service: 'AmazonCloudWatch', usageType: 'CW:GMD-Metrics' },
  cloudwatchRequest: { service: 'AmazonCloudWatch', usageType: 'CW:Requests' },
  alarmMetric: { service: 'AmazonCloudWatch', usageType: 'CW:AlarmMonitorUsage' },
  insightsAlarmMetric: { service: 'AmazonCloudWatch', usageType: 'CW:MetricInsightAlarmUsage' },
  compositeAlarm: { service: 'AmazonCloudWatch', usageType: 'CW:CompositeAlarmMonitorUsage' },
  // Three metrics each: the series and the edges of its band.
  anomalyAlarm: { service: 'AmazonCloudWatch', usageType: 'CW:AlarmMonitorUsage', times: 3 },
  customMetric: { service: 'AmazonCloudWatch', usageType: 'CW:MetricMonitorUsage' },
  dashboard: { service: 'AmazonCloudWatch', usageType: 'DashboardsUsageHour', isGlobal: true },
  logIngest: { service: 'AmazonCloudWatch', usageType: 'DataProcessing-Bytes' },
  logStorage: { service: 'AmazonCloudWatch', usageType: 'TimedStorage-ByteHrs' },
  lambdaRequest: { service: 'AWSLambda', usageType: 'Request-ARM' },
  lambdaGbSecond: { service: 'AWSLambda', usageType: 'Lambda-GB-Second-ARM' },
  sqsRequest: { service: 'AWSQueueService', usageType: 'Requests-RBP' },
  sqsFifoRequest: { service: 'AWSQueueService', usageType: 'Requests-FIFO-RBP' },
  snsPublish: { service: 'AmazonSNS', usageType: 'Requests-Tier1' },
  schedule: { service: 'AWSEvents', usageType: 'ScheduledInvocation' },
  stateTransition: { service: 'AmazonStates', usageType: 'StateTransition' },
  dynamoWrite: { service: 'AmazonDynamoDB', usageType: 'WriteRequestUnits' },
  dynamoRead: { service: 'AmazonDynamoDB', usageType: 'ReadRequestUnits' },
  dynamoStorage: { service: 'AmazonDynamoDB', usageType: 'TimedStorage-ByteHrs' },
  dynamoBackup: { service: 'AmazonDynamoDB', usageType: 'TimedPITRStorage-ByteHrs' },
  s3Put: { service: 'AmazonS3', usageType: 'Requests-Tier1' },
  s3Get: { service: 'AmazonS3', usageType: 'Requests-Tier2' },
  s3Storage: { service: 'AmazonS3', usageType: 'TimedStorage-ByteHrs' },
  kmsKey: { service: 'awskms', usageType: 'KMS-Keys' },
  kmsRequest: { service: 'awskms', usageType: 'KMS-Requests' },
  secret: { service: 'AWSSecretsManager', usageType: 'AWSSecretsManager-Secrets' },
  secretRequest: { service: 'AWSSecretsManager', usageType: 'AWSSecretsManagerAPIRequest' },
  // Free, and in no list.
  ssmParameter: undefined,
  trace: { service: 'AWSXRay', usageType: 'XRay-TracesStored' },
  endpointHour: { service: 'AmazonVPC', usageType: 'VpcEndpoint-Hours' },
  endpointGb: { service: 'AmazonVPC', usageType: 'VpcEndpoint-Bytes' },
  // How the list names what Timestream bills is not known to us.
  influxHour: undefined,
  influxStorage: undefined,
  timestreamWrite: undefined,
  timestreamMemory: undefined,
  timestreamMagnetic: undefined,
  timestreamCompute: undefined,
};
