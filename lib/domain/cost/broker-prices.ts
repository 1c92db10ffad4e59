import type { Price } from './price.ts';

const msk = 'https://aws.amazon.com/msk/pricing/';

/** Commonly quoted for us-east-1, and not read on the pricing page. */
function quoted(usd: number, unit: string): Price {
  return { usd, per: 1, unit, region: 'us-east-1', asOf: '2026-11', source: msk, basis: 'quoted' };
}

const hours = (usd: number, type: string) => quoted(usd, `hours of a ${type} broker`);

/** What brokers of Amazon MSK cost, by the name of their type, and what they keep. */
export const brokerPrices = {
  'kafka.t3.small': hours(0.0456, 'kafka.t3.small'),
  'kafka.m5.large': hours(0.21, 'kafka.m5.large'),
  'kafka.m5.xlarge': hours(0.42, 'kafka.m5.xlarge'),
  'kafka.m5.2xlarge': hours(0.84, 'kafka.m5.2xlarge'),
  'kafka.m5.4xlarge': hours(1.68, 'kafka.m5.4xlarge'),
  'kafka.m5.8xlarge': hours(3.36, 'kafka.m5.8xlarge'),
  'kafka.m5.12xlarge': hours(5.04, 'kafka.m5.12xlarge'),
  'kafka.m5.16xlarge': hours(6.72, 'kafka.m5.16xlarge'),
  'kafka.m5.24xlarge': hours(10.08, 'kafka.m5.24xlarge'),
  'kafka.m7g.large': hours(0.204, 'kafka.m7g.large'),
  'kafka.m7g.xlarge': hours(0.408, 'kafka.m7g.xlarge'),
  'kafka.m7g.2xlarge': hours(0.816, 'kafka.m7g.2xlarge'),
  'kafka.m7g.4xlarge': hours(1.632, 'kafka.m7g.4xlarge'),
  'kafka.m7g.8xlarge': hours(3.264, 'kafka.m7g.8xlarge'),
  'kafka.m7g.12xlarge': hours(4.896, 'kafka.m7g.12xlarge'),
  'kafka.m7g.16xlarge': hours(6.528, 'kafka.m7g.16xlarge'),
  'express.m7g.large': hours(0.408, 'express.m7g.large'),
  'express.m7g.xlarge': hours(0.816, 'express.m7g.xlarge'),
  'express.m7g.2xlarge': hours(1.632, 'express.m7g.2xlarge'),
  'express.m7g.4xlarge': hours(3.264, 'express.m7g.4xlarge'),
  'express.m7g.8xlarge': hours(6.528, 'express.m7g.8xlarge'),
  'express.m7g.12xlarge': hours(9.792, 'express.m7g.12xlarge'),
  'express.m7g.16xlarge': hours(13.056, 'express.m7g.16xlarge'),
  brokerStorage: quoted(0.1, 'GB of broker storage, a month'),
  brokerThroughput: quoted(0.08, 'MB/s of storage throughput provisioned beyond 250, a month'),
  expressIngress: quoted(0.01, 'GB written to Express brokers'),
} satisfies Readonly<Record<string, Price>>;

export type BrokerType = Exclude<
  keyof typeof brokerPrices,
  'brokerStorage' | 'brokerThroughput' | 'expressIngress'
>;
