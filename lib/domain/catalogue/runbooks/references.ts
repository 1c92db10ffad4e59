const guide = 'https://docs.aws.amazon.com/msk/latest/developerguide';

/** Public pages that several runbooks name. */
export const pages = {
  bestPractices: `${guide}/bestpractices.html`,
  expressPractices: `${guide}/bestpractices-express.html`,
  clientPractices: `${guide}/bestpractices-kafka-client.html`,
  lag: `${guide}/consumer-lag.html`,
  metrics: `${guide}/metrics-details.html`,
  expressMetrics: `${guide}/metrics-details-express.html`,
  throughput: `${guide}/msk-provision-throughput-management.html`,
  storage: `${guide}/msk-update-storage.html`,
  tieredStorage: `${guide}/msk-tiered-storage.html`,
  limits: `${guide}/limits.html`,
  troubleshooting: `${guide}/troubleshooting.html`,
  access: `${guide}/iam-access-control.html`,
  kafkaMonitoring: 'https://kafka.apache.org/documentation/#monitoring',
  kafkaOperations: 'https://kafka.apache.org/documentation/#basic_ops',
  kafkaSecurity: 'https://kafka.apache.org/documentation/#security',
  cooperative: 'https://kafka.apache.org/documentation/#consumerconfigs_partition.assignment.strategy',
  anomalyDetection:
    'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Anomaly_Detection.html',
  zombie: 'https://github.com/aws-samples/sample-msk-zombie-broker-autoheal',
} as const;
