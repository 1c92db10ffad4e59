import { brokerPrices } from './broker-prices.ts';
import type { Price } from './price.ts';

export type { Price, PriceTier } from './price.ts';

const cloudwatch = 'https://aws.amazon.com/cloudwatch/pricing/';
const dynamodb = 'https://aws.amazon.com/dynamodb/pricing/on-demand/';
const lambda = 'https://aws.amazon.com/lambda/pricing/';
const s3 = 'https://aws.amazon.com/s3/pricing/';
const sqs = 'https://aws.amazon.com/sqs/pricing/';
const sns = 'https://aws.amazon.com/sns/pricing/';
const kms = 'https://aws.amazon.com/kms/pricing/';
const secrets = 'https://aws.amazon.com/secrets-manager/pricing/';
const privateLink = 'https://aws.amazon.com/privatelink/pricing/';
const timestream = 'https://aws.amazon.com/timestream/pricing/';

const million = 1_000_000;

function quoted(usd: number, per: number, unit: string, source: string): Price {
  return { usd, per, unit, region: 'us-east-1', asOf: '2026-11', source, basis: 'quoted' };
}

function read(usd: number, per: number, unit: string, source: string): Price {
  return { ...quoted(usd, per, unit, source), basis: 'document' };
}

/** Of a copy of the pricing page, older and of another region than the rest. */
function archived(usd: number, per: number, unit: string): Price {
  return { ...read(usd, per, unit, timestream), region: 'us-east-2', asOf: '2020-07' };
}

/** With further tiers: pairs of the units from which each holds, and its dollars. */
function tiered(first: Price, ...tiers: readonly (readonly [from: number, usd: number])[]): Price {
  return { ...first, tiers: tiers.map(([from, usd]) => ({ from, usd })) };
}

/** Prices in us-east-1; free tiers are not taken off. `tidewatch prices --refresh` replaces them. */
export const prices = {
  /** Billed per metric asked for, whatever the window and the number of points; outside the free tier. */
  getMetricData: read(0.01, 1000, 'metrics requested by GetMetricData', cloudwatch),
  cloudwatchRequest: quoted(0.01, 1000, 'CloudWatch requests', cloudwatch),
  alarmMetric: quoted(0.1, 1, 'metrics of standard alarms, a month', cloudwatch),
  insightsAlarmMetric: quoted(0.1, 1, 'metrics analysed by Metrics Insights alarms, a month', cloudwatch),
  compositeAlarm: quoted(0.5, 1, 'composite alarms, a month', cloudwatch),
  /** Three metrics: the series, and the two edges of its band. */
  anomalyAlarm: quoted(0.3, 1, 'anomaly-detection alarms, a month', cloudwatch),
  customMetric: tiered(
    quoted(0.3, 1, 'custom metrics, a month', cloudwatch),
    [10_000, 0.1],
    [250_000, 0.05],
    [million, 0.02],
  ),
  dashboard: quoted(3, 1, 'dashboards, a month', cloudwatch),
  logIngest: quoted(0.5, 1, 'GB of logs taken in', cloudwatch),
  logStorage: quoted(0.03, 1, 'GB of logs kept, a month', cloudwatch),
  lambdaRequest: quoted(0.2, million, 'runs', lambda),
  lambdaGbSecond: tiered(
    quoted(0.0000133334, 1, 'GB-seconds on arm64', lambda),
    [7500 * million, 0.0000120001],
    [18_750 * million, 0.0000106667],
  ),
  sqsRequest: tiered(
    quoted(0.4, million, 'requests to standard queues', sqs),
    [100_000 * million, 0.3],
    [200_000 * million, 0.24],
  ),
  sqsFifoRequest: tiered(
    quoted(0.5, million, 'requests to FIFO queues', sqs),
    [100_000 * million, 0.4],
    [200_000 * million, 0.35],
  ),
  /** To topics; deliveries to queues are free. */
  snsPublish: quoted(0.5, million, 'messages published', sns),
  snsEmail: quoted(2, 100_000, 'e-mails', sns),
  schedule: quoted(1, million, 'scheduled runs', 'https://aws.amazon.com/eventbridge/pricing/'),
  stateTransition: quoted(0.025, 1000, 'state transitions', 'https://aws.amazon.com/step-functions/pricing/'),
  dynamoWrite: quoted(0.625, million, 'write request units', dynamodb),
  dynamoRead: quoted(0.125, million, 'read request units', dynamodb),
  dynamoStorage: quoted(0.25, 1, 'GB in DynamoDB, a month', dynamodb),
  dynamoBackup: quoted(0.2, 1, 'GB with point-in-time recovery, a month', dynamodb),
  s3Put: quoted(0.005, 1000, 'PUT and LIST requests', s3),
  s3Get: quoted(0.0004, 1000, 'GET requests', s3),
  s3Storage: tiered(quoted(0.023, 1, 'GB in S3, a month', s3), [51_200, 0.022], [512_000, 0.021]),
  kmsKey: read(1, 1, 'keys, a month', kms),
  kmsRequest: quoted(0.03, 10_000, 'KMS requests', kms),
  secret: quoted(0.4, 1, 'secrets, a month', secrets),
  secretRequest: quoted(0.05, 10_000, 'Secrets Manager requests', secrets),
  ssmParameter: quoted(
    0,
    1,
    'standard parameters, a month',
    'https://aws.amazon.com/systems-manager/pricing/',
  ),
  trace: quoted(5, million, 'traces recorded', 'https://aws.amazon.com/xray/pricing/'),
  endpointHour: quoted(0.01, 1, 'hours of an interface endpoint in a zone', privateLink),
  endpointGb: quoted(0.01, 1, 'GB through interface endpoints', privateLink),
  /** From "about $95 a month". */
  influxHour: quoted(0.13, 1, 'hours of a db.influx.medium', timestream),
  influxStorage: quoted(0.1, 1, 'GB of InfluxDB storage, a month', timestream),
  timestreamWrite: archived(0.5, million, 'writes of 1 kB'),
  timestreamMemory: archived(0.036, 1, 'GB-hours in the memory store'),
  timestreamMagnetic: archived(0.03, 1, 'GB in the magnetic store, a month'),
  timestreamCompute: quoted(0.518, 1, 'TCU-hours', timestream),
  ...brokerPrices,
} satisfies Readonly<Record<string, Price>>;

export type PriceName = keyof typeof prices;
export type PriceTable = Readonly<Record<PriceName, Price>>;

/** Dollars for so many units of a month, each tier at its price. */
export function priceOf(units: number, { usd, per, tiers = [] }: Price): number {
  const all = [{ from: 0, usd }, ...tiers];
  return all.reduce((total, tier, i) => {
    const end = Math.min(units, all[i + 1]?.from ?? Number.POSITIVE_INFINITY);
    return total + (Math.max(0, end - tier.from) / per) * tier.usd;
  }, 0);
}
