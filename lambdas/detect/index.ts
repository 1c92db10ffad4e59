/** A schedule → verdicts → findings → SNS. */
import { SNSClient } from '@aws-sdk/client-sns';
import { createSnsNotifier } from '../../lib/adapters/notifiers/sns/index.ts';
import { systemClock } from '../clock.ts';
import { createLogger } from '../report.ts';
import { readSettings, VariableReader } from '../settings.ts';
import { createStores } from '../stores.ts';
import { createHandler } from './handler.ts';

const reader = new VariableReader(process.env);
const settings = readSettings(reader);
const topics = reader.everySeverity('TIDEWATCH_TOPICS');
const stores = createStores(reader);

export const handler = createHandler({
  ...stores,
  settings,
  notifier: createSnsNotifier({ sns: new SNSClient(), topics }),
  clock: systemClock,
  logger: createLogger('detect'),
});
