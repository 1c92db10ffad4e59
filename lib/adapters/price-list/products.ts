import type { PriceName } from '../../domain/cost/prices.ts';

/** Where the Price List API has a price. */
export interface ListedProduct {
  readonly service: string;
  /** Usage type without its region: `EUC1-CW:GMD-Metrics` is listed as `CW:GMD-Metrics`. Some regions have another
   *  name for the same: the first that is there counts. */
  readonly usageTypes: readonly string[];
  /** Whether it has one price for all regions, and no region of its own. @default false */
  readonly isGlobal?: true;
  /** Other attributes that the product must have. @default none */
  readonly attributes?: Readonly<Record<string, string>>;
  /** Listed units in one of ours. @default 1 */
  readonly times?: number;
}

/**
 * The product of each price; a price without one keeps its built-in figure. Usage types are those of the CloudWatch
 * user guide (analysing costs), of bills and of published copies of the list; none of them has been asked of the live
 * API from here, so that an answer far from the built-in figure is not believed (index.ts).
 */
export const products: Readonly<Record<PriceName, ListedProduct | undefined>> = {
  getMetricData: { service: 'AmazonCloudWatch', usageTypes: ['CW:GMD-Metrics'] },
  cloudwatchRequest: { service: 'AmazonCloudWatch', usageTypes: ['CW:Requests'] },
  alarmMetric: { service: 'AmazonCloudWatch', usageTypes: ['CW:AlarmMonitorUsage'] },
  insightsAlarmMetric: { service: 'AmazonCloudWatch', usageTypes: ['CW:MetricInsightAlarmUsage'] },
  compositeAlarm: { service: 'AmazonCloudWatch', usageTypes: ['CW:CompositeAlarmMonitorUsage'] },
  // Three metrics each: the series and the edges of its band.
  anomalyAlarm: { service: 'AmazonCloudWatch', usageTypes: ['CW:AlarmMonitorUsage'], times: 3 },
  customMetric: { service: 'AmazonCloudWatch', usageTypes: ['CW:MetricMonitorUsage'] },
  dashboard: { service: 'AmazonCloudWatch', usageTypes: ['DashboardsUsageHour'], isGlobal: true },
  logIngest: { service: 'AmazonCloudWatch', usageTypes: ['DataProcessing-Bytes'] },
  logStorage: { service: 'AmazonCloudWatch', usageTypes: ['TimedStorage-ByteHrs'] },
  lambdaRequest: { service: 'AWSLambda', usageTypes: ['Request-ARM'] },
  lambdaGbSecond: { service: 'AWSLambda', usageTypes: ['Lambda-GB-Second-ARM'] },
  sqsRequest: { service: 'AWSQueueService', usageTypes: ['Requests-RBP', 'Requests-Tier1'] },
  sqsFifoRequest: { service: 'AWSQueueService', usageTypes: ['Requests-FIFO-RBP', 'Requests-FIFO-Tier1'] },
  snsPublish: { service: 'AmazonSNS', usageTypes: ['Requests-Tier1'] },
  snsEmail: { service: 'AmazonSNS', usageTypes: ['DeliveryAttempts-SMTP'] },
  schedule: { service: 'AWSEvents', usageTypes: ['ScheduledInvocation'] },
  stateTransition: { service: 'AmazonStates', usageTypes: ['StateTransition'] },
  dynamoWrite: { service: 'AmazonDynamoDB', usageTypes: ['WriteRequestUnits'] },
  dynamoRead: { service: 'AmazonDynamoDB', usageTypes: ['ReadRequestUnits'] },
  dynamoStorage: { service: 'AmazonDynamoDB', usageTypes: ['TimedStorage-ByteHrs'] },
  dynamoBackup: { service: 'AmazonDynamoDB', usageTypes: ['TimedPITRStorage-ByteHrs'] },
  s3Put: { service: 'AmazonS3', usageTypes: ['Requests-Tier1'] },
  s3Get: { service: 'AmazonS3', usageTypes: ['Requests-Tier2'] },
  s3Storage: {
    service: 'AmazonS3',
    usageTypes: ['TimedStorage-ByteHrs'],
    // Intelligent-Tiering bills what it adds to objects by the same usage type.
    attributes: { volumeType: 'Standard' },
  },
  kmsKey: { service: 'awskms', usageTypes: ['KMS-Keys'] },
  kmsRequest: { service: 'awskms', usageTypes: ['KMS-Requests'] },
  secret: {
    service: 'AWSSecretsManager',
    usageTypes: ['AWSSecretsManager-Secrets', 'AWSSecretsManager-Secret'],
  },
  secretRequest: {
    service: 'AWSSecretsManager',
    usageTypes: ['AWSSecretsManagerAPIRequest', 'AWSSecretsManager-APIRequests'],
  },
  // Free, and in no list.
  ssmParameter: undefined,
  trace: { service: 'AWSXRay', usageTypes: ['XRay-TracesStored'] },
  endpointHour: { service: 'AmazonVPC', usageTypes: ['VpcEndpoint-Hours'] },
  endpointGb: { service: 'AmazonVPC', usageTypes: ['VpcEndpoint-Bytes'] },
  // How the list names what Timestream bills is not known to us.
  influxHour: undefined,
  influxStorage: undefined,
  timestreamWrite: undefined,
  timestreamMemory: undefined,
  timestreamMagnetic: undefined,
  timestreamCompute: undefined,
  'kafka.t3.small': broker('Kafka.t3.small'),
  'kafka.m5.large': broker('Kafka.m5.large'),
  'kafka.m5.xlarge': broker('Kafka.m5.xlarge'),
  'kafka.m5.2xlarge': broker('Kafka.m5.2xlarge'),
  'kafka.m5.4xlarge': broker('Kafka.m5.4xlarge'),
  'kafka.m5.8xlarge': broker('Kafka.m5.8xlarge'),
  'kafka.m5.12xlarge': broker('Kafka.m5.12xlarge'),
  'kafka.m5.16xlarge': broker('Kafka.m5.16xlarge'),
  'kafka.m5.24xlarge': broker('Kafka.m5.24xlarge'),
  'kafka.m7g.large': broker('Kafka.m7g.large'),
  'kafka.m7g.xlarge': broker('Kafka.m7g.xlarge'),
  'kafka.m7g.2xlarge': broker('Kafka.m7g.2xlarge'),
  'kafka.m7g.4xlarge': broker('Kafka.m7g.4xlarge'),
  'kafka.m7g.8xlarge': broker('Kafka.m7g.8xlarge'),
  'kafka.m7g.12xlarge': broker('Kafka.m7g.12xlarge'),
  'kafka.m7g.16xlarge': broker('Kafka.m7g.16xlarge'),
  brokerStorage: broker('Kafka.Storage.GP2'),
  // How the list names what Express brokers and throughput are billed by is not known to us.
  'express.m7g.large': undefined,
  'express.m7g.xlarge': undefined,
  'express.m7g.2xlarge': undefined,
  'express.m7g.4xlarge': undefined,
  'express.m7g.8xlarge': undefined,
  'express.m7g.12xlarge': undefined,
  'express.m7g.16xlarge': undefined,
  brokerThroughput: undefined,
  expressIngress: undefined,
};

function broker(usageType: string): ListedProduct {
  return { service: 'AmazonMSK', usageTypes: [usageType] };
}
