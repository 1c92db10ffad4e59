/** A schedule → CloudWatch → the store. */
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { KafkaClient } from '@aws-sdk/client-kafka';
import { createCloudWatchSource } from '../../lib/adapters/sources/cloudwatch/index.ts';
import { systemClock } from '../clock.ts';
import { createLogger } from '../report.ts';
import { readSettings, VariableReader } from '../settings.ts';
import { createStores } from '../stores.ts';
import { createHandler } from './handler.ts';

const reader = new VariableReader(process.env);
const settings = readSettings(reader);
const stores = createStores(reader);
const options = {
  kafka: new KafkaClient(),
  cloudwatch: new CloudWatchClient(),
  clock: systemClock,
  clusters: settings.clusterArns,
};

export const handler = createHandler({
  ...stores,
  settings,
  source: createCloudWatchSource({ ...options, polling: 'by_cadence' }),
  history: createCloudWatchSource(options),
  clock: systemClock,
  logger: createLogger('collect'),
});
